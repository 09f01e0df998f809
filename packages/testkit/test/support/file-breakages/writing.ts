import { setImmediate } from "node:timers/promises";
import type { FileStat } from "@mcs/core/ports";
import { fail } from "../memory-port.ts";
import type { FileBreakage } from "./file-breakage.ts";
import { stats, writes } from "./port-changes.ts";

const HALF = 1_000;

/** Ports that write something else than they should, or keep a version that should change. */
export const writingBreakages: readonly FileBreakage[] = [
  {
    that: "cuts what is large",
    fails: ["open.large"],
    change: writes((content) => content.slice(0, 1_000_000)),
  },
  {
    that: "resolves a write with another stat",
    fails: ["write.create"],
    change: (good) => ({
      write: async (...call) => ({ ...(await good.write(...call)), version: "written" }),
    }),
  },
  {
    that: "creates over what exists",
    fails: ["write.create-existing"],
    change: (good) => ({
      write: (path, content, options) =>
        good.write(path, content, {
          ...options,
          mode: options.mode === "create" ? "overwrite" : options.mode,
        }),
    }),
  },
  {
    that: "overwrites only as far as the new content goes",
    fails: ["write.overwrite"],
    change: (good) => ({
      write: async (path, content, options) => {
        const old = good.nodes.get(path)?.content ?? new Uint8Array();
        const tail = options.mode === "overwrite" ? old.slice(content.length) : new Uint8Array();
        return good.write(path, Buffer.concat([content, tail]), options);
      },
    }),
  },
  {
    that: "appends by replacing",
    fails: ["write.append", "write.append-if-match"],
    change: (good) => ({
      write: (path, content, options) =>
        good.write(path, content, {
          ...options,
          mode: options.mode === "append" ? "overwrite" : options.mode,
        }),
    }),
  },
  {
    that: "writes text",
    fails: ["write.bytes", "open.large"],
    change: writes((content) => new TextEncoder().encode(new TextDecoder().decode(content))),
  },
  {
    that: "writes the buffer behind a view",
    fails: ["write.view"],
    change: writes((content) => new Uint8Array(content.buffer)),
  },
  {
    that: "replaces directories by files",
    fails: ["write.not-a-file", "copy.existing"],
    change: (good) => ({
      write: async (path, content, options) => {
        if (good.nodes.get(path)?.kind === "directory") good.nodes.delete(path);
        return good.write(path, content, options);
      },
      copy: async (from, to, options) => {
        if (good.nodes.get(to)?.kind === "directory") good.nodes.delete(to);
        return good.copy(from, to, options);
      },
    }),
  },
  {
    that: "makes parents that nobody asked for",
    fails: ["write.no-parent", "directory.no-parent", "move.missing"],
    change: (good) => {
      const parent = (path: string) =>
        good.makeDirectory(path.split("/").slice(0, -1).join("/"), { recursive: true });
      return {
        write: async (path, ...rest) => {
          await parent(path);
          return good.write(path, ...rest);
        },
        makeDirectory: (path, options) => good.makeDirectory(path, { ...options, recursive: true }),
        move: async (from, to, options) => {
          await parent(to);
          return good.move(from, to, options);
        },
      };
    },
  },
  {
    that: "writes in two halves",
    fails: ["write.atomic"],
    change: (good) => ({
      write: async (path, content, options) => {
        if (content.length < HALF) return good.write(path, content, options);
        await good.write(path, content.slice(0, HALF), options);
        await setImmediate();
        return good.write(path, content.slice(HALF), { mode: "append" });
      },
    }),
  },
  {
    that: "ignores ifMatch",
    fails: ["write.if-match", "write.if-match-missing", "write.append-if-match", "concurrency.if-match"],
    change: (good) => ({ write: (path, content, { mode }) => good.write(path, content, { mode }) }),
  },
  {
    that: "looks first and writes later",
    fails: [
      "concurrency.create",
      "concurrency.if-match",
      "concurrency.programs-create",
      "concurrency.programs-if-match",
    ],
    change: (good) => ({
      write: async (path, content, { mode, ifMatch }) => {
        const old = good.nodes.get(path);
        if (mode === "create" && old !== undefined) throw fail("file_exists", path);
        if (ifMatch !== undefined && String(old?.version) !== ifMatch) throw fail("version_mismatch", path);
        await setImmediate();
        return good.write(path, content, { mode: "overwrite" });
      },
    }),
  },
  {
    that: "gives the time for the version",
    fails: ["version.stable"],
    change: (good) => ({
      ...stats((stat) => ({ ...stat, version: `${performance.now()}` }))(good),
    }),
  },
  {
    that: "gives the size for the version",
    fails: ["version.overwrite", "version.replaced"],
    change: (good) => ({
      ...stats(sizeAsVersion)(good),
      write: async (...call) => sizeAsVersion(await good.write(...call)),
    }),
  },
  {
    that: "keeps the version of a file that grows",
    fails: ["version.append"],
    change: (good) => ({
      write: async (path, ...rest) => {
        const old = good.nodes.get(path);
        const stat = await good.write(path, ...rest);
        return old === undefined ? stat : { ...stat, version: String(old.version) };
      },
    }),
  },
];

function sizeAsVersion(stat: FileStat): FileStat {
  return { ...stat, version: String(stat.size) };
}
