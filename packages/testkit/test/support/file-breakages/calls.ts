import { setImmediate } from "node:timers/promises";
import type { FileBreakage } from "./file-breakage.ts";
import { opens } from "./port-changes.ts";

/** Ports whose calls disturb each other, or do not end as they should. */
export const callBreakages: readonly FileBreakage[] = [
  {
    that: "knows no signals",
    fails: ["abort.before", "abort.list"],
    change: (good) => ({
      stat: (path) => good.stat(path),
      list: (path) => good.list(path),
    }),
  },
  {
    that: "stops a write in the middle",
    fails: ["abort.write"],
    change: (good) => ({
      write: async (path, content, options) => {
        if (options.signal === undefined) return good.write(path, content, options);
        await good.write(path, content.slice(0, content.length / 2), options);
        await setImmediate();
        await setImmediate();
        return good.write(path, content, options);
      },
    }),
  },
  {
    that: "ends every read with one signal",
    fails: ["abort.other-calls"],
    change: opens((file) => {
      let signal: AbortSignal | undefined;
      return {
        read: async (start, length, options = {}) => {
          signal ??= options.signal;
          const content = await file.read(start, length);
          await setImmediate();
          await setImmediate();
          return signal?.aborted === true ? content.slice(1) : content;
        },
      };
    }),
  },

  {
    that: "mixes writers",
    fails: ["concurrency.overwrite"],
    change: (good) => {
      let last = 0;
      return {
        write: async (path, content, options) => {
          last = content.length;
          await setImmediate();
          return good.write(path, content.slice(0, last - 1), options);
        },
      };
    },
  },
  {
    that: "loses a directory when two make its parents",
    fails: ["concurrency.directories"],
    change: (good) => ({
      makeDirectory: async (path, options) => {
        await setImmediate();
        for (const each of good.below("a/b")) good.nodes.delete(each);
        await good.makeDirectory(path, options);
      },
    }),
  },
  {
    that: "keeps the target of the last call for all",
    fails: ["concurrency.mixed"],
    change: (good) => {
      let target = "";
      return {
        copy: async (from, to) => {
          target = to;
          await setImmediate();
          await good.copy(from, target, { overwrite: true });
        },
      };
    },
  },
  {
    that: "cuts calls off when it closes",
    fails: ["concurrency.close"],
    change: (good) => {
      let open = true;
      return {
        write: async (path, content, options) => {
          await setImmediate();
          return good.write(path, open ? content : content.slice(1), options);
        },
        close: async () => {
          open = false;
        },
      };
    },
  },
];
