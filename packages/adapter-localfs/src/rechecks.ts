import { type BigIntStats, constants } from "node:fs";
import { join } from "node:path";
import { type Containment, type Folder, type Held, LeftRoot, REPLACED } from "./containment.ts";
import { isSame } from "./entries.ts";
import { close, fstat, lstat, open, unless } from "./system.ts";

/** Both are 0 on Windows, which knows neither. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

export const rechecks: Containment = {
  kind: "rechecks",
  openRoot: async (path) => new PathFolder(path, await lstat(path), undefined),
};

/** A directory by its path, with what it was when the walk came through. */
class PathFolder implements Folder {
  readonly here: string;
  readonly #stat: BigIntStats;
  readonly #parent: PathFolder | undefined;

  constructor(path: string, stat: BigIntStats, parent: PathFolder | undefined) {
    if (!stat.isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR", syscall: "lstat" });
    this.here = path;
    this.#stat = stat;
    this.#parent = parent;
  }

  at(name: string): string {
    return join(this.here, name);
  }

  async enter(name: string): Promise<Folder> {
    const path = this.at(name);
    const folder = new PathFolder(path, await lstat(path), this);
    await this.verify();
    return folder;
  }

  async look(name: string): Promise<BigIntStats | undefined> {
    const stat = await unless("ENOENT", lstat(this.at(name)));
    await this.verify();
    return stat;
  }

  async hold(name: string): Promise<Held | undefined> {
    const stat = await this.look(name);
    return stat && new HeldPath(this.at(name), stat, this);
  }

  async stat(): Promise<BigIntStats> {
    return this.#stat;
  }

  confirm(): Promise<void> {
    return this.verify();
  }

  /** From here up to the root and down again: a swap has to fit between two looks at each directory. */
  async verify(): Promise<void> {
    const chain: PathFolder[] = [];
    for (let folder: PathFolder | undefined = this; folder !== undefined; folder = folder.#parent) {
      chain.push(folder);
    }
    for (const folder of [...chain, ...chain.toReversed()]) {
      const now = await unless("ENOENT ENOTDIR ELOOP", lstat(folder.here));
      if (now === undefined || !now.isDirectory() || !isSame(now, folder.#stat)) throw new LeftRoot();
    }
  }

  release(): void {}
}

class HeldPath implements Held {
  readonly here: string;
  readonly stat: BigIntStats;
  readonly #folder: PathFolder;

  constructor(path: string, stat: BigIntStats, folder: PathFolder) {
    this.here = path;
    this.stat = stat;
    this.#folder = folder;
  }

  async open(flags: number): Promise<number> {
    const fd = await open(this.here, flags | O_NOFOLLOW | O_NONBLOCK);
    try {
      await this.#folder.verify();
      if (!isSame(await fstat(fd), this.stat)) throw replaced();
      return fd;
    } catch (error) {
      await close(fd);
      throw error;
    }
  }

  release(): void {}
}

/** Nothing bad: a file was replaced by another within the directory. */
function replaced(): Error {
  return Object.assign(new Error("replaced between two looks"), { code: REPLACED, syscall: "open" });
}
