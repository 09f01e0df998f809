import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { FileError } from "@mcs/core";
import type { Folder } from "./containment.ts";
import { throwIfAborted } from "./errors.ts";
import { type JournalEntry, writeJournal } from "./journal.ts";
import { isDead, isToken, newToken } from "./owner.ts";
import { OWN_PREFIX } from "./paths.ts";
import { errno, lstat, mkdir, readdir, rename, rmdir, unless, unlink } from "./system.ts";
import type { Tree } from "./tree.ts";
import type { Place } from "./walk.ts";

/**
 * Where a write prepares its file: a directory of its own beside the target, which holds one file named by the
 * write's token.
 *
 * The directory is the lock as well. Renaming it to the name that all writers of one target use succeeds for one
 * of them, because a directory is only ever renamed onto one that is empty. Renaming the file out of it, onto the
 * target, leaves it empty and so lets go. Where the owner has died, its file is removed by its name, which is no
 * one else's: whoever clears up after the dead cannot take the lock from the living.
 */
export class Staging {
  readonly #parent: Folder;
  readonly #token: string;
  readonly #journal: JournalEntry | undefined;
  #folder: Folder;
  #name: string;

  private constructor(parent: Folder, folder: Folder, token: string, journal: JournalEntry | undefined) {
    this.#parent = parent;
    this.#folder = folder;
    this.#token = token;
    this.#journal = journal;
    this.#name = stagingName(token);
  }

  static async create(tree: Tree, place: Place): Promise<Staging> {
    const token = newToken();
    // A path that ends with a link leads to another directory than its own name says; that one is not noted.
    const journal = await writeJournal(tree.root, token, place.path.split("/").slice(0, -1).join("/"));
    try {
      await place.folder.verify();
      await mkdir(place.folder.at(stagingName(token)), 0o700);
      return new Staging(place.folder, await place.folder.enter(stagingName(token)), token, journal);
    } catch (error) {
      await unless("ENOENT", rmdir(place.folder.at(stagingName(token)))).catch(() => undefined);
      await journal?.remove();
      throw error;
    }
  }

  /** The host path of the file that is being prepared. */
  get file(): string {
    return this.#folder.at(this.#token);
  }

  /** Waits until no other process is writing the file `target` of the same directory. The file has to exist. */
  async lock(
    target: string,
    path: string,
    lockTimeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const name = lockName(target);
    const deadline = Date.now() + lockTimeoutMs;
    for (let pause = 1; !(await this.#take(name)); pause = Math.min(pause * 2, 20)) {
      throwIfAborted(signal);
      if (await releaseDead(this.#parent, name)) continue;
      if (Date.now() > deadline) {
        throw new FileError("backend_failed", path, "is being written by another process.", {
          remedy: "Try again later.",
        });
      }
      await setTimeout(pause);
    }
    this.#name = name;
    this.#folder.release();
    this.#folder = await this.#parent.enter(name);
  }

  async #take(name: string): Promise<boolean> {
    try {
      await rename(this.#parent.at(this.#name), this.#parent.at(name));
      return true;
    } catch (error) {
      // Windows renames no directory onto another and says so as EPERM.
      const taken = process.platform === "win32" ? ["EPERM", "EEXIST", "EACCES"] : ["ENOTEMPTY", "EEXIST"];
      if (taken.includes(errno(error))) return false;
      throw error;
    }
  }

  /** Lets go and leaves nothing behind, however far it came. */
  async discard(): Promise<void> {
    const gone = "ENOENT ENOTDIR ENOTEMPTY EEXIST";
    try {
      await unless(gone, unlink(this.file));
      await unless(gone, rmdir(this.#parent.at(this.#name)));
    } finally {
      this.#folder.release();
      await this.#journal?.remove();
    }
  }
}

const stagingName = (token: string): string => `${OWN_PREFIX}-${token}`;

/** The same for all spellings that a file system may take for one name; others that share it only wait. */
function lockName(target: string): string {
  const folded = target.normalize("NFC").toLowerCase();
  return `${OWN_PREFIX}-lock-${createHash("sha256").update(folded).digest("hex").slice(0, 24)}`;
}

/** Removes from a lock what a dead process left in it. True when another attempt is worth it at once. */
async function releaseDead(parent: Folder, name: string): Promise<boolean> {
  const folder = await unless("ENOENT ENOTDIR ELOOP", parent.enter(name));
  if (folder === undefined) return true;
  let isFree = true;
  try {
    for (const token of await readdir(folder.here)) {
      const isRemoved = isToken(token) && (await removeDead(folder, token));
      isFree &&= isRemoved;
    }
  } finally {
    folder.release();
  }
  if (isFree && process.platform === "win32") await unless("ENOENT ENOTEMPTY EPERM", rmdir(parent.at(name)));
  return isFree;
}

async function removeDead(folder: Folder, token: string): Promise<boolean> {
  const stat = await unless("ENOENT", lstat(folder.at(token)));
  if (stat === undefined) return true;
  if (!isDead(token, Number(stat.mtimeMs))) return false;
  await unless("ENOENT", unlink(folder.at(token)));
  return true;
}

/** Clears a directory of what writes of one dead process left in it. */
export async function clearStaging(parent: Folder, token: string): Promise<void> {
  const names = [stagingName(token)];
  for (const name of await readdir(parent.here)) if (name.startsWith(`${OWN_PREFIX}-lock-`)) names.push(name);
  for (const name of names) {
    const folder = await unless("ENOENT ENOTDIR ELOOP", parent.enter(name));
    if (folder === undefined) continue;
    await unless("ENOENT", unlink(folder.at(token))).finally(() => folder.release());
    // A lock that is empty is nobody's; one that another process holds is not empty.
    await unless("ENOENT ENOTEMPTY EEXIST", rmdir(parent.at(name)));
  }
}
