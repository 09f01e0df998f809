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

test("what is given and what is returned are copies", async () => {
  const files = new MemoryAdapter();
  const content = bytes("abc");
  await files.write("a", content, { mode: "create" });
  content[0] = 0;
  (await (await files.open("a")).read(0, 3))[1] = 0;
  expect(await read(files, "a")).toBe("abc");
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

test("a limit that is none is refused at once", () => {
  expect(() => new MemoryAdapter({ maxBytes: -1 })).toThrow(/maxBytes is -1/);
});
