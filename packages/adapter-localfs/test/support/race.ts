import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { McsError } from "@mcs/core";
import type { LocalFsAdapter } from "../../src/index.ts";
import { bytes, namesIn, rootAndOutside, textOf } from "./folders.ts";

/** What is only outside; whatever shows it has been there. */
export const SECRET = "the secret of somebody else";

/** One operation on `victim/…`, tried again and again. Returns true when it brought something from outside. */
export type Attempt = (root: string, lane: number, round: number) => Promise<boolean>;

export interface RaceResult {
  readonly swaps: number;
  /** Attempts that ran, and those that were refused in a typed way. */
  readonly done: number;
  readonly refused: number;
  /** Attempts that brought something from outside, or after which something there was another. */
  readonly escapes: number;
  /** Errors that are not of the family. */
  readonly strange: readonly unknown[];
}

const LANES = 4;

/**
 * Tries an operation while another thread swaps `victim`, a directory of the root, for a link to a directory
 * outside that holds the same names. Stops early after an escape when `untilEscape` is set.
 */
export async function race(
  below: string,
  tries: number,
  attempt: Attempt,
  { untilEscape = false } = {},
): Promise<RaceResult> {
  const { root, outside } = rootAndOutside(below);
  furnish(join(root, "victim"), "inside");
  furnish(outside, SECRET);
  mkdirSync(join(root, "other"));
  symlinkSync(outside, join(root, "link"));
  const before = snapshot(outside);
  const result = { done: 0, refused: 0, escapes: 0, strange: [] as unknown[] };
  const swapper = await startSwapper(join(root, "victim"), join(root, "link"));
  let begun = 0;
  const lane = async (number: number) => {
    while (begun++ < tries && !(untilEscape && result.escapes > 0)) {
      try {
        if (await attempt(root, number, begun)) result.escapes++;
        result.done++;
      } catch (error) {
        if (McsError.is(error)) result.refused++;
        else result.strange.push(error);
      }
      if (begun % 32 === 0 && snapshot(outside) !== before) break;
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
  } finally {
    await swapper.stop();
  }
  if (snapshot(outside) !== before) result.escapes++;
  return { ...result, swaps: swapper.swaps() };
}

/** The same names inside and outside, so that an escape finds something to read, replace and remove. */
function furnish(folder: string, content: string): void {
  for (let lane = 0; lane < LANES; lane++) {
    mkdirSync(join(folder, `tree-${lane}`), { recursive: true });
    writeFileSync(join(folder, `tree-${lane}`, "leaf"), content);
    for (const name of ["file", "log", "gone", "from"])
      writeFileSync(join(folder, `${name}-${lane}`), content);
  }
  if (content === SECRET) writeFileSync(join(folder, "only-outside"), content);
}

function snapshot(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(
      (entry) =>
        `${entry.name}:${entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), "utf8") : ""}`,
    )
    .sort()
    .join("\n");
}

async function startSwapper(victim: string, link: string) {
  const control = new SharedArrayBuffer(8);
  const state = new Int32Array(control);
  const worker = new Worker(new URL("./swapper.ts", import.meta.url), {
    workerData: { victim, link, control },
  });
  const ended = new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
  while (Atomics.load(state, 1) === 0) await Promise.race([new Promise(setImmediate), ended]);
  return {
    swaps: () => Atomics.load(state, 1),
    stop: () => {
      Atomics.store(state, 0, 1);
      return ended;
    },
  };
}

export const NAMES_OF_OPERATIONS = [
  "read",
  "stat",
  "list",
  "walk",
  "write",
  "create",
  "append",
  "edit",
  "move",
  "copy",
  "remove",
  "remove a tree",
  "make a directory",
] as const;

/** Every operation of the port, on names that are there inside and outside. */
export function operations(
  adapter: LocalFsAdapter,
): Readonly<Record<(typeof NAMES_OF_OPERATIONS)[number], Attempt>> {
  const content = bytes("inside");
  const shows = (text: string) => text.includes(SECRET);
  return {
    read: async (_, lane) => shows(await textOf(adapter, `victim/file-${lane}`)),
    stat: async (_, lane) => (await adapter.stat(`victim/file-${lane}`)).size === SECRET.length,
    list: async () => (await namesIn(adapter, "victim")).includes("only-outside"),
    walk: async () => {
      const root = await adapter.openDirectory("");
      try {
        const victim = await root.enter("victim");
        const names: string[] = [];
        try {
          for await (const entries of victim.entries()) names.push(...entries.map(({ name }) => name));
        } finally {
          await victim.close();
        }
        return names.includes("only-outside");
      } finally {
        await root.close();
      }
    },
    write: async (_, lane) => {
      await adapter.write(`victim/file-${lane}`, content, { mode: "overwrite" });
      return false;
    },
    create: async (_, lane, round) => {
      await adapter.write(`victim/new-${lane}-${round}`, content, { mode: "create" });
      return false;
    },
    append: async (_, lane) => {
      await adapter.write(`victim/log-${lane}`, content, { mode: "append" });
      return false;
    },
    edit: async (_, lane) => {
      const path = `victim/file-${lane}`;
      const file = await adapter.open(path);
      try {
        const { size, version = "" } = file.stat;
        const text = new TextDecoder().decode(await file.read(0, size));
        const edited = bytes(text.slice(0, 100).replace("inside", "in side"));
        await adapter.write(path, edited, { mode: "overwrite", ifMatch: version });
        return shows(text);
      } finally {
        await file.close();
      }
    },
    move: async (_, lane, round) => {
      const names = [`victim/from-${lane}`, `other/to-${lane}`] as const;
      const [from, to] = round % 2 === 0 ? names : names.toReversed();
      await adapter.move(from ?? "", to ?? "");
      return false;
    },
    copy: async (_, lane, round) => {
      const copied = `other/copied-${lane}`;
      if (round % 2 === 0) await adapter.copy(`victim/file-${lane}`, copied, { overwrite: true });
      else await adapter.copy(copied, `victim/file-${lane}`, { overwrite: true });
      return shows(await textOf(adapter, copied));
    },
    remove: async (_, lane) => {
      await adapter.write(`victim/gone-${lane}`, content, { mode: "overwrite" });
      await adapter.remove(`victim/gone-${lane}`);
      return false;
    },
    "remove a tree": async (_, lane) => {
      await adapter.makeDirectory(`victim/tree-${lane}/deep`, { recursive: true });
      await adapter.remove(`victim/tree-${lane}`, { recursive: true });
      return false;
    },
    "make a directory": async (_, lane, round) => {
      await adapter.makeDirectory(`victim/made-${lane}-${round}/deep`, { recursive: true });
      return false;
    },
  };
}
