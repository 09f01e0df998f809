import { FileError } from "@mcs/core";
import type { FileEntry } from "@mcs/core/ports";
import { expect, test } from "vitest";
import { MemoryAdapter } from "../src/index.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const code = (code: string) => expect.objectContaining({ name: "FileError", code });

async function read(files: MemoryAdapter, path: string): Promise<string> {
  const file = await files.open(path);
  return new TextDecoder().decode(await file.read(0, file.stat.size));
}

async function names(files: MemoryAdapter, path: string): Promise<string[]> {
  const entries: FileEntry[] = [];
  for await (const entry of files.list(path)) entries.push(entry);
  return entries.map(({ name, kind }) => (kind === "directory" ? `${name}/` : name));
}

test("begins with the files that it is given, their directories and empty ones", async () => {
  const files = new MemoryAdapter({ files: { "src/a/main.ts": "x", "docs/": "", b: Uint8Array.of(1) } });
  expect(await names(files, "")).toEqual(["src/", "docs/", "b"]);
  expect(await names(files, "src/a")).toEqual(["main.ts"]);
  expect(await names(files, "docs")).toEqual([]);
});

test("creates, overwrites and appends, each content under a version of its own", async () => {
  const files = new MemoryAdapter();
  const first = await files.write("a", bytes("one"), { mode: "create" });
  await expect(files.write("a", bytes("x"), { mode: "create" })).rejects.toEqual(code("file_exists"));
  const second = await files.write("a", bytes("two"), { mode: "overwrite" });
  const third = await files.write("a", bytes(" three"), { mode: "append" });
  expect(await read(files, "a")).toBe("two three");
  expect(third.size).toBe(9);
  expect(new Set([first.version, second.version, third.version]).size).toBe(3);
});

test("of two writers with the same version exactly one wins", async () => {
  const files = new MemoryAdapter({ files: { a: "old" } });
  const { version = "" } = await files.stat("a");
  const outcomes = await Promise.allSettled([
    files.write("a", bytes("left"), { mode: "overwrite", ifMatch: version }),
    files.write("a", bytes("right"), { mode: "overwrite", ifMatch: version }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await read(files, "a")).toBe("left");
  await expect(files.write("b", bytes(""), { mode: "create", ifMatch: version })).rejects.toEqual(
    code("version_mismatch"),
  );
});

test("an open file is the one that was opened, and tells that it has changed", async () => {
  const files = new MemoryAdapter({ files: { a: "old" } });
  const file = await files.open("a");
  await files.write("a", bytes("new!"), { mode: "overwrite" });
  expect(new TextDecoder().decode(await file.read(0, 100))).toBe("old");
  expect((await file.current()).version).not.toBe(file.stat.version);
});

test("what is given and what is returned are copies", async () => {
  const files = new MemoryAdapter();
  const content = bytes("abc");
  await files.write("a", content, { mode: "create" });
  content[0] = 0;
  (await (await files.open("a")).read(0, 3))[1] = 0;
  expect(await read(files, "a")).toBe("abc");
});

test("moves directories with what they hold, never into themselves, and over files only when told", async () => {
  const files = new MemoryAdapter({ files: { "a/b/c": "c", x: "x", y: "y" } });
  await files.move("a", "d");
  expect(await read(files, "d/b/c")).toBe("c");
  await expect(files.move("d", "d/b/e")).rejects.toEqual(code("invalid_path"));
  await expect(files.move("x", "y")).rejects.toEqual(code("file_exists"));
  await files.move("x", "y", { overwrite: true });
  expect(await read(files, "y")).toBe("x");
  await expect(files.move("y", "d", { overwrite: true })).rejects.toEqual(code("not_a_file"));
  await expect(files.move("d", "y", { overwrite: true })).rejects.toEqual(code("not_a_directory"));
});

test("copies files only, and over another only when told", async () => {
  const files = new MemoryAdapter({ files: { a: "a", b: "b", "d/": "" } });
  await files.copy("a", "c");
  await expect(files.copy("a", "b")).rejects.toEqual(code("file_exists"));
  await files.copy("a", "b", { overwrite: true });
  expect([await read(files, "b"), await read(files, "c")]).toEqual(["a", "a"]);
  await expect(files.copy("d", "e")).rejects.toEqual(code("not_a_file"));
});

test("removes a directory that holds something only when told", async () => {
  const files = new MemoryAdapter({ files: { "a/b": "b" } });
  await expect(files.remove("a")).rejects.toEqual(code("directory_not_empty"));
  await files.remove("a", { recursive: true });
  expect(await names(files, "")).toEqual([]);
  await expect(files.remove("")).rejects.toEqual(code("invalid_path"));
});

test("makes one directory, or all that are missing", async () => {
  const files = new MemoryAdapter({ files: { f: "" } });
  await expect(files.makeDirectory("a/b")).rejects.toEqual(code("file_not_found"));
  await files.makeDirectory("a/b", { recursive: true });
  await files.makeDirectory("a/b", { recursive: true });
  await expect(files.makeDirectory("a/b")).rejects.toEqual(code("file_exists"));
  await expect(files.makeDirectory("f/g", { recursive: true })).rejects.toEqual(code("not_a_directory"));
});

test("refuses paths that another reader might resolve", async () => {
  const files = new MemoryAdapter({ files: { "a/b": "b" } });
  for (const path of ["..", "a/../a/b", "./a", "/a", "a/", "a//b", "a\0b"]) {
    await expect(files.stat(path), path).rejects.toEqual(code("invalid_path"));
  }
});

test("limits hold, and what failed left everything as it was", async () => {
  const files = new MemoryAdapter({ maxBytes: 10, maxEntries: 2 });
  await files.write("a", bytes("12345678"), { mode: "create" });
  await expect(files.write("a", bytes("901"), { mode: "append" })).rejects.toEqual(code("no_space"));
  expect(await read(files, "a")).toBe("12345678");
  await files.makeDirectory("d");
  await expect(files.makeDirectory("e")).rejects.toEqual(code("no_space"));
  await files.remove("a");
  await files.write("d/b", bytes("1234567890"), { mode: "create" });
});

test("watching reports what happens below a directory until the signal fires", async () => {
  const files = new MemoryAdapter({ files: { "d/a": "", b: "" } });
  const controller = new AbortController();
  const changes = files.watch("d", { signal: controller.signal })[Symbol.asyncIterator]();
  await files.write("b", bytes("not below"), { mode: "overwrite" });
  await files.write("d/a", bytes("x"), { mode: "overwrite" });
  await files.move("d/a", "d/c");
  expect((await changes.next()).value).toEqual({ path: "d/a", change: "modified" });
  expect((await changes.next()).value).toEqual({ path: "d/a", change: "removed" });
  expect((await changes.next()).value).toEqual({ path: "d/c", change: "created" });
  const last = changes.next();
  controller.abort();
  await expect(last).rejects.toMatchObject({ code: "aborted" });
});

test("an aborted call does nothing", async () => {
  const files = new MemoryAdapter();
  const signal = AbortSignal.abort();
  await expect(files.write("a", bytes(""), { mode: "create", signal })).rejects.toMatchObject({
    code: "aborted",
  });
  await expect(files.stat("a")).rejects.toBeInstanceOf(FileError);
});

test("a limit that is none is refused at once", () => {
  expect(() => new MemoryAdapter({ maxBytes: -1 })).toThrow(/maxBytes is -1/);
});
