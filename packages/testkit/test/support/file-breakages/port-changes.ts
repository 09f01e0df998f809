import type { FileEntry, FileStat, OpenFile, WriteOptions } from "@mcs/core/ports";
import type { MemoryPort } from "../memory-port.ts";
import type { FileBreakage } from "./file-breakage.ts";

/** Every stat, changed. */
export function stats(change: (stat: FileStat) => FileStat): FileBreakage["change"] {
  return (good) => ({ stat: async (...call) => change(await good.stat(...call)) });
}

/** Every entry of a listing, changed. */
export function entries(change: (entry: FileEntry) => FileEntry): FileBreakage["change"] {
  return (good) => ({
    list: async function* (...call) {
      for await (const entry of good.list(...call)) yield change(entry);
    },
  });
}

/** Every open file with other members. */
export function opens(change: (file: OpenFile) => Partial<OpenFile>): FileBreakage["change"] {
  return (good) => ({
    open: async (...call) => {
      const file = await good.open(...call);
      return { ...file, ...change(file) };
    },
  });
}

/** Other content in every write. */
export function writes(change: (content: Uint8Array) => Uint8Array): FileBreakage["change"] {
  return (good) => ({
    write: (path: string, content: Uint8Array, options: WriteOptions) =>
      good.write(path, change(content), options),
  });
}

/** Every method with another path. */
export function mapped(map: (path: string, good: MemoryPort) => string): FileBreakage["change"] {
  return (good) => {
    const at = (path: string) => map(path, good);
    return {
      stat: (path, options) => good.stat(at(path), options),
      list: (path, options) => good.list(at(path), options),
      open: (path, options) => good.open(at(path), options),
      write: (path, content, options) => good.write(at(path), content, options),
      makeDirectory: (path, options) => good.makeDirectory(at(path), options),
      move: (from, to, options) => good.move(at(from), at(to), options),
      copy: (from, to, options) => good.copy(at(from), at(to), options),
      remove: (path, options) => good.remove(at(path), options),
    };
  };
}
