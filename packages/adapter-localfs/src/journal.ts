import { constants } from "node:fs";
import type { Folder } from "./containment.ts";
import { isDead, isToken } from "./owner.ts";
import { OWN_PREFIX } from "./paths.ts";
import { close, errno, mkdir, open, read, readdir, rmdir, unless, unlink, writeAll } from "./system.ts";

/**
 * Which writes are under way: a directory at the root, there only while one is, with a file for each that says
 * in which directory it works. So what a killed process has left is found without searching the tree.
 */
const JOURNAL = OWN_PREFIX;

export interface JournalEntry {
  remove(): Promise<void>;
}

/** Another write that ends removes the directory; so often in a row it is something else. */
const ATTEMPTS = 100;

/** Undefined where the root itself cannot be written; what is below it perhaps can. */
export async function writeJournal(
  root: Folder,
  token: string,
  directory: string,
): Promise<JournalEntry | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await root.verify();
      await unless("EEXIST", mkdir(root.at(JOURNAL), 0o700));
      await inJournal(root, (journal) => writeNew(journal.at(token), directory));
      return { remove: () => removeEntry(root, token) };
    } catch (error) {
      if (["EACCES", "EPERM", "EROFS"].includes(errno(error))) return undefined;
      if (errno(error) !== "ENOENT" || attempt === ATTEMPTS) {
        await removeEntry(root, token).catch(() => undefined);
        throw error;
      }
    }
  }
}

/** The writes of processes that have ended: their tokens, and the directories that they worked in. */
export async function deadWrites(root: Folder): Promise<readonly (readonly [token: string, path: string])[]> {
  const dead: (readonly [string, string])[] = [];
  await unless(
    "ENOENT ENOTDIR ELOOP",
    inJournal(root, async (journal) => {
      for (const token of (await readdir(journal.here)).filter(isToken)) {
        const held = await journal.hold(token);
        if (held === undefined) continue;
        try {
          if (!held.stat.isFile() || !isDead(token, Number(held.stat.mtimeMs))) continue;
          dead.push([token, await readText(await held.open(constants.O_RDONLY))]);
        } finally {
          held.release();
        }
      }
    }),
  );
  return dead;
}

export async function removeEntry(root: Folder, token: string): Promise<void> {
  const gone = "ENOENT ENOTDIR ELOOP";
  await unless(
    gone,
    inJournal(root, (journal) => unlink(journal.at(token))),
  );
  await removeEmptyJournal(root);
}

/** While other writes are under way it is not empty, and stays. */
export async function removeEmptyJournal(root: Folder): Promise<void> {
  await unless("ENOENT ENOTEMPTY EEXIST ENOTDIR EACCES EROFS", rmdir(root.at(JOURNAL)));
}

async function inJournal<Result>(
  root: Folder,
  action: (journal: Folder) => Promise<Result>,
): Promise<Result> {
  const journal = await root.enter(JOURNAL);
  try {
    return await action(journal);
  } finally {
    journal.release();
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  const fd = await open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600);
  try {
    await writeAll(fd, Buffer.from(text));
  } finally {
    await close(fd);
  }
}

/** A path that is longer than this was not written by an adapter. */
const MAX_PATH_BYTES = 65_536;

async function readText(fd: number): Promise<string> {
  try {
    const buffer = Buffer.alloc(MAX_PATH_BYTES);
    return buffer.toString("utf8", 0, await read(fd, buffer, 0, buffer.length, 0));
  } finally {
    await close(fd);
  }
}
