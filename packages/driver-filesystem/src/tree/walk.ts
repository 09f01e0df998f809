import { AbortedError, type FileError } from "@mcs/core";
import type { FileEntry, FilesystemPort, OpenDirectory } from "@mcs/core/ports";
import { isFileError } from "../errors.ts";
import { join, nameOf } from "../paths.ts";
import type { IgnoreRules } from "./ignore-rules.ts";
import { openDirectory, SharedDirectory } from "./open-directory.ts";

/** The longest time without a turn for others, in milliseconds. */
const BREATH_MS = 10;
/** Entries that are taken before the clock is looked at again, which costs more than most of them. */
const BETWEEN_LOOKS = 64;

/** What a walk may cost. It says itself what ran out. */
export class Budget {
  readonly signal: AbortSignal | undefined;
  readonly #deadline: number;
  readonly #scannable: number;
  #scanned = 0;
  #breath = performance.now();
  /** Why the walk ended before its end. */
  cut: "scanned" | "time" | undefined;

  constructor(limits: { readonly maxScanned: number; readonly timeoutMs: number }, signal?: AbortSignal) {
    this.signal = signal;
    this.#scannable = limits.maxScanned;
    this.#deadline = performance.now() + limits.timeoutMs;
  }

  /**
   * Counts one entry; false once the walk has to end.
   * @throws AbortedError
   */
  take(): boolean {
    if (this.cut !== undefined) return false;
    this.#scanned += 1;
    if (this.#scanned > this.#scannable) this.cut = "scanned";
    if (this.#scanned % BETWEEN_LOOKS === 0) this.hasTime();
    return this.cut === undefined;
  }

  /**
   * Lets others have their turn now and then: a backend that answers at once would not, and a signal could not
   * fire meanwhile.
   */
  async breathe(): Promise<void> {
    if (performance.now() - this.#breath < BREATH_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#breath = performance.now();
  }

  /** @throws AbortedError */
  hasTime(): boolean {
    if (this.signal?.aborted) throw new AbortedError(undefined, { cause: this.signal.reason });
    if (performance.now() > this.#deadline) this.cut ??= "time";
    return this.cut !== "time";
  }
}

export interface Walk {
  readonly start: string;
  readonly rules: IgnoreRules;
  readonly budget: Budget;
  /** Levels below the start: 0 is what lies right in it. */
  readonly depth: number;
  /** Directories that need not be entered. */
  readonly skip?: (directory: string) => boolean;
  /** Names of files that are of interest; others are left out before anything is done with them. */
  readonly wants?: (name: string) => boolean;
}

/** A directory with what is in it and not ignored: sorted by name. */
export interface WalkedDirectory {
  readonly path: string;
  readonly depth: number;
  readonly entries: readonly FileEntry[];
  /** It could not be listed. */
  readonly error?: FileError;
}

/** Directories that are listed ahead of the one that is needed next. */
const AHEAD = 8;

/**
 * A directory and those below it, each before what is in it, in the order of their names. Links are not followed.
 * The next ones are listed while one is being looked at. Ends early when the budget does.
 */
export async function* walk(files: FilesystemPort, options: Walk): AsyncGenerator<WalkedDirectory> {
  const { start, depth, skip, budget } = options;
  const stack: Waiting[] = [{ path: start, depth: 0, parent: undefined, listing: undefined }];
  try {
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { directory, held } = await (next.listing ?? listed(files, next, options));
      try {
        if (directory.error !== undefined && directory.path === start) throw directory.error;
        yield directory;
        await budget.breathe();
        if (budget.cut !== undefined) return;
        for (const { name, kind } of next.depth < depth ? directory.entries.toReversed() : []) {
          const path = join(directory.path, name);
          if (kind !== "directory" || skip?.(path) === true) continue;
          stack.push({ path, depth: next.depth + 1, parent: held?.share(), listing: undefined });
        }
      } finally {
        held?.leave();
      }
      for (const waiting of stack.slice(-AHEAD)) {
        waiting.listing ??= listed(files, waiting, options);
        // It is awaited in its turn, or never when the walk ends before.
        waiting.listing.catch(() => {});
      }
    }
  } finally {
    for (const { parent, listing } of stack) {
      if (listing === undefined) parent?.leave();
      else listing.then(({ held }) => held?.leave()).catch(() => {});
    }
  }
}

/** A directory whose turn comes later. */
interface Waiting {
  readonly path: string;
  readonly depth: number;
  /** What it is entered from, and left then; undefined for the start. */
  readonly parent: SharedDirectory | undefined;
  listing: Promise<Listed> | undefined;
}

interface Listed {
  readonly directory: WalkedDirectory;
  /** To enter those below from; the receiver's to leave. Undefined where there is an error. */
  readonly held?: SharedDirectory;
}

async function listed(files: FilesystemPort, waiting: Waiting, options: Walk): Promise<Listed> {
  const { path, depth } = waiting;
  let held: SharedDirectory | undefined;
  try {
    held = new SharedDirectory(await opened(files, waiting, options.budget));
    return { directory: { path, depth, entries: await entriesOf(held.directory, path, options) }, held };
  } catch (error) {
    held?.leave();
    if (isFileError(error)) return { directory: { path, depth, entries: [], error } };
    throw error;
  }
}

async function opened(
  files: FilesystemPort,
  { path, parent }: Waiting,
  budget: Budget,
): Promise<OpenDirectory> {
  const options = signalOf(budget);
  if (parent === undefined) return openDirectory(files, path, options);
  try {
    return await parent.directory.enter(nameOf(path), options);
  } finally {
    parent.leave();
  }
}

/** What is in a directory and not ignored, sorted. */
async function entriesOf(
  directory: OpenDirectory,
  path: string,
  { rules, budget, wants = () => true }: Walk,
): Promise<readonly FileEntry[]> {
  const all: FileEntry[] = [];
  let hasRules = false;
  const take = (batch: readonly FileEntry[]): boolean => {
    for (const entry of batch) {
      if (!budget.take()) return false;
      if (entry.name === ".gitignore") hasRules = true;
      if (entry.kind === "directory" || wants(entry.name)) all.push(entry);
    }
    return true;
  };
  for await (const batch of directory.entries(signalOf(budget))) if (!take(batch)) break;
  const chain = await rules.chain(path, hasRules);
  const entries = all.filter(
    // Where there are no rules, no other file can be left out.
    ({ name, kind }) =>
      (kind !== "directory" && chain.length === 0 && name !== ".git") ||
      !rules.ignores(chain, join(path, name), kind === "directory"),
  );
  return entries.sort(byName);
}

function signalOf({ signal }: Budget): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** By code units: the same everywhere, whatever the language of the machine. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
