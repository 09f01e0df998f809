import { ConfigurationError, checkOptions, type OptionNames } from "@mcs/core";

/** What {@link MemoryAdapter} can be told. Every field may be left out. */
export interface MemoryAdapterOptions {
  /**
   * The files to begin with, by path; a text is stored as UTF-8. Directories come with the files in them, and a
   * path that ends with `/` is an empty directory.
   * @defaultValue none
   */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The most bytes that all files may hold together; a write beyond it fails with `"no_space"`. @defaultValue 268435456 (256 MiB) */
  readonly maxBytes?: number;
  /** The most files and directories; one more fails with `"no_space"`. @defaultValue 1000000 */
  readonly maxEntries?: number;
  /** Milliseconds since 1970, for the times of files. @defaultValue `Date.now` */
  readonly now?: () => number;
}

export interface Settings {
  readonly maxBytes: number;
  readonly maxEntries: number;
  readonly now: () => number;
}

const NAMES: OptionNames<MemoryAdapterOptions> = { files: 0, maxBytes: 0, maxEntries: 0, now: 0 };

/** @throws ConfigurationError for a limit that is none. */
export function settingsFrom(options: MemoryAdapterOptions): Settings {
  checkOptions("MemoryAdapter", options, NAMES);
  const { maxBytes = 256 * 2 ** 20, maxEntries = 1_000_000, now = Date.now } = options;
  for (const [name, value] of Object.entries({ maxBytes, maxEntries })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new ConfigurationError(`${name} is ${String(value)}.`, { remedy: "Give a whole number from 0." });
  }
  return { maxBytes, maxEntries, now };
}
