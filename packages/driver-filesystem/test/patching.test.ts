import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits } from "../src/text/edits.ts";
import { lineEndingsOf } from "../src/text/line-endings.ts";
import { unifiedDiff } from "../src/text/unified-diff.ts";
import { over } from "./support.ts";

interface Applied {
  readonly files: readonly { readonly path: string; readonly change: string; readonly offsets?: number[] }[];
}

const BOTH = `diff --git a/a.txt b/a.txt
index 123..456 100644
--- a/a.txt
+++ b/a.txt
@@ -1,3 +1,3 @@
 one
-two
+2
 three
--- /dev/null
+++ b/new/b.txt
@@ -0,0 +1,2 @@
+first
+second
\\ No newline at end of file
--- a/c.txt
+++ /dev/null
@@ -1 +0,0 @@
-gone
`;

test("changes, creates and deletes in one patch", async () => {
  const { call, read, failure } = over({ "a.txt": "one\ntwo\nthree\n", "c.txt": "gone\n" });
  expect(await call("apply_patch", { patch: BOTH })).toEqual({
    files: [
      { path: "a.txt", change: "modified" },
      { path: "new/b.txt", change: "created" },
      { path: "c.txt", change: "deleted" },
    ],
  });
  expect(await read("a.txt")).toBe("one\n2\nthree\n");
  expect(await read("new/b.txt")).toBe("first\nsecond");
  expect(await failure("read_file", { path: "c.txt" })).toMatchObject({ code: "file_not_found" });
});

test("a dry run only checks", async () => {
  const { call, read } = over({ "a.txt": "one\ntwo\nthree\n", "c.txt": "gone\n" });
  expect(await call("apply_patch", { patch: BOTH, dry_run: true })).toMatchObject({ dry_run: true });
  expect(await read("a.txt")).toBe("one\ntwo\nthree\n");
});

test("one hunk that does not fit leaves every file as it was, and the report names each", async () => {
  const { failure, read } = over({ "a.txt": "one\nzwei\nthree\n", "c.txt": "gone\nand more\n" });
  const error = await failure("apply_patch", { patch: BOTH });
  expect(error).toMatchObject({ name: "PatchError", code: "patch_rejected" });
  expect(error).toMatchObject({ rejects: [{ path: "a.txt", hunk: "@@ -1,3 +1,3 @@" }, { path: "c.txt" }] });
  expect(error.message).toContain(
    'a.txt, @@ -1,3 +1,3 @@: line 2 should be "two\\n", but there is "zwei\\n"',
  );
  expect(await read("a.txt")).toBe("one\nzwei\nthree\n");
  expect(await failure("list_directory", { path: "new" })).toMatchObject({ code: "file_not_found" });
});

test("lines that moved are found, and it is said by how much", async () => {
  const { call, read } = over({ a: "x\ny\nz\none\ntwo\nthree\n" });
  const patch = "--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";
  expect((await call<Applied>("apply_patch", { patch })).files).toEqual([
    { path: "a", change: "modified", offsets: [3] },
  ]);
  expect(await read("a")).toBe("x\ny\nz\none\n2\nthree\n");
});

test("lines that are in several other places are no place", async () => {
  const { failure } = over({ a: "-\nx\n-\nx\n" });
  const error = await failure("apply_patch", { patch: "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n+y\n" });
  expect(error.message).toContain("not at line 1 but at lines 2, 4");
});

test("what models get wrong about the form does no harm", async () => {
  const { call, read } = over({ "src/a": "one\n\ntwo\nthree\n" });
  // No prefixes, wrong counts, an empty context line without its space, an empty line at the end.
  const patch = "--- src/a\n+++ src/a\n@@ -1,99 +1,1 @@\n one\n\n-two\n+2\n three\n\n";
  await call("apply_patch", { patch });
  expect(await read("src/a")).toBe("one\n\n2\nthree\n");
});

test.each(["@@", "@@ ... @@", "@@ def name():", "@@ class A\n@@   def name():", "@@ -1,3 @@", "@@ @@"])(
  "a hunk that begins with %j is found by its lines",
  async (header) => {
    const { call, read } = over({ a: "x\none\ntwo\nthree\ny\n" });
    const patch = `--- a/a\n+++ b/a\n${header}\n-x\n+X\n${header}\n two\n-three\n+3\n`;
    expect(await call("apply_patch", { patch })).toEqual({ files: [{ path: "a", change: "modified" }] });
    expect(await read("a")).toBe("X\none\ntwo\n3\ny\n");
  },
);

test("a new file needs no numbers either", async () => {
  const { call, read } = over({});
  await call("apply_patch", { patch: "--- /dev/null\n+++ b/new\n@@\n+one\n+two\n" });
  expect(await read("new")).toBe("one\ntwo\n");
});

test.each([
  ["in several places", "-x\n+y\n", "its lines are at lines 1, 3"],
  ["nowhere", "-z\n+y\n", 'line 1 should be "z\\n", but there is "x\\n"'],
  ["above the hunk before it", "-last\n+y\n@@\n-two\n+z\n", "before those of the hunk above it"],
  ["to be added anywhere", "+y\n", "does not say where"],
])("a hunk without numbers whose lines are %s is refused", async (_, hunk, reason) => {
  const { failure, read } = over({ a: "x\ntwo\nx\nlast\n" });
  const error = await failure("apply_patch", { patch: `--- a/a\n+++ b/a\n@@\n${hunk}` });
  expect(error).toMatchObject({ code: "patch_rejected" });
  expect(error.message).toContain(reason);
  expect(await read("a")).toBe("x\ntwo\nx\nlast\n");
});

test("a diff of a merge is no patch of one file", async () => {
  const patch = "--- a/a\n+++ b/a\n@@@ -1,1 -1,1 +1,1 @@@\n- one\n -one\n++two\n";
  expect(await over({ a: "one\n" }).failure("apply_patch", { patch })).toMatchObject({
    code: "patch_unreadable",
  });
});

test("a renamed file moves, with its changes or without", async () => {
  const { call, read, failure } = over({ a: "one\n", b: "two\n" });
  const patch =
    "diff --git a/a b/x\nrename from a\nrename to x\n" +
    "diff --git a/b b/y\nrename from b\nrename to y\n--- a/b\n+++ b/y\n@@ -1 +1 @@\n-two\n+2\n";
  expect((await call<Applied>("apply_patch", { patch })).files).toEqual([
    { path: "x", change: "moved", from: "a" },
    { path: "y", change: "moved", from: "b" },
  ]);
  expect([await read("x"), await read("y")]).toEqual(["one\n", "2\n"]);
  expect(await failure("read_file", { path: "a" })).toMatchObject({ code: "file_not_found" });
});

test("a write that fails half-way is taken back", async () => {
  const { port, failure, read } = over({ "a.txt": "one\ntwo\nthree\n", "c.txt": "gone\n" });
  const write = port.write.bind(port);
  port.write = async (path, content, options) => {
    if (path === "new/b.txt") throw new Error("broken");
    return write(path, content, options);
  };
  expect((await failure("apply_patch", { patch: BOTH })).message).toContain("broken");
  expect([await read("a.txt"), await read("c.txt")]).toEqual(["one\ntwo\nthree\n", "gone\n"]);
});

test("what cannot be taken back is named", async () => {
  const { port, failure } = over({ "a.txt": "one\ntwo\nthree\n", "c.txt": "gone\n" });
  const write = port.write.bind(port);
  port.write = async (path, content, options) => {
    if (path !== "a.txt" || !new TextDecoder().decode(content).includes("2")) throw new Error("broken");
    return write(path, content, options);
  };
  const error = await failure("apply_patch", { patch: BOTH });
  expect(error).toMatchObject({ code: "patch_incomplete", rejects: [{ path: "a.txt" }] });
});

test.each([
  ["no diff at all", "hello"],
  ["a hunk of no file", "@@ -1 +1 @@\n-a\n+b\n"],
  ["a binary patch", "diff --git a/x b/x\nGIT binary patch\nliteral 0\n"],
])("%s is refused with how to write one", async (_, patch) => {
  const error = await over({ a: "a" }).failure("apply_patch", { patch });
  expect(error.code).toBe("patch_unreadable");
  expect(error.message).toContain('"--- a/path"');
});

test("a patch does not lead out of the root", async () => {
  const { failure } = over({ a: "a" });
  for (const path of ["../x", "/etc/passwd", "b/../../x"]) {
    const patch = `--- /dev/null\n+++ ${path}\n@@ -0,0 +1 @@\n+x\n`;
    expect(await failure("apply_patch", { patch }), path).toMatchObject({ code: "outside_root" });
  }
});

const line = fc.string({
  unit: fc.constantFrom("a", "b", "ä", " ", "\t", "-", "+", "@", "\\", "\r"),
  maxLength: 6,
});
const text = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { maxLength: 12 }), line)
  .map(([lines, last]) => lines.map(([content, end]) => content + end).join("") + last);

test("the diff between any two texts, applied, gives the other one", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      // A file whose lines all end in \r\n keeps that.
      fc.pre(lineEndingsOf(before) !== "crlf" || ["crlf", "none"].includes(lineEndingsOf(after)));
      const diff = (await unifiedDiff("a", "a", before, after)) ?? "";
      fc.pre(diff !== "");
      const { call, read } = over({ a: before });
      await call("apply_patch", { patch: diff });
      expect(await read("a")).toBe(after);
    }),
    { numRuns: 500 },
  );
});

test("the diff of an edit, applied to the same file, gives the same content", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.nat(), fc.nat(10), line, async (content, at, length, newText) => {
      const start = content.length === 0 ? 0 : at % content.length;
      const oldText = content.slice(start, start + length);
      const [plain, part] = [content, oldText].map((each) => each.replaceAll("\r\n", "\n"));
      const count = part === "" ? 0 : (plain ?? "").split(part ?? "").length - 1;
      // Places that overlap are refused.
      fc.pre(!/^(.+).*\1$|^(.)\2+$/s.test(part ?? ""));
      fc.pre(count > 0 && oldText.replaceAll("\r\n", "\n") !== newText);
      const one = over({ a: content });
      const { diff } = await one.call<{ diff: string }>("edit_file", {
        path: "a",
        edits: [{ old_text: oldText, new_text: newText, count }],
      });
      expect(await one.read("a")).toBe(applyEdits(content, [{ oldText, newText, count }]));
      if (diff === "") return;
      const two = over({ a: content });
      await two.call("apply_patch", { patch: diff });
      expect(await two.read("a")).toBe(await one.read("a"));
    }),
    { numRuns: 500 },
  );
});
