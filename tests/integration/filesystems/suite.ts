import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { FilesystemPort } from "@mcs/core/ports";
import { type FilesystemSubject, testFilesystem } from "@mcs/testkit";
import { afterAll, beforeAll, describe, test } from "vitest";
import { temporaryFolder } from "../../support/folder.ts";

/** A server that holds its files in a folder of this machine. */
export interface FolderServer<Server extends AsyncDisposable> {
  readonly title: string;
  /** Why it cannot be started here. */
  readonly absent: string | undefined;
  start(folder: string): Promise<Server>;
  /** A port on `root`, a directory of the served folder. */
  port(server: Server, root: string): FilesystemPort;
  /** What it does with symbolic links is held to the suite, where it shows them. */
  readonly hasLinks?: boolean;
  readonly unsupported?: FilesystemSubject["unsupported"];
  readonly hidden?: readonly string[];
  /** More than the server tells at once; few, where it reads the whole directory for every file. */
  readonly manyEntries?: number;
}

/** Registers the port suite against a server, each case in a directory of its own. */
export function suiteOn<Server extends AsyncDisposable>(backend: FolderServer<Server>): void {
  const cleanup = new AsyncDisposableStack();
  const roots = new WeakMap<FilesystemPort, string>();
  let cases = 0;
  let served = "";
  let server: Server | undefined;

  const open = (root: string): FilesystemPort => {
    if (server === undefined) throw new Error("The server was not started.");
    const port = backend.port(server, root);
    roots.set(port, root);
    return port;
  };
  const rootOf = (port: FilesystemPort): string => roots.get(port) ?? "";

  describe(backend.title, () => {
    beforeAll(async () => {
      if (backend.absent !== undefined) return;
      served = join(cleanup.use(temporaryFolder()).path, "served");
      mkdirSync(served);
      server = cleanup.use(await backend.start(served));
    });
    afterAll(() => cleanup.disposeAsync());

    testFilesystem({
      describe,
      test: (title, run) =>
        test(title, async (context) => {
          context.skip(backend.absent !== undefined, backend.absent);
          await run(context);
        }),
      port: () => {
        const root = `case-${cases++}`;
        mkdirSync(join(served, root));
        // Some servers work under another account.
        chmodSync(join(served, root), 0o777);
        return open(root);
      },
      another: (port) => open(rootOf(port)),
      ...(backend.hasLinks === true
        ? {
            symlink: async (port, path, target) => symlinkSync(target, join(served, rootOf(port), path)),
          }
        : {}),
      ...(backend.unsupported === undefined ? {} : { unsupported: backend.unsupported }),
      ...(backend.manyEntries === undefined ? {} : { manyEntries: backend.manyEntries }),
      ...(backend.hidden === undefined ? {} : { hidden: backend.hidden }),
    });
  });
}
