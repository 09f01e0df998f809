import { Media } from "@mcs/core";
import { expect, test } from "vitest";
import { over, raw } from "./support.ts";

test("writes a file with the directories that it needs, and says its version", async () => {
  const { call, read } = over({});
  expect(await call("write_file", { path: "a/b/c.txt", content: "ä" })).toEqual({
    path: "a/b/c.txt",
    size: 2,
    version: expect.any(String),
  });
  expect(await read("a/b/c.txt")).toBe("ä");
});

test("overwrites unless told otherwise", async () => {
  const { call, failure, read } = over({ a: "old" });
  await call("write_file", { path: "a", content: "new" });
  expect(await read("a")).toBe("new");
  expect(await failure("write_file", { path: "a", content: "x", mode: "create" })).toMatchObject({
    code: "file_exists",
  });
});

test("appends in the encoding of the file", async () => {
  const { call, port } = over({ a: Buffer.from("\uFEFFa", "utf16le"), b: Buffer.from("ä", "latin1") });
  await call("write_file", { path: "a", content: "ö", mode: "append" });
  await call("write_file", { path: "b", content: "ö", mode: "append" });
  await call("write_file", { path: "c/d", content: "ö", mode: "append" });
  expect([...(await raw(port, "a"))]).toEqual([...Buffer.from("\uFEFFaö", "utf16le")]);
  expect([...(await raw(port, "b"))]).toEqual([0xe4, 0xf6]);
  expect([...(await raw(port, "c/d"))]).toEqual([0xc3, 0xb6]);
});

test("writes binaries from base64, a data URL or media", async () => {
  const { call, driver, port } = over({});
  await call("write_file", { path: "a", content: "AAEC", encoding: "base64" });
  await call("write_file", { path: "b", content: "data:x/y;base64,AAEC", encoding: "base64" });
  await driver.executeTool("write_file", {
    path: "c",
    content: new Media({ type: "x/y", bytes: Uint8Array.of(0, 1, 2) }),
  });
  for (const path of ["a", "b", "c"]) expect([...(await raw(port, path))]).toEqual([0, 1, 2]);
});

test("of two writers with the same version exactly one wins", async () => {
  const { call, read } = over({ a: "old" });
  const { version } = await call<{ version: string }>("file_info", { path: "a" });
  const outcomes = await Promise.allSettled(
    ["left", "right"].map((content) => call("write_file", { path: "a", content, if_match: version })),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "version_mismatch" },
  });
  expect(["left", "right"]).toContain(await read("a"));
});

test("content beyond the limit is refused with a way to write it", async () => {
  const { failure } = over({}, { limits: { maxWriteBytes: 3 } });
  const error = await failure("write_file", { path: "a", content: "1234" });
  expect(error.code).toBe("limit_exceeded");
  expect(error.message).toContain("append");
});

test("moves and renames, over a file only when told", async () => {
  const { call, failure, read } = over({ a: "A", b: "B", "d/x": "X" });
  await call("move_file", { from: "a", to: "new/deep/a" });
  expect(await read("new/deep/a")).toBe("A");
  expect(await failure("move_file", { from: "d/x", to: "b" })).toMatchObject({ code: "file_exists" });
  await call("move_file", { from: "d", to: "e" });
  await call("move_file", { from: "e/x", to: "b", overwrite: true });
  expect(await read("b")).toBe("X");
  expect(await failure("move_file", { from: "nothing", to: "c" })).toMatchObject({ code: "file_not_found" });
});

test("copies files and whole directories", async () => {
  const { call, failure, read } = over(
    { "d/a": "A", "d/e/b": "B", "d/empty/": "" },
    { limits: { maxEntries: 5 } },
  );
  expect(await call("copy_file", { from: "d", to: "x/y" })).toEqual({ from: "d", to: "x/y", files: 2 });
  expect([await read("x/y/a"), await read("x/y/e/b")]).toEqual(["A", "B"]);
  expect(await call("file_info", { path: "x/y/empty" })).toMatchObject({ kind: "directory" });
  expect(await failure("copy_file", { from: "d", to: "d/inside" })).toMatchObject({ code: "invalid_path" });
  await call("write_file", { path: "d/c", content: "" });
  expect(await failure("copy_file", { from: "d", to: "z" })).toMatchObject({ code: "limit_exceeded" });
  expect(await failure("list_directory", { path: "z" })).toMatchObject({ code: "file_not_found" });
});

test("what is deleted is in the trash, can be brought back, and is gone when deleted there", async () => {
  const { call, failure, read } = over({ "src/a": "A", "src/b": "B" });
  const { trash } = await call<{ trash: string }>("delete_file", { path: "src/a" });
  expect(trash).toMatch(/^\.trash\/\d{8}T\d{6}-\d{3}\/a$/);
  await call("move_file", { from: trash, to: "src/a" });
  expect(await read("src/a")).toBe("A");
  expect(await failure("delete_file", { path: "src" })).toMatchObject({ code: "directory_not_empty" });
  const whole = await call<{ trash: string }>("delete_file", { path: "src", recursive: true });
  expect(await read(`${whole.trash}/b`)).toBe("B");
  expect(await call("delete_file", { path: whole.trash, recursive: true })).toEqual({ path: whole.trash });
  expect(await failure("read_file", { path: `${whole.trash}/b` })).toMatchObject({ code: "file_not_found" });
});

test("many deletions of one name at once all keep their file", async () => {
  const names = Array.from({ length: 20 }, (_, at) => `d${at}/same`);
  const { call, read } = over(Object.fromEntries(names.map((name) => [name, name])));
  const places = await Promise.all(names.map((path) => call<{ trash: string }>("delete_file", { path })));
  expect(await Promise.all(places.map(({ trash }) => read(trash)))).toEqual(names);
});

test("without a trash a deletion is for good, and the root is never deleted", async () => {
  const { call, driver, failure } = over({ a: "A" }, { trash: false });
  expect(await call("delete_file", { path: "a" })).toEqual({ path: "a" });
  expect(await failure("delete_file", { path: "", recursive: true })).toMatchObject({ code: "invalid_path" });
  const tool = (await driver.listTools()).find(({ name }) => name === "delete_file");
  expect(tool?.description).toContain("for good");
});

test("makes directories; one that is there is no error", async () => {
  const { call, failure } = over({ f: "" });
  await call("create_directory", { path: "a/b" });
  await call("create_directory", { path: "a/b/" });
  expect(await failure("create_directory", { path: "f" })).toMatchObject({ code: "not_a_directory" });
});
