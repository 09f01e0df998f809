import { expect, test } from "vitest";
import { type Found, over, places } from "./support.ts";

test("a search brings no more text than fits, and goes on with the next file", async () => {
  const line = `${"x".repeat(99)}\n`;
  const { call } = over({ a: line.repeat(3), b: line.repeat(3), c: line }, { limits: { maxReadBytes: 650 } });
  const first = await call<Found>("search_files", { pattern: "x" });
  expect(places(first)).toEqual(["a:1", "a:2", "a:3", "b:1", "b:2", "b:3"]);
  expect(first.note).toContain("after");
  expect(places(await call<Found>("search_files", { pattern: "x", after: first.next }))).toEqual(["c:1"]);
});

test("a single file with more than fits shows its first matches, and says so", async () => {
  const { call } = over({ a: `${"x".repeat(99)}\n`.repeat(30) }, { limits: { maxReadBytes: 1_000 } });
  const found = await call<Found>("search_files", { pattern: "x", context: 1 });
  expect(found.files[0]?.matches.length).toBeLessThan(10);
  expect(found.files[0]).toMatchObject({ more: true });
  expect(found.note).toContain("Only the first matches are shown of a");
});

test("several files bring no more binaries than one may have bytes", async () => {
  const binary = new Uint8Array(40);
  const { call } = over({ a: binary, b: binary, c: binary }, { limits: { maxMediaBytes: 80 } });
  const { files, note } = await call<{ files: object[]; note: string }>("read_files", {
    paths: ["a", "b", "c"],
  });
  expect(files).toHaveLength(2);
  expect(note).toContain("Not read, because the others fill the result: c.");
});

test("a diff that is too long is cut between lines, and says so; the edit is made", async () => {
  const { call } = over({ a: "x\n".repeat(1_000) }, { limits: { maxReadBytes: 500 } });
  const { diff, note } = await call<{ diff: string; note: string }>("edit_file", {
    path: "a",
    edits: [{ old_text: "x", new_text: "y", count: 1_000 }],
  });
  expect(diff.length).toBeLessThanOrEqual(500);
  expect(diff.endsWith("\n")).toBe(true);
  expect(note).toMatch(/^Only the first \d+ characters of the diff are shown\.$/);
  expect(await call("file_info", { path: "a" })).toMatchObject({ size: 2_000 });
  expect((await call<{ content: string }>("read_file", { path: "a", lines: 1 })).content).toBe("y\n");
});
