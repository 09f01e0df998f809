import { expect, test } from "vitest";
import { adapterOn } from "./support/adapter.ts";
import { type MemoryS3, startMemoryS3 } from "./support/memory-s3.ts";

function fill({ objects }: MemoryS3, ...keys: readonly string[]): void {
  for (const key of keys) {
    objects.set(key, { content: Buffer.from(key), etag: `"${key}"`, modified: new Date(0), headers: {} });
  }
}

test("a directory that nobody made outlives its last file", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  fill(server, "a/b/c.txt");
  await port.remove("a/b/c.txt");
  expect([...server.objects.keys()]).toEqual(["a/b/"]);
  await port.remove("a/b", { recursive: true });
  expect(await port.stat("a")).toMatchObject({ kind: "directory" });
});

test("a directory that cannot be copied whole stays where it is, and its copies go", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  const keys = Array.from({ length: 30 }, (_, index) => `from/${index}`);
  fill(server, ...keys);
  server.intercept = (line) => (line.startsWith("PUT /bucket/to/17") ? { status: 403 } : undefined);
  await expect(port.move("from", "to")).rejects.toMatchObject({ code: "permission_denied" });
  expect(new Set(server.objects.keys())).toEqual(new Set(keys));
});

test("what others put into the target of a move is not replaced", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  fill(server, "from/a", "from/b");
  server.intercept = (line) => {
    if (line.startsWith("PUT")) fill(server, "to/b");
    return undefined;
  };
  await expect(port.move("from", "to")).rejects.toMatchObject({ code: "file_exists" });
  expect(server.objects.get("to/b")?.content.toString()).toBe("to/b");
  expect(new Set(server.objects.keys())).toEqual(new Set(["from/a", "from/b", "to/b"]));
});

test("a file that changes while it is moved is not lost", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  fill(server, "a.txt");
  server.intercept = (line) => {
    const object = server.objects.get("a.txt");
    if (line.startsWith("DELETE") && object) server.objects.set("a.txt", { ...object, etag: '"new"' });
    return undefined;
  };
  await expect(port.move("a.txt", "b.txt")).rejects.toMatchObject({ code: "version_mismatch" });
  expect(new Set(server.objects.keys())).toEqual(new Set(["a.txt", "b.txt"]));
});

test("an object of another prefix is never touched", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint, { root: "tenant" });
  fill(server, "tenant/a", "tenant-2/a", "tenantb", "a");
  await expect(port.stat("../tenant-2/a")).rejects.toMatchObject({ code: "invalid_path" });
  await port.remove("a");
  expect(new Set(server.objects.keys())).toEqual(new Set(["a", "tenant-2/a", "tenantb"]));
});
