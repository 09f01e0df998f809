import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FilesystemToolDriver } from "../src/index.ts";
import { shortcuts } from "./support.ts";

/*
 * Published attacks on tools like these, through the tools and down to the disk. A secret lies beside the root; no
 * tool may bring it out, change it, or leave anything next to it.
 */
const SECRET = "the-secret-beside-the-root";
const base = realpathSync(mkdtempSync(join(tmpdir(), "mcs-attacks-")));
const root = join(base, "safe");
afterAll(() => rmSync(base, { recursive: true, force: true }));

mkdirSync(join(root, "src"), { recursive: true });
writeFileSync(join(root, "src/a.txt"), "inside\n");
writeFileSync(join(base, "secret.txt"), SECRET);
for (const sibling of ["safe-evil", "safe'", 'safe"', "safe ", " safe"]) {
  mkdirSync(join(base, sibling));
  writeFileSync(join(base, sibling, "secret.txt"), SECRET);
}

const driver = new FilesystemToolDriver({ root });
const { call, failure } = shortcuts(driver);

/** Every tool that takes a path, aimed at one. */
const aimedAt = (path: string): [tool: string, args: object][] => [
  ["read_file", { path }],
  ["file_info", { path }],
  ["list_directory", { path }],
  ["directory_tree", { path }],
  ["find_files", { pattern: "*", path }],
  ["search_files", { pattern: "secret", path }],
  ["write_file", { path, content: "broken" }],
  ["write_file", { path, content: "broken", mode: "append" }],
  ["edit_file", { path, edits: [{ old_text: "secret", new_text: "broken" }] }],
  ["copy_file", { from: path, to: "copy" }],
  ["copy_file", { from: "src/a.txt", to: path, overwrite: true }],
  ["move_file", { from: path, to: "moved" }],
  ["move_file", { from: "src/a.txt", to: path, overwrite: true }],
  ["delete_file", { path, recursive: true }],
  ["create_directory", { path }],
  ["apply_patch", { patch: `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${SECRET}\n+broken\n` }],
  ["apply_patch", { patch: `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+broken\n` }],
];

/** Not one of the tools may succeed, and nothing of the secret may come out with the error. */
async function refused(path: string, except: readonly string[] = []): Promise<void> {
  for (const [tool, args] of aimedAt(path)) {
    if (except.includes(tool)) continue;
    const error = await failure(tool, args);
    expect(error.message, `${tool} ${path}`).not.toContain(SECRET);
    expect(error.message, `${tool} ${path}`).not.toContain(base);
  }
  untouched();
}

function untouched(): void {
  expect(readFileSync(join(base, "secret.txt"), "utf8")).toBe(SECRET);
  expect(readFileSync(join(root, "src/a.txt"), "utf8")).toBe("inside\n");
  expect(existsSync(join(root, "copy"))).toBe(false);
  expect(existsSync(join(root, "moved"))).toBe(false);
}

describe("paths that lead out", () => {
  test.each([
    "../secret.txt",
    "src/../../secret.txt",
    "src/../src/a.txt",
    "..",
    "/etc/passwd",
    "//etc/passwd",
    "/",
    "..\\secret.txt",
    "src\\..\\..\\secret.txt",
    "C:\\Windows\\win.ini",
    "C:/Windows/win.ini",
    "\\\\server\\share\\x",
    "\\\\?\\C:\\x",
    "/proc/self/environ",
    "/dev/zero",
    "a\0/../../secret.txt",
    "\0",
  ])("%j", async (path) => {
    await refused(
      path,
      path === "/"
        ? ["list_directory", "directory_tree", "find_files", "search_files", "file_info", "create_directory"]
        : [],
    );
  });

  test.each([
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "..%2fsecret.txt",
    "..;/secret.txt",
    "%c0%ae%c0%ae/secret.txt",
    ".../secret.txt",
    "．．/secret.txt",
    "~/secret.txt",
    "file:///etc/passwd",
  ])("%j is a name like others, and there is no such file", async (path) => {
    expect(await failure("read_file", { path })).toMatchObject({ code: "file_not_found" });
    expect(await failure("list_directory", { path })).toMatchObject({ code: "file_not_found" });
  });
});

test("CVE-2025-53109: a symlink out of the root, to a file or a directory", async () => {
  symlinkSync(join(base, "secret.txt"), join(root, "link"));
  symlinkSync(base, join(root, "linked"));
  await refused("link", ["file_info", "move_file", "delete_file"]);
  await refused("linked/secret.txt");
  await refused("linked/new/deep");
  // The link itself is described, and searches do not go through it.
  expect(await call("file_info", { path: "link" })).toMatchObject({ kind: "symlink" });
  expect(await call("search_files", { pattern: SECRET })).toEqual({ files: [] });
  expect(await call("find_files", { pattern: "secret.txt" })).toEqual({ paths: [] });
  expect(await call("delete_file", { path: "linked", recursive: true })).toHaveProperty("trash");
  await call("delete_file", { path: "link" });
  untouched();
});

test("CVE-2025-53110: a sibling whose name begins with the root's", async () => {
  await refused("../safe-evil/secret.txt");
  expect(await failure("read_file", { path: `${root}-evil/secret.txt` })).toMatchObject({
    code: "outside_root",
  });
});

test("GHSA-7rgq-gccq-qphx: siblings that differ by a quote or a space", async () => {
  for (const sibling of ["safe'", 'safe"', "safe ", " safe"]) {
    await refused(`../${sibling}/secret.txt`);
    expect(await failure("read_file", { path: join(base, sibling, "secret.txt") })).toMatchObject({
      code: "outside_root",
    });
  }
});

test("DesktopCommander #420: a write through a dangling link", async () => {
  symlinkSync(join(base, "not-yet"), join(root, "dangling"));
  for (const mode of ["create", "overwrite", "append"]) {
    await failure("write_file", { path: "dangling", content: "x", mode });
  }
  await failure("apply_patch", { patch: "--- /dev/null\n+++ b/dangling\n@@ -0,0 +1 @@\n+x\n" });
  await failure("copy_file", { from: "src/a.txt", to: "dangling", overwrite: true });
  expect(existsSync(join(base, "not-yet"))).toBe(false);
  rmSync(join(root, "dangling"));
});

test("DesktopCommander #403: no roots means that nothing is allowed", async () => {
  const none = new FilesystemToolDriver({ roots: {} });
  expect(await none.listTools()).toEqual([]);
  for (const [tool, args] of aimedAt("src/a.txt")) {
    await expect(none.executeTool(tool, { ...args })).rejects.toMatchObject({ code: "tool_not_found" });
  }
});

test("a hard link to a file outside", async () => {
  linkSync(join(base, "secret.txt"), join(root, "hard"));
  for (const [tool, args] of [
    ["read_file", { path: "hard" }],
    ["edit_file", { path: "hard", edits: [{ old_text: "secret", new_text: "x" }] }],
    ["write_file", { path: "hard", content: "x", mode: "append" }],
    ["copy_file", { from: "hard", to: "copy" }],
  ] as const) {
    expect(await failure(tool, args), tool).toMatchObject({ code: "hard_links" });
  }
  const found = await call<{ files: object[]; note: string }>("search_files", { pattern: SECRET });
  expect(found.files).toEqual([]);
  expect(found.note).toContain("hard");
  rmSync(join(root, "hard"));
  untouched();
});

test("a FIFO does not hang, and a device or the kernel's files are not read", async () => {
  execFileSync("mkfifo", [join(root, "fifo")]);
  for (const tool of ["read_file", "edit_file", "write_file", "copy_file"]) {
    const args = {
      path: "fifo",
      from: "fifo",
      to: "copy",
      content: "x",
      edits: [{ old_text: "a", new_text: "b" }],
    };
    const { parameters } = (await driver.listTools()).find(({ name }) => name === tool) ?? { parameters: [] };
    const own = Object.fromEntries(
      Object.entries(args).filter(([name]) => parameters.some((p) => p.name === name)),
    );
    expect(await failure(tool, own), tool).toMatchObject({ code: "not_a_file" });
  }
  expect(await call("search_files", { pattern: "x" })).toEqual({ files: [] });
  rmSync(join(root, "fifo"));
  const system = shortcuts(new FilesystemToolDriver({ root: "/", access: "read" }));
  for (const path of [
    "dev/zero",
    "dev/null",
    "proc/self/environ",
    "proc/self/mem",
    "sys/kernel/mm/transparent_hugepage/enabled",
  ]) {
    if (existsSync(join("/", path))) await system.failure("read_file", { path });
  }
});

test("after all of it the secret and its neighbours are as they were", () => {
  untouched();
  for (const sibling of ["safe-evil", "safe'", 'safe"', "safe ", " safe"]) {
    expect(readFileSync(join(base, sibling, "secret.txt"), "utf8")).toBe(SECRET);
  }
});
