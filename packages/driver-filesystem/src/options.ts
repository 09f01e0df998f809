import type { LocalFsAdapterOptions } from "@mcs/adapter-localfs";
import { ConfigurationError, checkOptions, type OptionNames, type PromptOptions } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";

/** What may be done below a root: `"write"` includes reading. */
export type Access = "read" | "write";

/** Where the files are: a directory of this machine, or any port. */
export type RootOptions = {
  /** @defaultValue `"write"` */
  readonly access?: Access;
} & (
  | {
      /** A path on this machine; it is opened with `LocalFsAdapter` of `@mcs/adapter-localfs`. */
      readonly root: string;
      /** What else the adapter is told, such as `followSymlinks` or `allowHardLinks`. */
      readonly local?: Omit<LocalFsAdapterOptions, "root">;
      readonly port?: undefined;
    }
  | {
      /** Its owner closes it. */
      readonly port: FilesystemPort;
      readonly root?: undefined;
      readonly local?: undefined;
    }
);

/** One root, or several under names. */
export type RootChoice =
  | (RootOptions & { readonly roots?: undefined })
  | {
      /**
       * The first segment of every path is one of these names. A root that says nothing of its access has the
       * one beside `roots`. No roots: nothing is allowed, and there are no tools.
       */
      readonly roots: Readonly<Record<string, RootOptions>>;
      readonly access?: Access;
      readonly root?: undefined;
      readonly local?: undefined;
      readonly port?: undefined;
    };

/** Options of `FilesystemDriver` and `FilesystemToolDriver`: one plain object. */
export type FilesystemDriverOptions = RootChoice & FilesystemOptions & PromptOptions;

/** What does not depend on where the files are. */
export interface FilesystemOptions {
  /**
   * Where deleted files go: a directory in their root, or `false` for nowhere. What is deleted in there is gone.
   * @defaultValue `".trash"`
   */
  readonly trash?: string | false;
  /**
   * Trees and searches leave out what `.gitignore` files name, and `.git` itself. A call may ask for everything.
   * @defaultValue true
   */
  readonly gitignore?: boolean;
  /** Adds the tool `watch_directory`, where the port can watch. @defaultValue false */
  readonly watch?: boolean;
  readonly limits?: Partial<Limits>;
}

/** Whatever is cut because of a limit says so, and how to go on. */
export interface Limits {
  /** Bytes of text in one result. @defaultValue 262144 (256 KiB) */
  readonly maxReadBytes: number;
  /** Lines of text in one result. @defaultValue 5000 */
  readonly maxReadLines: number;
  /** The largest image or other binary that a result brings along. @defaultValue 10485760 (10 MiB) */
  readonly maxMediaBytes: number;
  /** The largest content of one call that writes, and the largest file that is edited. @defaultValue 10485760 (10 MiB) */
  readonly maxWriteBytes: number;
  /** Entries in one result: of a listing, of a tree, of names found. @defaultValue 500 */
  readonly maxEntries: number;
  /** Levels below the directory in which a tree or a search begins. @defaultValue 64 */
  readonly maxDepth: number;
  /** Matching lines in one result of a search. @defaultValue 200 */
  readonly maxMatches: number;
  /** Entries that one tree or search looks at. @defaultValue 500000 */
  readonly maxScanned: number;
  /** Milliseconds for one tree or search. @defaultValue 30000 */
  readonly timeoutMs: number;
  /** Milliseconds for one regular expression on one file. @defaultValue 1000 */
  readonly patternTimeoutMs: number;
}

const LIMITS: Limits = Object.freeze({
  maxReadBytes: 256 * 1024,
  maxReadLines: 5_000,
  maxMediaBytes: 10 * 2 ** 20,
  maxWriteBytes: 10 * 2 ** 20,
  maxEntries: 500,
  maxDepth: 64,
  maxMatches: 200,
  maxScanned: 500_000,
  timeoutMs: 30_000,
  patternTimeoutMs: 1_000,
});

const OWNER = "FilesystemDriver";
const ROOT_NAMES: OptionNames<RootOptions> = { access: 0, root: 0, local: 0, port: 0 };
const NAMES: OptionNames<FilesystemDriverOptions> = {
  ...ROOT_NAMES,
  roots: 0,
  trash: 0,
  gitignore: 0,
  watch: 0,
  limits: 0,
  prompts: 0,
};

/** @throws ConfigurationError for an option that is unknown, of the driver or of one of its roots. */
export function checkNames(options: FilesystemDriverOptions): void {
  checkOptions(OWNER, options, NAMES);
  if (options.roots === undefined) return;
  checkOptions(OWNER, options.roots, options.roots, "roots");
  for (const [name, root] of Object.entries(options.roots))
    checkOptions(OWNER, root, ROOT_NAMES, `roots.${name}`);
}

/** @throws ConfigurationError for a limit that is unknown or no whole number above 0. */
export function limitsFrom(limits: Partial<Limits> = {}): Limits {
  checkOptions(OWNER, limits, LIMITS, "limits");
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new ConfigurationError(`The limit ${name} is ${String(value)}.`, {
        remedy: "Give a whole number above 0.",
      });
    }
  }
  return { ...LIMITS, ...limits };
}

/** @throws ConfigurationError for a trash that is no path within a root. */
export function trashFrom(trash: string | false = ".trash"): string | undefined {
  if (trash === false) return undefined;
  if (trash.split("/").some((segment) => segment === "" || segment === "." || segment === "..")) {
    throw new ConfigurationError(`The trash ${JSON.stringify(trash)} is no directory within a root.`, {
      remedy: 'Give a relative path, such as ".trash", or false.',
    });
  }
  return trash;
}
