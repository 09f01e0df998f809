import { readFileSync } from "node:fs";
import { MemoryAdapter } from "@mcs/adapter-memory";
import { expect, test } from "vitest";
import { FilesystemDriver, type FilesystemDriverOptions, FilesystemToolDriver } from "../src/index.ts";
import { over, shortcuts } from "./support.ts";

const WRITING = [
  "write_file",
  "edit_file",
  "apply_patch",
  "move_file",
  "copy_file",
  "delete_file",
  "create_directory",
];

const names = async (driver: FilesystemToolDriver): Promise<string[]> =>
  (await driver.listTools()).map(({ name }) => name);

function two(access: "read" | "write" = "read") {
  const docs = new MemoryAdapter({ files: { "a.md": "needle\n", "src/x": "x" } });
  const work = new MemoryAdapter({ files: { "b.md": "needle\n" } });
  const driver = new FilesystemToolDriver({ roots: { docs: { port: docs, access }, work: { port: work } } });
  return { docs, work, driver, ...shortcuts(driver) };
}

test("a root that may be written has every tool; each says what it does to the world", async () => {
  const { driver } = over({});
  const tools = await driver.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    "list_directory",
    "directory_tree",
    "file_info",
    "read_file",
    "read_files",
    "find_files",
    "search_files",
    ...WRITING,
  ]);
  for (const { name, title, annotations } of tools) {
    expect(title, name).toBeTruthy();
    expect(annotations, name).toMatchObject({ openWorld: false });
    expect(annotations?.readOnly === true, name).toBe(!WRITING.includes(name));
    if (WRITING.includes(name)) expect(annotations?.destructive, name).toBe(name !== "create_directory");
  }
});

test("a root that may only be read does not even list what writes, and refuses it underneath", async () => {
  const { driver, failure } = over({ a: "a" }, { access: "read" });
  expect((await names(driver)).filter((name) => WRITING.includes(name))).toEqual([]);
  expect(await failure("write_file", { path: "a", content: "x" })).toMatchObject({ code: "tool_not_found" });
});

test("watching is an option", async () => {
  expect(await names(over({}).driver)).not.toContain("watch_directory");
  expect(await names(over({}, { watch: true }).driver)).toContain("watch_directory");
});

test("the first segment names the root, and the top lists them", async () => {
  const { call, read, failure } = two();
  expect(await call("list_directory")).toMatchObject({
    entries: [
      { name: "docs", kind: "directory" },
      { name: "work", kind: "directory" },
    ],
  });
  expect(await read("docs/a.md")).toBe("needle\n");
  const error = await failure("read_file", { path: "a.md" });
  expect(error.message).toContain("Begin with the name of one: docs, work.");
  expect((await failure("read_file", { path: "docs/none" })).message).toContain('"docs/none"');
});

test("searches go through all roots", async () => {
  const { call } = two();
  expect(await call("find_files", { pattern: "*.md" })).toEqual({ paths: ["docs/a.md", "work/b.md"] });
  const { files } = await call<{ files: { path: string }[] }>("search_files", { pattern: "needle" });
  expect(files.map(({ path }) => path)).toEqual(["docs/a.md", "work/b.md"]);
});

test("each root has its own rights", async () => {
  const { call, failure, docs } = two();
  for (const [tool, args] of [
    ["write_file", { path: "docs/a.md", content: "x" }],
    ["write_file", { path: "docs/new", content: "x" }],
    ["edit_file", { path: "docs/a.md", edits: [{ old_text: "needle", new_text: "x" }] }],
    ["delete_file", { path: "docs/a.md" }],
    ["move_file", { from: "docs/a.md", to: "work/a.md" }],
    ["move_file", { from: "work/b.md", to: "docs/b.md" }],
    ["copy_file", { from: "work/b.md", to: "docs/b.md" }],
    ["create_directory", { path: "docs/new" }],
    ["apply_patch", { patch: "--- a/docs/a.md\n+++ b/docs/a.md\n@@ -1 +1 @@\n-needle\n+x\n" }],
  ] as const) {
    expect(await failure(tool, args), tool).toMatchObject({ code: "read_only" });
  }
  expect((await docs.stat("a.md")).size).toBe(7);
  await call("copy_file", { from: "docs/a.md", to: "work/a.md" });
});

test("a file moves between roots; a deletion stays in its root", async () => {
  const { call, read, work } = two("write");
  await call("move_file", { from: "docs/a.md", to: "work/deep/a.md" });
  expect(await read("work/deep/a.md")).toBe("needle\n");
  const { trash } = await call<{ trash: string }>("delete_file", { path: "work/b.md" });
  expect(trash).toMatch(/^work\/\.trash\//);
  expect((await work.stat(trash.slice(5))).kind).toBe("file");
  expect(await call("find_files", { pattern: "b.md" })).toEqual({ paths: [] });
});

test("a root itself is not moved, deleted or made", async () => {
  const { failure } = two("write");
  expect(await failure("delete_file", { path: "work", recursive: true })).toMatchObject({
    code: "invalid_path",
  });
  expect(await failure("move_file", { from: "work", to: "docs/work" })).toMatchObject({ name: "FileError" });
  expect(await failure("write_file", { path: "other/x", content: "" })).toMatchObject({
    code: "file_not_found",
  });
});

test.each<[string, unknown]>([
  ["nothing", {}],
  ["an empty root", { root: "" }],
  ["a root and a port", { root: ".", port: new MemoryAdapter() }],
  ["a root beside roots", { root: ".", roots: {} }],
  ["an access that is none", { root: ".", access: "all" }],
  ["a root's name with a slash", { roots: { "a/b": { root: "." } } }],
  ["a root's name that climbs", { roots: { "..": { root: "." } } }],
  ["an unknown limit", { root: ".", limits: { files: 3 } }],
  ["a limit of nothing", { root: ".", limits: { maxReadBytes: 0 } }],
  ["a trash outside", { root: ".", trash: "../trash" }],
])("%s is refused at construction", (_, options) => {
  expect(() => new FilesystemToolDriver(options as FilesystemDriverOptions)).toThrow(
    expect.objectContaining({ code: "invalid_configuration" }),
  );
});

test("construction and listing do no I/O", async () => {
  const driver = new FilesystemDriver({ root: "/nowhere/at/all" });
  expect(await driver.listTools()).toHaveLength(14);
  expect(await driver.healthcheck()).toMatchObject({ status: "ERROR" });
});

test("the version is the package's, the bindings name the adapters", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const local = new FilesystemDriver({ root: "." });
  const mixed = new FilesystemDriver({ roots: { a: { root: "." }, b: { port: new MemoryAdapter() } } });
  expect(local.meta).toMatchObject({ version, targetLlms: ["*"] });
  expect(local.meta.bindings).toEqual([
    { capability: "filesystem", adapter: "localfs", specFormat: "Custom" },
  ]);
  expect(mixed.meta.bindings.map(({ adapter }) => adapter)).toEqual(["localfs", "memory"]);
  expect(mixed.meta.id).toBe(local.meta.id);
});

test("watching waits for a change, and says when there was none", async () => {
  const { call, port, driver } = over({ "d/a": "" }, { watch: true });
  const waiting = call("watch_directory", { path: "d", seconds: 20 });
  await new Promise((resolve) => setImmediate(resolve));
  await port.write("d/a", new Uint8Array(1), { mode: "overwrite" });
  expect(await waiting).toEqual({ changes: [{ path: "d/a", change: "modified" }] });
  const controller = new AbortController();
  const aborted = driver.executeTool("watch_directory", { path: "d" }, { signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(aborted).rejects.toMatchObject({ code: "aborted" });
});
