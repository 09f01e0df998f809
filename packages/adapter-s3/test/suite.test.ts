import type { FilesystemPort } from "@mcs/core/ports";
import { testFilesystem } from "@mcs/testkit";
import { afterAll, beforeAll, describe, test } from "vitest";
import { adapterOn, SECRET } from "./support/adapter.ts";
import { type MemoryS3, startMemoryS3 } from "./support/memory-s3.ts";

let server: MemoryS3;
let cases = 0;
const roots = new WeakMap<FilesystemPort, string>();

beforeAll(async () => {
  server = await startMemoryS3();
});
afterAll(() => server[Symbol.asyncDispose]());

function open(root: string): FilesystemPort {
  const port = adapterOn(server.endpoint, { root });
  roots.set(port, root);
  return port;
}

describe("a server that heeds conditions lets the adapter keep every promise", () => {
  testFilesystem({
    describe,
    test,
    port: () => {
      server.objects.clear();
      return open(`case/${cases++}`);
    },
    another: (port) => open(roots.get(port) ?? ""),
    hidden: [SECRET],
    manyEntries: 60,
  });
});
