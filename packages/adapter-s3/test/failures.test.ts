import { inspect } from "node:util";
import { expect, test } from "vitest";
import { adapterOn, bytes } from "./support/adapter.ts";
import { startMemoryS3 } from "./support/memory-s3.ts";

const MEANINGS = [
  [403, "AccessDenied", "permission_denied"],
  [403, "SignatureDoesNotMatch", "permission_denied"],
  [403, "InvalidObjectState", "unsupported"],
  [404, "NoSuchBucket", "backend_failed"],
  [400, "KeyTooLongError", "invalid_path"],
  [400, "EntityTooLarge", "no_space"],
  [301, "PermanentRedirect", "backend_failed"],
  [501, "NotImplemented", "unsupported"],
  [507, "InsufficientStorage", "no_space"],
] as const;

for (const [status, name, code] of MEANINGS) {
  test(`${name} (${status}) is ${code}, and the server's own words stay out`, async () => {
    await using server = await startMemoryS3();
    await using port = adapterOn(server.endpoint);
    server.intercept = (line) =>
      line.startsWith("PUT")
        ? { status, body: `<Error><Code>${name}</Code><Message>host-7 says no</Message></Error>` }
        : undefined;
    const error: unknown = await port
      .write("a.txt", bytes("one"), { mode: "create" })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "FileError", code, path: "a.txt" });
    expect(inspect(error)).not.toContain("host-7");
  });
}

test("an endpoint that nobody answers is backend_failed with the system's reason", async () => {
  const server = await startMemoryS3();
  await server[Symbol.asyncDispose]();
  await using port = adapterOn(server.endpoint);
  await expect(port.stat("a")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining("ECONNREFUSED"),
  });
});

test("a read goes on after the server went away and came back", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  await port.write("a.txt", bytes("one"), { mode: "create" });
  server.dropConnections();
  expect(await port.stat("a.txt")).toMatchObject({ size: 3 });
});

test("what was changed since it was opened is not read, also where conditions are ignored", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  await port.write("a.txt", bytes("old old"), { mode: "create" });
  const file = await port.open("a.txt");
  server.intercept = (line) =>
    line.startsWith("GET /bucket/a.txt")
      ? { status: 200, headers: { etag: '"new"' }, body: "new new" }
      : undefined;
  await expect(file.read(0, 3)).rejects.toMatchObject({ code: "version_mismatch" });
});

test("a server that sends all of a file is read as if it knew ranges", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  const { version = "" } = await port.write("a.txt", bytes("0123456789"), { mode: "create" });
  const file = await port.open("a.txt");
  server.intercept = (line) =>
    line.startsWith("GET /bucket/a.txt")
      ? { status: 200, headers: { etag: version }, body: "0123456789" }
      : undefined;
  expect(new TextDecoder().decode(await file.read(3, 4))).toBe("3456");
});

test("an abort ends a request that is not answered", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  const controller = new AbortController();
  server.intercept = () => {
    controller.abort();
    return "never";
  };
  const { signal } = controller;
  await expect(port.stat("a.txt", { signal })).rejects.toMatchObject({ code: "aborted" });
});

test("a server that does not answer is given up on", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint, { timeouts: { requestMs: 50 } });
  server.intercept = () => "never";
  await expect(port.stat("a.txt")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining("did not answer in time"),
  });
});
