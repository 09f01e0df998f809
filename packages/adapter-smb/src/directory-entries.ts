import type { FileEntry } from "@mcs/core/ports";
import { kindOf, millisecondsOf } from "./handles.ts";

/** Where things stand in an entry of the class FileIdBothDirectoryInformation. */
const AT = { next: 0, lastWriteTime: 24, endOfFile: 40, attributes: 56, nameLength: 60, name: 104 } as const;

/** The entries in one answer, without the directory itself and its parent. */
export function* entriesIn(buffer: Buffer): Generator<FileEntry> {
  for (let start = 0; start + AT.name <= buffer.length; ) {
    const entry = buffer.subarray(start);
    const length = entry.readUInt32LE(AT.nameLength);
    const name = entry.toString("ucs2", AT.name, AT.name + length);
    if (name !== "." && name !== "..") {
      const kind = kindOf(entry.readUInt32LE(AT.attributes));
      const size = kind === "file" ? Number(entry.readBigUInt64LE(AT.endOfFile)) : 0;
      yield { name, kind, size, modifiedMs: millisecondsOf(entry.readBigUInt64LE(AT.lastWriteTime)) };
    }
    const next = entry.readUInt32LE(AT.next);
    if (next === 0) return;
    start += next;
  }
}
