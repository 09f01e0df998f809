import { ConfigurationError, checkOptions, type OptionNames, type PromptOptions } from "@mcs/core";
import type { FilesystemPort, HttpPort, TableEnginePort } from "@mcs/core/ports";
import type { DialectOptions } from "./dialect/dialect.ts";

/** A table under a name of its own. */
export type NamedTable = DialectOptions &
  (
    | {
        /** A file, or several of one kind by a glob, relative to the root. */
        readonly path: string;
        readonly url?: undefined;
      }
    | {
        /** Read through `http`. Its origin counts as named by the operator. */
        readonly url: string;
        readonly headers?: Readonly<Record<string, string>>;
        readonly path?: undefined;
      }
  );

/** What a long scan tells while it runs. */
export interface Progress {
  readonly table: string;
  /** Records and bytes scanned so far in this call. */
  readonly rows: number;
  readonly bytes: number;
  /** How many bytes there are; undefined for compressed files. */
  readonly totalBytes: number | undefined;
}

/** Limits of the SQL engine, DuckDB. It runs in processes of its own, which see nothing but the query's tables. */
export interface EngineOptions {
  /** What a query may keep in memory, in bytes. A process that takes 64 MiB more is ended. @defaultValue 268435456 */
  readonly maxMemoryBytes?: number;
  /** @defaultValue 2, or 1 on a machine of one core */
  readonly threads?: number;
  /** Bytes for copies of files that the engine cannot read where they lie, and as many for what exceeds its memory. @defaultValue 4294967296 */
  readonly maxDiskBytes?: number;
  /** Queries at a time; the others wait. @defaultValue 2 */
  readonly processes?: number;
  /** Where private folders for both are made. @defaultValue the system's temporary folder */
  readonly temporaryFolder?: string;
}

/** How charts are drawn. */
export interface ChartOptions {
  /** TrueType or OpenType files for the words in a PNG, beside the system's fonts. @defaultValue none */
  readonly fontFiles?: readonly string[];
}

/** Options of `CsvDriver` and `CsvToolDriver`: one plain object. */
export interface CsvOptions {
  /** A folder of this machine; everything below it that `include` names is a table. */
  readonly root?: string;
  /** Where the files are, in place of `root`. */
  readonly port?: FilesystemPort;
  /** Fetches the tables that have a `url`. */
  readonly http?: HttpPort;
  /** A database server, in place of files: all tables that its adapter sees are tables. Closed by whoever made it. */
  readonly server?: TableEnginePort;
  /** Tables under names of their own, each with what is known of its dialect. */
  readonly tables?: Readonly<Record<string, NamedTable>>;
  /**
   * Globs of the files that are tables. An empty list leaves only those of `tables`.
   * @defaultValue files that end in csv, tsv, tab or psv, also with .gz or .zst
   */
  readonly include?: readonly string[];
  /** Dialect of all tables, where one of `tables` does not say otherwise. @defaultValue sniffed */
  readonly dialect?: DialectOptions;
  /**
   * `"write"` includes reading, and lists the tool `export_rows`, which makes new files and changes none.
   * @defaultValue `"read"`
   */
  readonly access?: "read" | "write";
  /** Milliseconds for one call. @defaultValue 120000 */
  readonly timeoutMs?: number;
  /** The most rows in one result. @defaultValue 1000 */
  readonly maxRows?: number;
  /** The most characters of one value in a result; longer ones are cut and counted. @defaultValue 2000 */
  readonly maxValueLength?: number;
  /** About the most characters of a result's rows; what is left out is counted and can be paged to. @defaultValue 60000 */
  readonly maxResultLength?: number;
  /** Bytes for what a call, and each of its threads, has to keep: groups, exact distinct values, percentiles, the right side of a join. @defaultValue 67108864 */
  readonly maxMemoryBytes?: number;
  /** The longest record, in bytes. @defaultValue 16777216 */
  readonly maxRecordBytes?: number;
  /** Files together up to so many bytes are read whole to be described; of larger ones samples. @defaultValue 67108864 */
  readonly describeBytes?: number;
  /** Threads for large files; 0 does everything in the caller's. @defaultValue 2 */
  readonly workers?: number;
  /** Files from so many bytes on are scanned by the threads. @defaultValue 16777216 */
  readonly workersFromBytes?: number;
  /** The SQL engine's limits; `false` does without it. @defaultValue used where `@duckdb/node-api` is installed */
  readonly engine?: EngineOptions | false;
  /** How charts are drawn; `false` does without them. @defaultValue as PNG, SVG or a specification: the best that the installed packages can do */
  readonly chart?: ChartOptions | false;
  /** Called now and then while a table is scanned. What it throws ends the call. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Options of `CsvDriver`: those of the tables, and the words that models read. */
export type CsvDriverOptions = CsvOptions & PromptOptions;

/** The options with their defaults. */
export type Settings = Required<
  Pick<
    CsvOptions,
    | "timeoutMs"
    | "maxRows"
    | "maxValueLength"
    | "maxResultLength"
    | "maxMemoryBytes"
    | "maxRecordBytes"
    | "describeBytes"
    | "workers"
    | "workersFromBytes"
    | "include"
  >
>;

const DEFAULTS: Settings = {
  timeoutMs: 120_000,
  maxRows: 1000,
  maxValueLength: 2000,
  maxResultLength: 60_000,
  maxMemoryBytes: 64 * 2 ** 20,
  maxRecordBytes: 16 * 2 ** 20,
  describeBytes: 64 * 2 ** 20,
  workers: 2,
  workersFromBytes: 16 * 2 ** 20,
  include: ["**/*.{csv,tsv,tab,psv}", "**/*.{csv,tsv,tab,psv}.{gz,zst}"],
};

export function settingsFrom(options: CsvOptions): Settings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

const OWNER = "CsvDriver";
const NAMES: OptionNames<CsvDriverOptions> = {
  root: 0,
  port: 0,
  http: 0,
  server: 0,
  tables: 0,
  include: 0,
  dialect: 0,
  access: 0,
  timeoutMs: 0,
  maxRows: 0,
  maxValueLength: 0,
  maxResultLength: 0,
  maxMemoryBytes: 0,
  maxRecordBytes: 0,
  describeBytes: 0,
  workers: 0,
  workersFromBytes: 0,
  engine: 0,
  chart: 0,
  onProgress: 0,
  prompts: 0,
};
const ENGINE: OptionNames<EngineOptions> = {
  maxMemoryBytes: 0,
  threads: 0,
  maxDiskBytes: 0,
  processes: 0,
  temporaryFolder: 0,
};
const CHART: OptionNames<ChartOptions> = { fontFiles: 0 };
const DIALECT: OptionNames<DialectOptions> = {
  delimiter: 0,
  quote: 0,
  escape: 0,
  header: 0,
  columns: 0,
  encoding: 0,
  comment: 0,
  skipLines: 0,
  loneCr: 0,
  spacesAroundQuotes: 0,
  keepBlankLines: 0,
  decimal: 0,
  widths: 0,
};
const TABLE: OptionNames<NamedTable> = { ...DIALECT, path: 0, url: 0, headers: 0 };

/** What a driver of a server's tables has no use for. */
const OF_FILES = ["root", "port", "http", "tables", "include", "dialect", "access", "engine"] as const;

/** @throws ConfigurationError for an option that is unknown, at whatever depth, or an access that is none. */
export function checkNames(options: CsvOptions): void {
  checkOptions(OWNER, options, NAMES);
  checkOptions(OWNER, options.engine || {}, ENGINE, "engine");
  checkOptions(OWNER, options.chart || {}, CHART, "chart");
  checkOptions(OWNER, options.dialect ?? {}, DIALECT, "dialect");
  for (const [name, table] of Object.entries(options.tables ?? {})) {
    checkOptions(OWNER, table, TABLE, `tables.${name}`);
  }
  if (options.server !== undefined) {
    const named = OF_FILES.filter((name) => options[name] !== undefined && options[name] !== false);
    if (named.length > 0) {
      throw new ConfigurationError(
        `The tables are those of a server, and ${named.join(", ")} are about files.`,
        {
          remedy: "Leave them out, or make a driver for the files beside this one.",
        },
      );
    }
  }
  const { access = "read" } = options;
  if (access !== "read" && access !== "write") {
    throw new ConfigurationError(`access is ${JSON.stringify(access)}.`, {
      remedy: 'It is "read" or "write".',
    });
  }
}
