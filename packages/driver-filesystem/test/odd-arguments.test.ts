import { expect, test } from "vitest";
import { edit, FILES, patched } from "./odd-files.ts";
import { over, raw } from "./support.ts";

/*
 * What models and their adversaries write where something sensible was expected: each is refused with a reason, or
 * means what it says. Nothing is written in half, and nothing is passed over.
 */
test.each<[what: string, call: [tool: string, args: object], code: string, reason: RegExp]>([
  ["the root as a file", ["read_file", { path: "" }], "not_a_file", /is a directory/],
  ["a drive", ["read_file", { path: "C:\\" }], "outside_root", /is absolute/],
  ["a drive", ["write_file", { path: "C:\\x", content: "" }], "outside_root", /is absolute/],
  ["a path through a file", ["write_file", { path: "a.txt/x", content: "" }], "not_a_directory", /is a file/],
  ["the root as a file", ["write_file", { path: ".", content: "" }], "not_a_file", /is the root/],
  [
    "lines and bytes",
    ["read_file", { path: "a.txt", start_line: 2, start_byte: 1 }],
    "invalid_arguments",
    /start_byte/,
  ],
  ["lines and bytes", ["read_file", { path: "a.txt", lines: 2, bytes: 1 }], "invalid_arguments", /bytes/],
  ["no lines", ["read_file", { path: "a.txt", lines: 0 }], "invalid_arguments", /≥ 1/],
  ["a negative byte", ["read_file", { path: "a.txt", start_byte: -1 }], "invalid_arguments", /≥ 0/],
  [
    "no base64",
    ["write_file", { path: "n", content: "@@", encoding: "base64" }],
    "invalid_arguments",
    /base64/,
  ],
  [
    "half a byte",
    ["write_file", { path: "n", content: "A", encoding: "base64" }],
    "invalid_arguments",
    /base64/,
  ],
  ["half a character", ["write_file", { path: "n", content: "\ud800" }], "not_encodable", /cannot hold/],
  ["half a character", edit("a.txt", "one", "\ud800"), "not_encodable", /cannot hold/],
  ["half a character to find", edit("emoji", "\ud83d", "x", 2), "not_encodable", /cannot hold/],
  ["places that overlap", edit("overlap", "x\nx", "y"), "edit_ambiguous", /overlap/],
  ["places that overlap, counted", edit("overlap", "x\nx", "y", 2), "edit_ambiguous", /overlap/],
  [
    "old text that an edit before took away",
    [
      "edit_file",
      {
        path: "a.txt",
        edits: [
          { old_text: "one\ntwo", new_text: "1" },
          { old_text: "two", new_text: "2" },
        ],
      },
    ],
    "edit_not_found",
    /Edit 2/,
  ],
  ["nothing to find in an empty file", edit("empty", "a", "b"), "edit_not_found", /not in the file/],
  ["a count of none", edit("a.txt", "one", "1", 0), "invalid_arguments", /≥ 1/],
  ["a patch of nothing", ["apply_patch", { patch: "" }], "patch_unreadable", /no "--- a\/path"/],
  [
    "a patch between nothing and nothing",
    ["apply_patch", { patch: "--- /dev/null\n+++ /dev/null\n@@ -0,0 +1 @@\n+x\n" }],
    "patch_unreadable",
    /without a name/,
  ],
  [
    "hunks in the wrong order",
    patched("a.txt", "@@ -2 +2 @@\n-two\n+2\n@@ -1 +1 @@\n-one\n+1\n"),
    "patch_rejected",
    /line 1, before those/,
  ],
  [
    "a last line whose marker is missing",
    patched("noeol", "@@ -2 +2 @@\n-two\n+2\n"),
    "patch_rejected",
    /No newline at end of file/,
  ],
  [
    "a copy in a patch",
    ["apply_patch", { patch: "diff --git a/a.txt b/z\ncopy from a.txt\ncopy to z\n" }],
    "patch_unreadable",
    /copy_file/,
  ],
  [
    "permissions in a patch",
    ["apply_patch", { patch: "diff --git a/a.txt b/a.txt\nold mode 100644\nnew mode 100755\n" }],
    "patch_unreadable",
    /permissions/,
  ],
  [
    "a new file where one is",
    ["apply_patch", { patch: "diff --git a/a.txt b/a.txt\nnew file mode 100644\n" }],
    "patch_rejected",
    /there already/,
  ],
  [
    "an expression over lines",
    ["search_files", { pattern: "two\\nthree" }],
    "invalid_pattern",
    /within one line/,
  ],
  [
    "a text over lines",
    ["search_files", { pattern: "two\nthree", literal: true }],
    "invalid_pattern",
    /within one line/,
  ],
  [
    "another engine's escape",
    ["search_files", { pattern: "\\Aone" }],
    "invalid_pattern",
    /no regular expression/,
  ],
  [
    "another engine's set",
    ["search_files", { pattern: "[[:alpha:]]+" }],
    "invalid_pattern",
    /no regular expression/,
  ],
  ["an empty glob", ["search_files", { pattern: "one", include: [""] }], "invalid_pattern", /empty/],
  ["a glob that climbs", ["find_files", { pattern: "dir/../*" }], "outside_root", /\.\./],
  ["a place that climbs", ["find_files", { pattern: "*", after: "../x" }], "outside_root", /\.\./],
  ["the root to be moved", ["move_file", { from: "", to: "x" }], "invalid_path", /root/],
  ["the root to be copied", ["copy_file", { from: "", to: "x" }], "invalid_path", /inside/],
  [
    "a directory over a file",
    ["copy_file", { from: "dir", to: "a.txt", overwrite: true }],
    "not_a_directory",
    /file/,
  ],
])("%s: %j is refused", async (_, [tool, args], code, reason) => {
  const { failure, port } = over(FILES);
  const error = await failure(tool, args);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(reason);
  for (const [path, content] of Object.entries(FILES)) {
    expect(Buffer.from(await raw(port, path)), path).toEqual(Buffer.from(content as string));
  }
});

test("git's patch deletes an empty file, and only an empty one", async () => {
  const { call, failure } = over(FILES);
  const patch = (name: string) =>
    `diff --git a/${name} b/${name}\ndeleted file mode 100644\nindex e69de29..0000000\n`;
  await call("apply_patch", { patch: patch("empty") });
  expect(await failure("read_file", { path: "empty" })).toMatchObject({ code: "file_not_found" });
  expect(await failure("apply_patch", { patch: patch("a.txt") })).toMatchObject({ code: "patch_rejected" });
});

test("ranges beyond the file, and from its end", async () => {
  const { call } = over(FILES);
  const read = (range: object) =>
    call<{ content: string; note?: string }>("read_file", { path: "a.txt", ...range });
  expect((await read({ start_line: 1e15 })).content).toBe("");
  expect((await read({ start_line: -1e15 })).content).toBe("one\ntwo\nthree\n");
  expect((await read({ start_line: Number.MAX_SAFE_INTEGER, lines: Number.MAX_SAFE_INTEGER })).content).toBe(
    "",
  );
  expect(await read({ start_line: -2, lines: 1 })).toMatchObject({
    content: "two\n",
    start_line: 2,
    end_line: 2,
  });
  expect((await read({ start_byte: 1e15 })).content).toBe("");
  expect((await read({ start_byte: 5, bytes: 1e15 })).content).toBe("wo\nthree\n");
});

test("case is ignored where another engine's flag says so", async () => {
  const { call } = over(FILES);
  const { files } = await call<{ files: { path: string }[] }>("search_files", {
    pattern: "(?i)ONE",
    path: "a.txt",
  });
  expect(files.map(({ path }) => path)).toEqual(["a.txt"]);
});
