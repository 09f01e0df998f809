import { type BigIntStats, closeSync, constants, openSync, readlinkSync, statfsSync } from "node:fs";
import { type Containment, type Folder, type Held, LeftRoot } from "./containment.ts";
import type { Lookups } from "./lookups.ts";
import { errno, open, unless } from "./system.ts";

/**
 * Linux, on every architecture that Node runs on. Such a descriptor names a place without opening what is
 * there: a FIFO does not block, a device does not notice, and reading is no permission that it needs.
 */
const O_PATH = 0o10000000;
const ENTRY = O_PATH | constants.O_NOFOLLOW;
const DIRECTORY = ENTRY | constants.O_DIRECTORY;
const PROC_SUPER_MAGIC = 0x9fa0;

export const descriptors: Containment = {
  kind: "descriptors",
  openRoot: async (path, lookups) => new DescriptorFolder(await open(path, DIRECTORY), lookups, undefined, 0),
};

/** Whether descriptors have paths here. A process on Linux may run without `/proc`. */
export function hasDescriptorPaths(): boolean {
  if (process.platform !== "linux") return false;
  try {
    return statfsSync("/proc/self/fd").type === PROC_SUPER_MAGIC;
  } catch {
    return false;
  }
}

/**
 * Milliseconds for which a directory that was seen in the root is read without another look, which costs as much as
 * to enter it. Others' calls in between may take as long.
 */
const RECENT_MS = 10;

const pathOf = (fd: number): string => `/proc/self/fd/${fd}`;

class DescriptorFolder implements Folder {
  readonly here: string;
  readonly #fd: number;
  readonly #lookups: Lookups;
  /** Undefined for the root itself. */
  readonly #root: string | undefined;
  /** When it was known to be in the root. */
  #seen: number;

  constructor(fd: number, lookups: Lookups, root: string | undefined, seen: number) {
    this.#fd = fd;
    this.#lookups = lookups;
    this.#root = root;
    this.#seen = seen;
    this.here = pathOf(fd);
  }

  at(name: string): string {
    return `${this.here}/${name}`;
  }

  async enter(name: string): Promise<Folder> {
    if (this.#root === undefined) this.#seen = performance.now();
    await this.confirm();
    const fd = await this.#lookups.open(this.at(name), DIRECTORY);
    return new DescriptorFolder(fd, this.#lookups, this.#root ?? this.here, this.#seen);
  }

  look(name: string): Promise<BigIntStats | undefined> {
    return unless("ENOENT", () => this.#lookups.lstat(this.at(name)));
  }

  async hold(name: string): Promise<Held | undefined> {
    const fd = await unless("ENOENT", () => this.#lookups.open(this.at(name), ENTRY));
    if (fd === undefined) return undefined;
    try {
      return new HeldDescriptor(fd, await this.#lookups.fstat(fd), this.#lookups);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  async stat(): Promise<BigIntStats> {
    return this.#lookups.fstat(this.#fd);
  }

  /** What is held is the one that was walked to, but it may have been held for long, to walk from it to many. */
  async confirm(): Promise<void> {
    if (performance.now() - this.#seen > RECENT_MS) await this.verify();
  }

  /**
   * A held directory cannot be exchanged, but somebody may have moved it out of the root by now. The kernel
   * tells from memory where it is, so that asking at once costs less than a turn of the thread pool.
   */
  async verify(): Promise<void> {
    if (this.#root === undefined) return;
    const now = performance.now();
    const root = readlinkSync(this.#root);
    if (!`${readlinkSync(this.here)}/`.startsWith(root === "/" ? "/" : `${root}/`)) throw new LeftRoot();
    this.#seen = now;
  }

  /** Closing what names a place waits for nothing. */
  release(): void {
    closeSync(this.#fd);
  }
}

class HeldDescriptor implements Held {
  readonly stat: BigIntStats;
  readonly #fd: number;
  readonly #lookups: Lookups;

  constructor(fd: number, stat: BigIntStats, lookups: Lookups) {
    this.#fd = fd;
    this.stat = stat;
    this.#lookups = lookups;
  }

  get here(): string {
    return pathOf(this.#fd);
  }

  /**
   * The same inode, known to be a regular file: opening it neither blocks nor has an effect. It is in the kernel's
   * memory, so that opening it for reading costs less than a turn of the thread pool; but where another process
   * holds a lease on it, the kernel would wait for that one, and so a thread does.
   */
  async open(flags: number): Promise<number> {
    if (flags !== constants.O_RDONLY || !this.#lookups.isAtHand(this.stat)) return open(this.here, flags);
    try {
      return openSync(this.here, flags | constants.O_NONBLOCK);
    } catch (error) {
      if (errno(error) !== "EAGAIN") throw error;
      return open(this.here, flags);
    }
  }

  release(): void {
    closeSync(this.#fd);
  }
}
