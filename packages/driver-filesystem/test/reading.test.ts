import { Media } from "@mcs/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { over } from "./support.ts";

interface Part {
  readonly content: string;
  readonly start_line?: number;
  readonly end_line?: number;
  readonly total_lines?: number;
  readonly end_byte?: number;
  readonly note?: string;
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join("");

test("a whole text comes as it is", async () => {
  const { read } = over({ "a.txt": "ä\r\nb" });
  expect(await read("a.txt")).toBe("ä\r\nb");
});

test("an empty file is an empty text", async () => {
  expect(await over({ a: "" }).read("a")).toBe("");
});

test("lines from a number on, with where they are and how to go on", async () => {
  const { call } = over({ a: lines(10) });
  expect(await call("read_file", { path: "a", start_line: 3, lines: 2 })).toEqual({
    content: "line 3\nline 4\n",
    start_line: 3,
    end_line: 4,
    note: "Go on with start_line 5.",
  });
  expect(await call("read_file", { path: "a", start_line: 9 })).toEqual({
    content: "line 9\nline 10\n",
    start_line: 9,
    end_line: 10,
    total_lines: 10,
  });
  expect(await call("read_file", { path: "a", start_line: 99 })).toMatchObject({
    content: "",
    note: "The file has 10 lines.",
  });
});

test("the last lines, with their numbers", async () => {
  const { call } = over({ a: `${lines(10)}end` });
  expect(await call("read_file", { path: "a", start_line: -2 })).toEqual({
    content: "line 10\nend",
    start_line: 10,
    end_line: 11,
    total_lines: 11,
  });
});

test("the end of a file that is too large to be read is read from its end", async () => {
  const { call } = over({ a: lines(10_000) }, { limits: { maxReadBytes: 1_000 } });
  expect(await call("read_file", { path: "a", start_line: -2 })).toEqual({
    content: "line 9999\nline 10000\n",
  });
  expect((await call<Part>("read_file", { path: "a", start_line: -500 })).note).toMatch(
    /^Only the last \d+ lines fit/,
  );
});

test("a file that is too long comes in parts that add up to it", async () => {
  const text = lines(1_000);
  const { call } = over({ a: text }, { limits: { maxReadLines: 300 } });
  let [whole, next]: [string, number | undefined] = ["", 1];
  while (next !== undefined) {
    const part: Part = await call("read_file", { path: "a", start_line: next });
    whole += part.content;
    next = part.note === undefined ? undefined : Number(/start_line (\d+)/.exec(part.note)?.[1]);
  }
  expect(whole).toBe(text);
});

test("one long line comes in parts by bytes, never within a character", async () => {
  const text = "aé€😀".repeat(200);
  const { call } = over({ a: text }, { limits: { maxReadBytes: 101 } });
  expect((await call<Part>("read_file", { path: "a" })).note).toContain("start_byte");
  let [whole, next]: [string, number | undefined] = ["", 0];
  while (next !== undefined) {
    const part: Part = await call("read_file", { path: "a", start_byte: next });
    whole += part.content;
    next = part.note === undefined ? undefined : part.end_byte;
  }
  expect(whole).toBe(text);
});

test.each([
  ["utf-8 with BOM", [0xef, 0xbb, 0xbf, 0xc3, 0xa4], "ä"],
  ["utf-16le with BOM", [0xff, 0xfe, 0xe4, 0, 0x62, 0], "äb"],
  ["utf-16be with BOM", [0xfe, 0xff, 0, 0xe4, 0, 0x62], "äb"],
  ["utf-16le", [...Buffer.from("hello world\n", "utf16le")], "hello world\n"],
  ["utf-16be", [...Buffer.from("hello world\n", "utf16le").swap16()], "hello world\n"],
  ["latin1", [0x66, 0xfc, 0x72], "für"],
  ["windows-1252", [0x35, 0x20, 0x80], "5 €"],
])("%s is read as such", async (encoding, bytes, text) => {
  const { read, call } = over({ a: Uint8Array.from(bytes) });
  expect(await read("a")).toBe(text);
  expect(await call("file_info", { path: "a" })).toMatchObject({ encoding });
});

test.each([
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
  ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0, 0]],
  ["application/pdf", [...Buffer.from("%PDF-1.7\n%text so far")]],
  ["application/zip", [0x50, 0x4b, 3, 4, 0]],
  ["application/octet-stream", [0, 1, 2, 3]],
])("%s comes as media with its bytes", async (type, bytes) => {
  const { driver } = over({ "dir/name.bin": Uint8Array.from(bytes) });
  const media = await driver.executeTool("read_file", { path: "dir/name.bin" });
  expect(Media.is(media)).toBe(true);
  expect(media).toMatchObject({ type, name: "name.bin", size: bytes.length, bytes: Uint8Array.from(bytes) });
});

test("a binary that is too large is refused, and its parts are not", async () => {
  const { driver, failure } = over({ a: new Uint8Array(100) }, { limits: { maxMediaBytes: 50 } });
  expect(await failure("read_file", { path: "a" })).toMatchObject({ code: "limit_exceeded" });
  const part = await driver.executeTool("read_file", { path: "a", start_byte: 90, bytes: 50 });
  expect(part).toMatchObject({ size: 10 });
});

test("several files at once: one that cannot be read costs the others nothing", async () => {
  const { call } = over({ a: "A", b: "B".repeat(60), c: "C" }, { limits: { maxReadBytes: 50 } });
  const { files, note } = await call<{ files: Record<string, string>[]; note: string }>("read_files", {
    paths: ["a", "x", "b", "c"],
  });
  expect(files[0]).toEqual({ path: "a", content: "A" });
  expect(files[1]?.error).toContain("does not exist");
  expect(files[2]?.content).toHaveLength(49);
  expect(note).toContain("Not read, because the others fill the result: c.");
});

test("whatever the text and the limit, parts by lines or bytes add up to it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ unit: "binary", maxLength: 30 }).map((line) => line.replace(/[\p{Cc}\uFEFF]/gu, "")),
        { maxLength: 30 },
      ),
      fc.integer({ min: 1, max: 20 }),
      async (parts, size) => {
        const text = parts.join("\n");
        const { call } = over({ a: text }, { limits: { maxReadLines: size } });
        let [whole, next]: [string, number | undefined] = ["", 1];
        while (next !== undefined) {
          const part: Part = await call("read_file", { path: "a", start_line: next, lines: size });
          whole += part.content;
          next = part.note?.startsWith("Go on") ? (part.end_line ?? 0) + 1 : undefined;
        }
        expect(whole).toBe(text);
      },
    ),
    { numRuns: 200 },
  );
});
