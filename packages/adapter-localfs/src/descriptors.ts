import { type BigIntStats, closeSync, constants, readlinkSync, statfsSync } from "node:fs";
import { type Containment, type Folder, type Held, LeftRoot } from "./containment.ts";
import { fstat, lstat, open, unless } from "./system.ts";

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
  openRoot: async (path) => new DescriptorFolder(await open(path, DIRECTORY), undefined),
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

const pathOf = (fd: number): string => `/proc/self/fd/${fd}`;

class DescriptorFolder implements Folder {
  readonly here: string;
  readonly #fd: number;
  /** Undefined for the root itself. */
  readonly #root: string | undefined;

  constructor(fd: number, root: string | undefined) {
    this.#fd = fd;
    this.#root = root;
    this.here = pathOf(fd);
  }

  at(name: string): string {
    return `${this.here}/${name}`;
  }

  async enter(name: string): Promise<Folder> {
    return new DescriptorFolder(await open(this.at(name), DIRECTORY), this.#root ?? this.here);
  }

  look(name: string): Promise<BigIntStats | undefined> {
    return unless("ENOENT", lstat(this.at(name)));
  }

  async hold(name: string): Promise<Held | undefined> {
    const fd = await unless("ENOENT", open(this.at(name), ENTRY));
    if (fd === undefined) return undefined;
    try {
      return new HeldDescriptor(fd, await fstat(fd));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  stat(): Promise<BigIntStats> {
    return fstat(this.#fd);
  }

  /**
   * A held directory cannot be exchanged, but somebody may have moved it out of the root by now. The kernel
   * tells from memory where it is, so that asking at once costs less than a turn of the thread pool.
   */
  async verify(): Promise<void> {
    if (this.#root === undefined) return;
    const root = readlinkSync(this.#root);
    if (!`${readlinkSync(this.here)}/`.startsWith(root === "/" ? "/" : `${root}/`)) throw new LeftRoot();
  }

  /** Closing what names a place waits for nothing. */
  release(): void {
    closeSync(this.#fd);
  }
}

class HeldDescriptor implements Held {
  readonly stat: BigIntStats;
  readonly #fd: number;

  constructor(fd: number, stat: BigIntStats) {
    this.#fd = fd;
    this.stat = stat;
  }

  get here(): string {
    return pathOf(this.#fd);
  }

  /** The same inode, known to be a regular file: opening it neither blocks nor has an effect. */
  open(flags: number): Promise<number> {
    return open(this.here, flags);
  }

  release(): void {
    closeSync(this.#fd);
  }
}
