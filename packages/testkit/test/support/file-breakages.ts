import { setImmediate } from "node:timers/promises";
import type { FileEntry, FileStat, FilesystemPort, OpenFile, WriteOptions } from "@mcs/core/ports";
import { alter } from "./alter.ts";
import { fail, MemoryPort } from "./memory-port.ts";

/** A port that breaks one thing. */
export interface FileBreakage {
  /** As in "a port that counts characters for bytes". */
  readonly that: string;
  /** The cases that find it out. */
  readonly fails: readonly string[];
  readonly change: (good: MemoryPort) => Partial<FilesystemPort>;
}

/** A port that is good in everything else. */
export function broken({ change }: FileBreakage): FilesystemPort {
  return alter(new MemoryPort(), change);
}

const HALF = 1_000;

/** For each case a port that it has to fail. */
export const fileBreakages: readonly FileBreakage[] = [
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
    that: "resolves ..",
    fails: ["path.parent"],
    change: mapped((path) => path.replace(/[^/]*\/?\.\.\/?/g, "")),
  },
  {
    that: "resolves .",
    fails: ["path.current"],
    change: mapped((path) => path.replace(/(^|\/)\.(\/|$)/g, "")),
  },
  {
    that: "joins slashes",
    fails: ["path.empty-segment"],
    change: mapped((path) => path.replace(/(.)\/+/g, "$1/").replace(/(.)\/$/, "$1")),
  },
  {
    that: "takes / for the root",
    fails: ["path.absolute"],
    change: mapped((path) => path.replace(/^\/+/, "")),
  },
  { that: "cuts at NUL", fails: ["path.nul"], change: mapped((path) => path.replace(/\/?\0.*/, "")) },

  renames("trims names", ["name.spaces", "name.trailing"], (name) => name.trim().replace(/ +/g, " ")),
  renames("drops single quotes", ["name.single-quotes"], (name) => name.replaceAll("'", "")),
  renames("replaces double quotes", ["name.double-quotes"], (name) => name.replaceAll('"', "'")),
  renames("replaces what is not ASCII", ["name.unicode"], (name) => name.replace(/[^\x20-\x7e]/g, "_")),
  renames("decodes names", ["name.percent"], decoded),
  renames("cuts names at a hash", ["name.hash"], (name) => name.replace(/(.)#.*/, "$1").replace(/^#$/, "_")),
  renames("cuts names at a question mark", ["name.question-mark"], (name) => name.replace(/\?.*/, "")),
  renames("reads names as XML", ["name.plus-and-ampersand"], (name) => name.replaceAll("&amp;", "&")),
  renames("strips tags", ["name.angle-brackets"], (name) => name.replace(/[<>]/g, "_")),
  renames("replaces what Windows reserves", ["name.colon-star-bar"], (name) => name.replace(/[:*|]/g, "_")),
  renames("expands patterns", ["name.patterns"], (name) => name.replace(/[[\]{}$]/g, "")),
  renames("takes a dash for an option", ["name.leading-dash"], (name) => name.replace(/^-+(.)/, "$1")),
  renames("hides dots", ["name.dots"], (name) => name.replace(/^\.+(\w)/, "$1")),
  renames("replaces control characters", ["name.control"], (name) => name.replace(/[\n\t]/g, " ")),
  renames("cuts long names", ["name.long", "name.too-long"], (name) => name.slice(0, 200)),
  {
    that: "takes a backslash for a slash",
    fails: ["name.backslash"],
    change: mapped((path) => path.replaceAll("\\", "/").replace(/^\//, "")),
  },
  {
    that: "loses the twin of a name",
    fails: ["name.twins"],
    change: (good) => ({
      write: (path, content) =>
        good.write(path.toLowerCase().normalize("NFC"), content, { mode: "overwrite" }),
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
        await good.write(path, content.slice(0, HALF), options);
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

  {
    that: "names paths of its own in errors",
    fails: ["error.path", "error.hidden"],
    change: (good) => ({
      open: async (path) => {
        await good.open(path).catch((cause: Error & { code: never }) => {
          throw fail(cause.code, `/srv/hunter2/${path}`);
        });
        return good.open(path);
      },
    }),
  },
  { that: "does not say who it is", fails: ["error.adapter"], change: () => ({ adapter: "" }) },
];

function sizeAsVersion(stat: FileStat): FileStat {
  return { ...stat, version: String(stat.size) };
}

function stats(change: (stat: FileStat) => FileStat): FileBreakage["change"] {
  return (good) => ({ stat: async (...call) => change(await good.stat(...call)) });
}

function entries(change: (entry: FileEntry) => FileEntry): FileBreakage["change"] {
  return (good) => ({
    list: async function* (...call) {
      for await (const entry of good.list(...call)) yield change(entry);
    },
  });
}

function opens(change: (file: OpenFile) => Partial<OpenFile>): FileBreakage["change"] {
  return (good) => ({
    open: async (...call) => {
      const file = await good.open(...call);
      return { ...file, ...change(file) };
    },
  });
}

function writes(change: (content: Uint8Array) => Uint8Array): FileBreakage["change"] {
  return (good) => ({
    write: (path: string, content: Uint8Array, options: WriteOptions) =>
      good.write(path, change(content), options),
  });
}

/** Every method with another path. */
function mapped(map: (path: string, good: MemoryPort) => string): FileBreakage["change"] {
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

function renames(that: string, fails: readonly string[], rename: (name: string) => string): FileBreakage {
  return { that, fails, change: mapped((path) => path.split("/").map(rename).join("/")) };
}

function decoded(name: string): string {
  return name.replace("%20", " ");
}
