import { expect, test } from "vitest";
import { edit, FILES, patched } from "./odd-files.ts";
import { over, raw } from "./support.ts";

/*
 * What looks as if it meant something else, and what is larger or longer than anyone expected: it is taken as it is.
 */
test.each<[what: string, call: [tool: string, args: object], path: string, content: string]>([
  ["a replacement pattern is a text", edit("price", "X", "$& $1 $$ $`"), "price", "cost: $& $1 $$ $`\n"],
  [
    "a replacement pattern in a patch",
    patched("price", "@@ -1 +1 @@\n-cost: X\n+$& $1\n"),
    "price",
    "$& $1\n",
  ],
  ["a lone carriage return is a character", edit("cr", "two", "2"), "cr", "one\r2\rthree"],
  [
    "what is appended ends its lines as the file does",
    ["write_file", { path: "crlf", content: "a\nb\n", mode: "append" }],
    "crlf",
    "one\r\ntwo\r\na\r\nb\r\n",
  ],
  [
    "base64 without its end",
    ["write_file", { path: "n", content: "AQI", encoding: "base64" }],
    "n",
    "\x01\x02",
  ],
  ["an edit to nothing", edit("a.txt", "one\ntwo\nthree\n", ""), "a.txt", ""],
  [
    "a patch of a patch",
    patched("a.txt", "@@ -1,3 +1,3 @@\n one\n-two\n+-- a\n three\n"),
    "a.txt",
    "one\n-- a\nthree\n",
  ],
  [
    "added lines that look like headers",
    patched("a.txt", "@@ -1 +1,2 @@\n one\n+++ b/x\n"),
    "a.txt",
    "one\n++ b/x\ntwo\nthree\n",
  ],
  [
    "a patch in a code block",
    ["apply_patch", { patch: "```diff\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+1\n```\n" }],
    "a.txt",
    "1\ntwo\nthree\n",
  ],
  [
    "a patch written with CRLF",
    ["apply_patch", { patch: "--- a/a.txt\r\n+++ b/a.txt\r\n@@ -1 +1 @@\r\n-one\r\n+1\r\n" }],
    "a.txt",
    "1\ntwo\nthree\n",
  ],
  [
    "an empty file of git",
    ["apply_patch", { patch: "diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n" }],
    "n",
    "",
  ],
])("%s: %j", async (_, [tool, args], path, content) => {
  const { call, port } = over(FILES);
  await call(tool, args);
  expect(Buffer.from(await raw(port, path)).toString("latin1")).toBe(content);
});

test("a removed and an added line that look like the head of a file stay lines", async () => {
  const { call, read } = over({ a: "-- x\nrest\n" });
  await call(...patched("a", "@@ -1,2 +1,2 @@\n--- x\n+++ y\n rest\n"));
  expect(await read("a")).toBe("++ y\nrest\n");
});

test("(a+)+$ on what it never ends on: stopped, and named", async () => {
  const { call, driver } = over(
    { "a.txt": `${"a".repeat(5_000)}!\n`, "b.txt": "aaa\n" },
    { limits: { patternTimeoutMs: 1_000 } },
  );
  const outcome = await call<{ files: { path: string }[]; note: string }>("search_files", {
    pattern: "^(a+)+$",
  });
  expect(outcome.files.map(({ path }) => path)).toEqual(["b.txt"]);
  expect(outcome.note).toContain("took too long on a.txt");
  await driver.close();
});

test("a line of 100 MB is read in parts, searched, and not edited", async () => {
  const size = 100 * 2 ** 20;
  const line = Buffer.alloc(size, "-");
  line.write("needle", size - 20);
  const { call, failure } = over({ line }, { limits: { patternTimeoutMs: 60_000 } });
  const head = await call<{ content: string; note: string }>("read_file", { path: "line" });
  expect(head.content).toHaveLength(256 * 1024);
  expect(head.note).toContain("start_byte");
  const tail = await call<{ content: string; note: string }>("read_file", { path: "line", start_line: -1 });
  expect(tail.content).toContain("needle");
  expect(tail.note).toContain("The last line is longer");
  const found = await call<{ files: { matches: { text: string }[] }[] }>("search_files", {
    pattern: "ne+dle",
  });
  expect(found.files[0]?.matches[0]?.text).toContain("needle");
  expect(await failure(...edit("line", "needle", "pin"))).toMatchObject({ code: "limit_exceeded" });
}, 60_000);
