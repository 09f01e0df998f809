import { expect, test } from "vitest";
import { over, raw } from "./support.ts";

interface Edited {
  readonly diff: string;
  readonly version?: string;
  readonly note?: string;
}

const edit = (old_text: string, new_text: string, count?: number) => ({
  old_text,
  new_text,
  ...(count === undefined ? {} : { count }),
});

test("replaces a piece exactly and shows the diff", async () => {
  const { call, read } = over({ a: "one\ntwo\nthree\n" });
  const { diff } = await call<Edited>("edit_file", { path: "a", edits: [edit("two", "2")] });
  expect(diff).toBe("--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n");
  expect(await read("a")).toBe("one\n2\nthree\n");
});

test("a dry run shows the diff and writes nothing", async () => {
  const { call, read } = over({ a: "one\n" });
  const { diff, note } = await call<Edited>("edit_file", {
    path: "a",
    edits: [edit("one", "1")],
    dry_run: true,
  });
  expect(diff).toContain("+1");
  expect(note).toContain("Nothing was written");
  expect(await read("a")).toBe("one\n");
});

test("a text that is there several times is an error with the places, unless so many were expected", async () => {
  const { call, failure, read } = over({ a: "x\ny\nx\nx\n" });
  const error = await failure("edit_file", { path: "a", edits: [edit("x", "z")] });
  expect(error).toMatchObject({ name: "EditError", code: "edit_ambiguous", index: 0 });
  expect(error.message).toContain("there 3 times, not once: at line 1, 3, 4.");
  await call("edit_file", { path: "a", edits: [edit("x", "z", 3)] });
  expect(await read("a")).toBe("z\ny\nz\nz\n");
  expect(await failure("edit_file", { path: "a", edits: [edit("y", "n", 2)] })).toMatchObject({
    code: "edit_ambiguous",
  });
});

test("a text that is not there brings the lines that are nearest to it", async () => {
  const { failure } = over({ a: "import a\n\nfunction greet(name) {\n\treturn greeting(name);\n}\n" });
  const error = await failure("edit_file", {
    path: "a",
    edits: [edit("function greet(name) {\n  return greeting(name);\n}", "x")],
  });
  expect(error.code).toBe("edit_not_found");
  expect(error.message).toContain("only white space is different");
  expect(error.message).toContain("3: function greet(name) {\n4: \treturn greeting(name);\n5: }");
});

test("all edits or none, the later ones on what the earlier ones left", async () => {
  const { call, failure, read } = over({ a: "one two" });
  await failure("edit_file", { path: "a", edits: [edit("one", "1"), edit("missing", "x")] });
  expect(await read("a")).toBe("one two");
  await call("edit_file", { path: "a", edits: [edit("one", "three"), edit("three two", "done")] });
  expect(await read("a")).toBe("done");
});

test.each([
  ["an empty old text", edit("", "x")],
  ["the same text", edit("a", "a")],
])("%s is refused", async (_, bad) => {
  expect(await over({ a: "a" }).failure("edit_file", { path: "a", edits: [bad] })).toMatchObject({
    code: "edit_empty",
  });
});

test("line endings of a CRLF file stay, in what is kept and in what is new", async () => {
  const { call, read } = over({ a: "one\r\ntwo\r\nthree\r\n" });
  const { diff } = await call<Edited>("edit_file", { path: "a", edits: [edit("one\ntwo", "1\n1.5\n2")] });
  expect(await read("a")).toBe("1\r\n1.5\r\n2\r\nthree\r\n");
  expect(diff).not.toContain("\r");
});

test("in a file of mixed line endings nothing but the place changes", async () => {
  const { call, read } = over({ a: "a\r\nb\nc\r\nd\n" });
  await call("edit_file", { path: "a", edits: [edit("b\nc", "B\nC")] });
  expect(await read("a")).toBe("a\r\nB\nC\r\nd\n");
  await call("edit_file", { path: "a", edits: [edit("a\n", "1\n2\n")] });
  expect(await read("a")).toBe("1\r\n2\r\nB\nC\r\nd\n");
});

test("the byte order mark and the encoding stay", async () => {
  const files = {
    utf8: Buffer.from("\uFEFFäx", "utf8"),
    utf16: Buffer.from("\uFEFFäx", "utf16le"),
    latin1: Buffer.from("äx", "latin1"),
  };
  const { call, port } = over(files);
  for (const path of Object.keys(files)) await call("edit_file", { path, edits: [edit("x", "ö")] });
  expect([...(await raw(port, "utf8"))]).toEqual([...Buffer.from("\uFEFFäö", "utf8")]);
  expect([...(await raw(port, "utf16"))]).toEqual([...Buffer.from("\uFEFFäö", "utf16le")]);
  expect([...(await raw(port, "latin1"))]).toEqual([...Buffer.from("äö", "latin1")]);
});

test("a character that the file's encoding lacks is refused, and the file stays", async () => {
  const { failure, port } = over({ a: Buffer.from("äx", "latin1") });
  expect(await failure("edit_file", { path: "a", edits: [edit("x", "漢")] })).toMatchObject({
    code: "not_encodable",
  });
  expect([...(await raw(port, "a"))]).toEqual([0xe4, 0x78]);
});

test("a binary is not edited", async () => {
  const { failure } = over({ a: Uint8Array.of(0, 1, 2) });
  expect(await failure("edit_file", { path: "a", edits: [edit("a", "b")] })).toMatchObject({
    code: "not_text",
  });
});

test("of two edits at the same time none is lost without a word", async () => {
  const { call, read } = over({ a: "one two" });
  const outcomes = await Promise.allSettled([
    call("edit_file", { path: "a", edits: [edit("one", "1")] }),
    call("edit_file", { path: "a", edits: [edit("two", "2")] }),
  ]);
  const failed = outcomes.filter(({ status }) => status === "rejected");
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ reason: { code: "version_mismatch" } });
  expect(["1 two", "one 2"]).toContain(await read("a"));
});
