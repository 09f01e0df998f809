import { setImmediate } from "node:timers/promises";
import type { FileBreakage } from "./file-breakage.ts";
import { stats } from "./port-changes.ts";

/** Ports that make, move, copy or remove something else than they should, links too. */
export const treeBreakages: readonly FileBreakage[] = [
  {
    that: "loses directories below directories",
    fails: ["directory.make", "directory.recursive"],
    change: (good) => ({
      makeDirectory: async (path, options) => {
        await good.makeDirectory(path, options);
        const folders = [...good.nodes.keys()].filter(
          (each) => each !== "" && good.get(each).kind === "directory",
        );
        for (const each of folders.filter((folder) => folder.includes("/"))) good.nodes.delete(each);
      },
    }),
  },
  {
    that: "makes a directory again",
    fails: ["directory.existing", "directory.over-file"],
    change: (good) => ({
      makeDirectory: async (path, options) => {
        good.nodes.delete(path);
        await good.makeDirectory(path, options);
      },
    }),
  },
  {
    that: "has directories only while they hold something",
    fails: ["directory.outlives-files"],
    change: (good) => ({
      remove: async (path, options) => {
        await good.remove(path, options);
        const parent = path.split("/").slice(0, -1).join("/");
        if (parent !== "" && good.below(parent).length === 0) good.nodes.delete(parent);
      },
    }),
  },
  {
    that: "copies when it should move",
    fails: ["move.file", "move.overwrite", "concurrency.move"],
    change: (good) => ({
      move: async (from, to, options) => {
        await setImmediate();
        if (good.get(from).kind === "directory") return good.move(from, to, options);
        return good.copy(from, to, options);
      },
    }),
  },
  {
    that: "moves a directory without what it holds, and its siblings with it",
    fails: ["move.directory"],
    change: (good) => ({
      move: async (from, to, options) => {
        await good.move(from, to, options);
        for (const each of good.below(to)) good.nodes.delete(each);
      },
    }),
  },
  {
    that: "overwrites in any case",
    fails: ["move.existing", "copy.existing"],
    change: (good) => ({
      move: (from, to) => good.move(from, to, { overwrite: true }),
      copy: (from, to) => good.copy(from, to, { overwrite: true }),
    }),
  },
  {
    that: "keeps a target that should be overwritten",
    fails: ["move.overwrite", "copy.overwrite"],
    change: (good) => ({
      move: async (from, to, options) => {
        if (good.nodes.get(to)?.kind === "file" && options?.overwrite === true) return good.remove(from);
        return good.move(from, to, options);
      },
      copy: async (from, to, options) => {
        if (good.nodes.get(to)?.kind === "file" && options?.overwrite === true) return;
        return good.copy(from, to, options);
      },
    }),
  },
  {
    that: "removes a directory that is in the way of a move",
    fails: ["move.overwrite-directory"],
    change: (good) => ({
      move: async (from, to, options) => {
        if (options?.overwrite === true && good.nodes.has(to)) await good.remove(to, { recursive: true });
        return good.move(from, to, options);
      },
    }),
  },
  {
    that: "removes the target before it looks for the source",
    fails: ["move.missing", "move.onto-itself", "copy.onto-itself"],
    change: (good) => ({
      move: async (from, to, options) => {
        if (options?.overwrite === true) good.nodes.delete(to);
        return good.move(from, to, options);
      },
      copy: async (from, to, options) => {
        if (options?.overwrite === true) good.nodes.set(to, good.node("file"));
        return good.copy(from, to, options);
      },
    }),
  },
  {
    that: "moves a directory into the void",
    fails: ["move.into-itself", "move.root"],
    change: (good) => ({
      move: async (from, to, options) => {
        if (!to.startsWith(from)) return good.move(from, to, options);
        for (const each of good.below(from)) good.nodes.delete(each);
      },
    }),
  },
  {
    that: "links when it should copy",
    fails: ["copy.file"],
    change: (good) => {
      const links = new Map<string, string>();
      return {
        copy: async (from, to, options) => {
          await good.copy(from, to, options);
          links.set(to, from);
        },
        open: (path, options) => good.open(links.get(path) ?? path, options),
      };
    },
  },
  {
    that: "copies directories as empty files",
    fails: ["copy.refused"],
    change: (good) => ({
      copy: async (from, to, options) => {
        if (good.nodes.get(from)?.kind !== "directory") return good.copy(from, to, options);
        good.nodes.set(to, good.node("file"));
      },
    }),
  },
  {
    that: "removes what begins with the same letters",
    fails: ["remove.file", "remove.recursive"],
    change: (good) => ({
      remove: async (path, options) => {
        await good.remove(path, options);
        for (const each of [...good.nodes.keys()])
          if (path !== "" && each.startsWith(path)) good.nodes.delete(each);
      },
    }),
  },
  {
    that: "is content with removing nothing",
    fails: ["remove.missing"],
    change: (good) => ({
      remove: async (path, options) => {
        if (good.nodes.has(path) || /\.\.|^\/|\0/.test(path)) await good.remove(path, options);
      },
    }),
  },
  {
    that: "removes no directories",
    fails: ["remove.empty-directory", "remove.recursive"],
    change: (good) => ({
      remove: async (path, options) => {
        if (good.nodes.get(path)?.kind !== "directory") await good.remove(path, options);
      },
    }),
  },
  {
    that: "removes recursively in any case, the root too",
    fails: ["remove.not-empty", "remove.root"],
    change: (good) => ({
      remove: async (path) => {
        if (path !== "") return good.remove(path, { recursive: true });
        for (const each of good.below("")) good.nodes.delete(each);
      },
    }),
  },

  {
    that: "follows links",
    fails: ["link.described"],
    change: stats((stat) => ({ ...stat, kind: stat.kind === "symlink" ? "file" : stat.kind })),
  },
  {
    that: "removes what links lead to",
    fails: ["link.removed"],
    change: (good) => ({
      remove: async (path, options) => {
        await good.remove(path, options);
        if (path.startsWith("to-folder")) await good.remove("folder", { recursive: true });
      },
    }),
  },
];
