import { MemoryAdapter } from "@mcs/adapter-memory";
import { expect, test } from "vitest";
import { FilesystemToolDriver } from "../src/index.ts";
import { over } from "./support.ts";

interface Page {
  readonly entries: readonly { readonly name: string; readonly kind: string; readonly size?: number }[];
  readonly next?: string;
  readonly note?: string;
}

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`d/f${(at * 7919) % count}`, "x"]));

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : 1);

async function pages(call: (args: object) => Promise<Page>, limit: number): Promise<Page[]> {
  const all = [await call({ path: "d", limit })];
  for (let next = all[0]?.next; next !== undefined; next = all.at(-1)?.next) {
    all.push(await call({ path: "d", limit, cursor: next }));
  }
  return all;
}

test("a listing is sorted, with kinds, sizes and times", async () => {
  const { call } = over({ "b.txt": "12345", "a/x": "" });
  expect(await call("list_directory", { path: "" })).toEqual({
    path: "",
    entries: [
      { name: "a", kind: "directory", modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) },
      { name: "b.txt", kind: "file", size: 5, modified: expect.any(String) },
    ],
  });
});

test("the root has several names", async () => {
  const { call } = over({ a: "" });
  for (const path of ["", ".", "/", "./"]) {
    expect((await call<Page>("list_directory", { path })).entries).toHaveLength(1);
  }
});

test.each([10, 999, 1_000, 1_001, 2_345])("pages of %i entries bring every entry once", async (count) => {
  const { call } = over(many(count));
  const all = await pages((args) => call<Page>("list_directory", args), 100);
  const names = all.flatMap(({ entries }) => entries.map(({ name }) => name));
  expect(new Set(names)).toEqual(new Set(Array.from({ length: count }, (_, at) => `f${at}`)));
  expect(names).toHaveLength(count);
  if (count <= 1_000) expect(names).toEqual(names.toSorted(byCodeUnits));
  for (const page of all.slice(0, -1)) expect(page.note).toContain("next");
});

test("a page can be asked for twice", async () => {
  const { call } = over(many(1_500));
  const first = await call<Page>("list_directory", { path: "d", limit: 500 });
  const second = await call<Page>("list_directory", { path: "d", limit: 500, cursor: first.next });
  expect(await call("list_directory", { path: "d", limit: 500, cursor: first.next })).toEqual(second);
});

test("the first page of a huge directory reads only what it needs", async () => {
  let read = 0;
  const port = new MemoryAdapter({ files: many(50_000) });
  const list = port.list.bind(port);
  port.list = async function* (path, options) {
    for await (const entry of list(path, options)) {
      read += 1;
      yield entry;
    }
  };
  const driver = new FilesystemToolDriver({ port });
  await driver.executeTool("list_directory", { path: "d", limit: 50 });
  expect(read).toBeLessThan(1_200);
});

test("a cursor that is none is refused with what to do", async () => {
  const { failure } = over({ a: "" });
  expect(await failure("list_directory", { path: "", cursor: "2" })).toMatchObject({
    code: "invalid_cursor",
  });
});

test("a tree shows the levels that were asked for, and says what it folds", async () => {
  const { call } = over({ "src/a/deep/x.ts": "", "src/main.ts": "", "README.md": "", "empty/": "" });
  expect(await call("directory_tree", { depth: 2 })).toBe(
    ["./", "  README.md", "  empty/", "  src/", "    a/ … 1 inside", "    main.ts"].join("\n"),
  );
});

test("a tree with too many entries shows the first ones and counts the others", async () => {
  const { call } = over(many(30), { limits: { maxEntries: 10 } });
  const tree = await call<string>("directory_tree");
  expect(tree).toContain("… 21 more");
  expect(tree).toMatch(/Only 10 entries are shown\./);
});

test("a name with line breaks cannot pretend to be several entries", async () => {
  const { call } = over({ "a\n  fake.ts": "" });
  expect(await call("directory_tree")).toBe('./\n  "a\\n  fake.ts"');
});

test("file_info tells kind, size, version, type and encoding", async () => {
  const { call } = over({
    "a.txt": "abc",
    d: "",
    "p.png": Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
  });
  expect(await call("file_info", { path: "a.txt" })).toMatchObject({
    kind: "file",
    size: 3,
    version: expect.any(String),
    type: "text/plain",
    encoding: "utf-8",
  });
  expect(await call("file_info", { path: "p.png" })).toMatchObject({ type: "image/png" });
});

test("a path that is not there brings names that are like it", async () => {
  const { failure } = over({ "src/Main.ts": "", "src/other.ts": "" });
  expect((await failure("read_file", { path: "src/main.ts" })).message).toContain(
    'Did you mean "src/Main.ts"?',
  );
});
