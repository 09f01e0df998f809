import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Media } from "@mcs/core";
import { afterAll, expect, test } from "vitest";
import { FilesystemToolDriver } from "../src/index.ts";
import { shortcuts } from "./support.ts";

const root = mkdtempSync(join(tmpdir(), "mcs-odd-names-"));
afterAll(() => rmSync(root, { recursive: true }));
const driver = new FilesystemToolDriver({ root });
const { call, failure, read } = shortcuts(driver);

test("twins in NFC and NFD, or in case, are different files, and none stands for the other", async () => {
  await call("write_file", { path: "caf\u00e9", content: "composed" });
  expect(await failure("read_file", { path: "cafe\u0301" })).toMatchObject({ code: "file_not_found" });
  await call("write_file", { path: "cafe\u0301", content: "decomposed" });
  await call("write_file", { path: "README", content: "upper" });
  await call("write_file", { path: "readme", content: "lower" });
  expect(await Promise.all(["caf\u00e9", "cafe\u0301", "README", "readme"].map(read))).toEqual([
    "composed",
    "decomposed",
    "upper",
    "lower",
  ]);
});

test("names of Windows devices are files like others here", async () => {
  for (const name of ["CON", "NUL", "aux.txt", "COM1", "a:b"]) {
    await call("write_file", { path: name, content: name });
    expect(readFileSync(join(root, name), "utf8")).toBe(name);
  }
});

test("a sparse file of 3 GB is not read into memory", async () => {
  writeFileSync(join(root, "sparse"), "");
  truncateSync(join(root, "sparse"), 3 * 2 ** 30);
  expect(await failure("read_file", { path: "sparse" })).toMatchObject({ code: "limit_exceeded" });
  const part = await driver.executeTool("read_file", { path: "sparse", start_byte: 2 ** 31, bytes: 10 });
  expect(Media.is(part) && part.size).toBe(10);
  expect(
    await failure("edit_file", { path: "sparse", edits: [{ old_text: "a", new_text: "b" }] }),
  ).toMatchObject({
    code: "limit_exceeded",
  });
  rmSync(join(root, "sparse"));
});

test("names that look like options, shell or format strings are names", async () => {
  for (const path of ["-rf", "--help", "$(touch x)", "`id`", "a;b", "%s%n", "a b|c", "*"]) {
    await call("write_file", { path, content: path });
    expect(await read(path)).toBe(path);
    expect(
      (await call<{ paths: string[] }>("find_files", { pattern: path.replace(/[*]/g, "\\$&") })).paths,
    ).toEqual([path]);
  }
  expect(existsSync(join(root, "x"))).toBe(false);
});
