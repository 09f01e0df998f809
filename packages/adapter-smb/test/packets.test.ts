import { expect, test } from "vitest";
import { entriesIn } from "../src/directory-entries.ts";
import { Frames } from "../src/frames.ts";
import { kindOf, millisecondsOf } from "../src/handles.ts";

const DIRECTORY = 0x10;
const REPARSE_POINT = 0x400;

function frame(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(64 + text.length);
  return Buffer.concat([length, Buffer.from("\xfeSMB", "latin1"), Buffer.alloc(60), Buffer.from(text)]);
}

test("packets are put together, however they arrive", () => {
  const sent = Buffer.concat([frame("one"), frame("three"), frame("")]);
  for (const size of [1, 2, 5, 100]) {
    const frames = new Frames();
    const found: string[] = [];
    for (let at = 0; at < sent.length; at += size) {
      for (const each of frames.take(sent.subarray(at, at + size))) found.push(each.subarray(68).toString());
    }
    expect(found).toEqual(["one", "three", ""]);
  }
});

test("what is no packet of SMB is refused before it fills the memory", () => {
  const old = Buffer.concat([Buffer.from([0, 0, 0, 64]), Buffer.from("\xffSMB", "latin1"), Buffer.alloc(60)]);
  for (const sent of [Buffer.from("HTTP/1.1 400 Bad Request"), Buffer.from([0, 0, 0, 4, 1, 2, 3, 4]), old]) {
    expect(() => [...new Frames().take(sent)]).toThrow("does not speak SMB");
  }
});

function entry(name: string, attributes: number, size: bigint): Buffer {
  const encoded = Buffer.from(name, "ucs2");
  const buffer = Buffer.alloc(104 + encoded.length);
  buffer.writeBigUInt64LE(116_444_736_000_000_000n + 15_000_000n, 24);
  buffer.writeBigUInt64LE(size, 40);
  buffer.writeUInt32LE(attributes, 56);
  buffer.writeUInt32LE(encoded.length, 60);
  encoded.copy(buffer, 104);
  return buffer;
}

function batch(...entries: readonly Buffer[]): Buffer {
  for (const [index, each] of entries.entries()) {
    if (index < entries.length - 1) each.writeUInt32LE(each.length, 0);
  }
  return Buffer.concat(entries);
}

test("the entries of a directory are read, without itself and its parent", () => {
  const buffer = batch(
    entry(".", DIRECTORY, 0n),
    entry("..", DIRECTORY, 0n),
    entry("größe.txt", 0x20, 5_000_000_000n),
    entry("folder", DIRECTORY, 0n),
    entry("junction", DIRECTORY | REPARSE_POINT, 0n),
  );
  const modifiedMs = 1_500;
  expect([...entriesIn(buffer)]).toEqual([
    { name: "größe.txt", kind: "file", size: 5_000_000_000, modifiedMs },
    { name: "folder", kind: "directory", size: 0, modifiedMs },
    { name: "junction", kind: "symlink", size: 0, modifiedMs },
  ]);
});

test("a list of entries that is cut off ends", () => {
  expect([...entriesIn(entry("a", 0, 1n).subarray(0, 80))]).toEqual([]);
});

test("reparse points are links, whatever they lead to", () => {
  expect(kindOf(REPARSE_POINT)).toBe("symlink");
  expect(kindOf(0x80)).toBe("file");
});

test("times count from 1601", () => {
  expect(millisecondsOf(116_444_736_000_000_000n)).toBe(0);
});
