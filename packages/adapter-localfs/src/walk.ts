import { FileError, LimitError } from "@mcs/core";
import type { Folder } from "./containment.ts";
import { guarded, outsideRoot, throwIfAborted } from "./errors.ts";
import { parsePath } from "./paths.ts";
import { errno, lstat, mkdir, readlink, unless } from "./system.ts";
import type { Tree } from "./tree.ts";

/** Where a path leads: a directory of the root, and a name in it that may or may not exist. */
export interface Place {
  readonly folder: Folder;
  /** Empty when the path leads to the folder itself. */
  readonly name: string;
  /** As it was given. */
  readonly path: string;
  release(): void;
}

export interface WalkOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where the option allows it: also a link that the path ends with. @defaultValue false */
  readonly followLast?: boolean;
  /** Makes directories that are missing on the way. @defaultValue false */
  readonly makeMissing?: boolean;
}

/** Walks to the directory that holds what a path names. @throws FileError */
export async function walk(tree: Tree, path: string, options: WalkOptions = {}): Promise<Place> {
  const segments = parsePath(path);
  throwIfAborted(options.signal);
  const walker = new Walker(tree, path, options);
  return guarded(path, () => walker.walk(segments));
}

/** Walks into a directory. @throws FileError */
export async function walkInto(tree: Tree, path: string, options: WalkOptions = {}): Promise<Place> {
  const segments = parsePath(path);
  throwIfAborted(options.signal);
  const walker = new Walker(tree, path, options);
  // A name behind the last one makes that a directory on the way. It is never looked at.
  return guarded(path, async () => ({ ...(await walker.walk([...segments, "x"])), name: "" }));
}

/**
 * Walks on by one name, into a directory of one that was walked to and is in the root still. Never through a link.
 * Either may be released before the other.
 *
 * @throws FileError
 */
export async function enterFrom(
  { folder, path }: Place,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Place> {
  const inner = path === "" ? name : `${path}/${name}`;
  parsePath(inner);
  if (name === "" || name.includes("/"))
    throw new FileError("invalid_path", inner, "is not one name further.");
  throwIfAborted(signal);
  return guarded(inner, async () => {
    const entered = await folder.enter(name);
    return { folder: entered, name: "", path: inner, release: () => entered.release() };
  });
}

/** The directories from the root to where a walk is, held until its end: a link may lead back up. */
class Walker {
  readonly #tree: Tree;
  readonly #path: string;
  readonly #options: WalkOptions;
  readonly #held: Folder[] = [];
  #links = 0;

  constructor(tree: Tree, path: string, options: WalkOptions) {
    this.#tree = tree;
    this.#path = path;
    this.#options = options;
  }

  async walk(segments: string[]): Promise<Place> {
    let ahead = segments;
    try {
      while (ahead.length > 0) {
        const [name = "", ...rest] = ahead;
        const target = await this.#step(name, rest.length === 0);
        if (target === undefined && rest.length === 0 && name !== "..") break;
        ahead = target === undefined ? rest : [...target, ...rest];
      }
    } catch (error) {
      this.#release();
      throw error;
    }
    const release = () => this.#release();
    return { folder: this.#here, name: ahead[0] ?? "", path: this.#path, release };
  }

  get #here(): Folder {
    return this.#held.at(-1) ?? this.#tree.root;
  }

  /** One segment on; where it is a link that is followed, what is to be walked in its stead. */
  async #step(name: string, isLast: boolean): Promise<string[] | undefined> {
    if (name === "..") {
      this.#up();
      return undefined;
    }
    if (isLast) {
      // Where none is followed, whoever opens the last one finds out that it is a link.
      const mayFollow = this.#options.followLast === true && this.#tree.settings.followSymlinks;
      return mayFollow ? this.#linkAt(name) : undefined;
    }
    try {
      this.#held.push(await this.#enter(name));
      return undefined;
    } catch (error) {
      if (!["ENOTDIR", "ELOOP"].includes(errno(error))) throw error;
      const target = await this.#linkAt(name);
      if (target === undefined) throw error;
      return target;
    }
  }

  async #enter(name: string): Promise<Folder> {
    const here = this.#here;
    try {
      return await here.enter(name);
    } catch (error) {
      if (errno(error) !== "ENOENT" || this.#options.makeMissing !== true) throw error;
      await here.verify();
      await unless("EEXIST", mkdir(here.at(name)));
      return here.enter(name);
    }
  }

  /** Only ever by a link's target; a path has no such segment. */
  #up(): void {
    const folder = this.#held.pop();
    if (folder === undefined) throw this.#leaves();
    folder.release();
  }

  /** The segments that a link leads along, from here or from the root. Undefined for what is no link. */
  async #linkAt(name: string): Promise<string[] | undefined> {
    const link = this.#here.at(name);
    if (!this.#tree.settings.followSymlinks) {
      const stat = await unless("ENOENT", lstat(link));
      if (stat?.isSymbolicLink() !== true) return undefined;
      throw outsideRoot(this.#path, "leads through a symbolic link, and links are not followed.");
    }
    // What the link says now is only text: it is walked like a path, whatever it was before or is afterwards.
    const target = await unless("EINVAL ENOENT UNKNOWN", readlink(link));
    if (target === undefined) return undefined;
    const { maxLinks } = this.#tree.settings.limits;
    if (++this.#links > maxLinks) {
      throw new LimitError(
        `${JSON.stringify(this.#path)} leads through too many symbolic links, or in a circle.`,
      );
    }
    return this.#segmentsOf(target);
  }

  #segmentsOf(target: string): string[] {
    const split = (path: string) => path.split(SEPARATORS).filter((part) => part !== "" && part !== ".");
    const segments = split(target);
    if (!isAbsolute(target)) return segments;
    for (const root of this.#tree.rootPaths.map(split)) {
      if (root.every((segment, index) => segment === segments[index])) {
        this.#release();
        return segments.slice(root.length);
      }
    }
    throw this.#leaves();
  }

  #leaves(): FileError {
    return outsideRoot(this.#path, "leads through a symbolic link out of the root.");
  }

  #release(): void {
    for (const folder of this.#held.splice(0)) folder.release();
  }
}

const SEPARATORS = process.platform === "win32" ? /[\\/]/ : "/";

function isAbsolute(target: string): boolean {
  return process.platform === "win32" ? /^([\\/]|[A-Za-z]:)/.test(target) : target.startsWith("/");
}
