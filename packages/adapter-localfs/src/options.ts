import { checkOptions } from "@mcs/core";
import type { ContainmentKind } from "./containment.ts";
import { badOption } from "./errors.ts";

/** What {@link LocalFsAdapter} can be told. Plain data. */
export interface LocalFsAdapterOptions {
  /** A folder that exists. A relative path counts from the working directory of the first use. */
  readonly root: string;
  /**
   * Whether symbolic links are followed, where they stay within the root; `false` refuses every path that
   * leads through one. @defaultValue false
   */
  readonly followSymlinks?: boolean;
  /**
   * Whether files with several names may be read and written. Another of the names may lie outside of the root;
   * package stores are full of them. A write that replaces such a file gives this name a file of its own.
   * @defaultValue false
   */
  readonly allowHardLinks?: boolean;
  /** `"read"` refuses every change. @defaultValue "write", which includes reading */
  readonly access?: "read" | "write";
  /**
   * The guarantee that is needed. `"auto"` is the strongest that the platform has; a named one that it does not
   * have is an error at first use. @defaultValue "auto"
   */
  readonly containment?: "auto" | ContainmentKind;
  /**
   * What `candidates` searches with: the path of a ripgrep binary, or `false` for threads of this process.
   * @defaultValue the one of `@vscode/ripgrep`, where that is installed, else `rg` of the `PATH`, unless either
   * lies within the root; else `false`
   */
  readonly ripgrep?: string | false;
  readonly limits?: LocalFsLimitOptions;
}

/** Bounds of what one call may read, write and wait for. */
export interface LocalFsLimitOptions {
  /** The most bytes that one `read` brings. @defaultValue 268435456 (256 MiB) */
  readonly maxReadBytes?: number;
  /** The largest file that a write, an append or a copy leaves behind, in bytes. @defaultValue 1073741824 (1 GiB) */
  readonly maxFileBytes?: number;
  /** The most symbolic links on the way of one path. @defaultValue 40 */
  readonly maxLinks?: number;
  /** The most directories that one `watch` looks at. @defaultValue 8192 */
  readonly maxWatchedDirectories?: number;
  /** Milliseconds that a write waits for another process that is writing the same file. @defaultValue 10000 */
  readonly lockTimeoutMs?: number;
}

/** The options with every default filled in. */
export interface Settings {
  readonly root: string;
  readonly followSymlinks: boolean;
  readonly allowHardLinks: boolean;
  readonly access: "read" | "write";
  readonly containment: "auto" | ContainmentKind;
  readonly ripgrep: string | false | undefined;
  readonly limits: Required<LocalFsLimitOptions>;
}

const DEFAULTS: Settings = {
  root: "",
  followSymlinks: false,
  allowHardLinks: false,
  access: "write",
  containment: "auto",
  ripgrep: undefined,
  limits: {
    maxReadBytes: 256 * 1024 * 1024,
    maxFileBytes: 1024 * 1024 * 1024,
    maxLinks: 40,
    maxWatchedDirectories: 8192,
    lockTimeoutMs: 10_000,
  },
};

/** @throws ConfigurationError for an option that is missing, unknown or cannot be used. */
export function settingsFrom(options: LocalFsAdapterOptions): Settings {
  const settings: Settings = {
    ...merge(DEFAULTS, options),
    limits: merge(DEFAULTS.limits, options.limits ?? {}, "limits"),
  };
  const { root, access, containment, ripgrep } = settings;
  if (typeof root !== "string" || root === "" || root.includes("\0")) {
    throw badOption(
      "root",
      "has to be the path of a folder",
      "There is no default: nothing is allowed that is not named.",
    );
  }
  if (!["read", "write"].includes(access)) throw badOption("access", 'has to be "read" or "write"');
  if (!["auto", "descriptors", "rechecks"].includes(containment)) {
    throw badOption("containment", 'has to be "auto", "descriptors" or "rechecks"');
  }
  if (ripgrep !== undefined && ripgrep !== false && (typeof ripgrep !== "string" || ripgrep === "")) {
    throw badOption("ripgrep", "has to be the path of a ripgrep binary, or false");
  }
  return Object.freeze(settings);
}

/** The given fields over the defaults; nothing may be misspelt or of another type. */
function merge<Group extends object>(defaults: Group, given: object, group?: string): Group {
  const merged = { ...defaults } as Record<string, unknown>;
  checkOptions("LocalFsAdapter", given, defaults, group);
  const prefix = group === undefined ? "" : `${group}.`;
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const expected = typeof merged[key];
    if (expected === "number" && !(Number.isSafeInteger(value) && (value as number) > 0)) {
      throw badOption(`${prefix}${key}`, "has to be a positive integer");
    }
    if (expected === "boolean" && typeof value !== "boolean") {
      throw badOption(`${prefix}${key}`, "has to be true or false");
    }
    merged[key] = value;
  }
  return merged as Group;
}
