import { MemoryAdapter } from "@mcs/adapter-memory";
import { FileError, McsError } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import { testFilesystem } from "@mcs/testkit";
import { describe, test } from "vitest";
import { Roots } from "../src/roots.ts";

/** One of several roots, as if it were the whole: what a port promises, each root has to keep. */
function inside(root: string, port: FilesystemPort): FilesystemPort {
  const at = (path: string) => (path === "" ? root : `${root}/${path}`);
  const own = (error: unknown) => {
    if (!McsError.is(error) || !("path" in error)) return error;
    const path = String(error.path).slice(root.length + 1);
    const message = error.message.slice(JSON.stringify(error.path).length + 1);
    return new FileError(error.code as FileError["code"], path, message, { cause: error });
  };
  const named = async <Result>(call: Promise<Result>): Promise<Result> => {
    try {
      return await call;
    } catch (error) {
      throw own(error);
    }
  };
  return {
    adapter: port.adapter,
    stat: (path, options) => named(port.stat(at(path), options)),
    async *list(path, options) {
      try {
        yield* port.list(at(path), options);
      } catch (error) {
        throw own(error);
      }
    },
    open: (path, options) => named(port.open(at(path), options)),
    write: (path, content, options) => named(port.write(at(path), content, options)),
    makeDirectory: (path, options) => named(port.makeDirectory(at(path), options)),
    move: (from, to, options) => named(port.move(at(from), at(to), options)),
    copy: (from, to, options) => named(port.copy(at(from), at(to), options)),
    remove: (path, options) => named(port.remove(at(path), options)),
    close: () => port.close(),
  };
}

describe("a root among several keeps what a port promises", () => {
  const port = () =>
    inside(
      "work",
      new Roots(
        new Map([
          ["docs", { port: new MemoryAdapter(), access: "read" as const }],
          ["work", { port: new MemoryAdapter(), access: "write" as const }],
        ]),
      ),
    );
  testFilesystem({ test, describe, port });
});
