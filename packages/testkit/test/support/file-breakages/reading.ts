import { setImmediate } from "node:timers/promises";
import type { FileEntry, OpenFile } from "@mcs/core/ports";
import { fail } from "../memory-port.ts";
import type { FileBreakage } from "./file-breakage.ts";
import { entries, mapped, opens, stats } from "./port-changes.ts";

/** Ports that tell, list or read something else than what is there. */
export const readingBreakages: readonly FileBreakage[] = [
  {
    that: "counts characters for bytes",
    fails: ["stat.file"],
    change: stats((stat) => ({ ...stat, size: Math.min(stat.size, 5) })),
  },
  {
    that: "gives directories a version",
    fails: ["stat.directory", "stat.root"],
    change: stats((stat) => ({ ...stat, version: "1" })),
  },
  {
    that: "tells times in seconds",
    fails: ["stat.modified", "list.sizes"],
    change: (good) => ({
      ...stats((stat) => ({ ...stat, modifiedMs: Math.round((stat.modifiedMs ?? 0) / 1_000) }))(good),
      ...entries((entry) => ({ ...entry, modifiedMs: Date.now() }))(good),
    }),
  },
  {
    that: "finds files by the beginning of their name",
    fails: ["stat.missing", "remove.missing"],
    change: mapped(
      (path, good) => [...good.nodes.keys()].find((key) => path && key.startsWith(path)) ?? path,
    ),
  },
  {
    that: "takes what is below a file for the file",
    fails: ["stat.below-file", "open.refused", "write.no-parent"],
    change: mapped((path) => path.replace(/\.txt\/.*/, ".txt")),
  },
  {
    that: "lists what is deeper",
    fails: ["list.entries"],
    change: (good) => ({
      list: async function* (path) {
        if (good.get(path).kind !== "directory") throw fail("not_a_directory", path);
        for (const each of good.below(path)) {
          yield { name: each.slice(each.lastIndexOf("/") + 1), kind: good.get(each).kind };
        }
      },
    }),
  },
  {
    that: "lists sizes that are not those of the files",
    fails: ["list.sizes"],
    change: entries((entry) => ({ ...entry, size: 4_096 })),
  },
  {
    that: "lists the directory itself",
    fails: ["list.empty", "directory.outlives-files"],
    change: (good) => ({
      list: async function* (path, options) {
        yield { name: ".", kind: "directory" };
        yield* good.list(path, options);
      },
    }),
  },
  {
    that: "lists nothing where there is no directory",
    fails: ["list.refused"],
    change: (good) => ({
      list: async function* (path, options) {
        if (good.nodes.get(path)?.kind === "directory") yield* good.list(path, options);
      },
    }),
  },
  {
    that: "lists the first page only",
    fails: ["list.many"],
    change: (good) => ({
      list: async function* (path, options) {
        let left = 30;
        for await (const entry of good.list(path, options)) if (left-- > 0) yield entry;
      },
    }),
  },
  {
    that: "goes on after a listing where it was left",
    fails: ["list.early-leave"],
    change: (good) => {
      let seen = 0;
      return {
        list: async function* (path, options) {
          let at = 0;
          for await (const entry of good.list(path, options)) {
            if (at++ < seen) continue;
            seen++;
            yield entry;
          }
        },
      };
    },
  },
  {
    that: "has one cursor for all listings",
    fails: ["list.side-by-side"],
    change: (good) => {
      const cursors = new Map<string, AsyncIterator<FileEntry>>();
      return {
        list: (path) => {
          const cursor = cursors.get(path) ?? good.list(path);
          cursors.set(path, cursor);
          return { [Symbol.asyncIterator]: () => cursor };
        },
      };
    },
  },
  {
    that: "takes the length of a read for its end",
    fails: ["open.ranges", "open.side-by-side", "open.large"],
    change: opens((file) => ({ read: async (start, length) => (await file.read(0, length)).slice(start) })),
  },
  {
    that: "says that an empty file has a size",
    fails: ["open.empty"],
    change: opens((file) => ({ stat: { ...file.stat, size: 1 } })),
  },
  {
    that: "knows nothing of an open file",
    fails: ["open.stat"],
    change: opens((file) => ({ stat: { ...file.stat, version: undefined } })),
  },
  {
    that: "reads where another read left its position",
    fails: ["open.side-by-side"],
    change: opens((file) => {
      let position = 0;
      return {
        read: async (start, length) => {
          position = start;
          await setImmediate();
          return file.read(position, length);
        },
      };
    }),
  },
  {
    that: "opens directories",
    fails: ["open.refused"],
    change: (good) => ({
      open: async (path, options) => {
        if (good.nodes.get(path)?.kind === "directory") good.nodes.set(path, good.node("file"));
        return good.open(path, options);
      },
    }),
  },
  {
    that: "opens paths instead of files",
    fails: ["open.replaced", "open.removed"],
    change: (good) => ({
      open: async (path, options) => {
        const file = await good.open(path, options);
        const read: OpenFile["read"] = async (start, length) =>
          (good.nodes.get(path)?.content ?? new Uint8Array()).slice(start, start + length);
        return { ...file, read };
      },
    }),
  },
  {
    that: "remembers how a file was",
    fails: ["open.current"],
    change: opens((file) => ({ current: async () => file.stat })),
  },
];
