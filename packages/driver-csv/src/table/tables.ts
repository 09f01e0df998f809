import { ConfigurationError, McsError } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import { checkDialect, type DialectOptions } from "../dialect/dialect.ts";
import { CsvError } from "../errors.ts";
import { type CsvOptions, type NamedTable, type Settings, settingsFrom } from "../options.ts";
import { compareText } from "../reduce/compare-text.ts";
import { WorkerPool } from "../scan/worker-pool.ts";
import type { ByteSource } from "../source/byte-source.ts";
import { openFileSource } from "../source/file-source.ts";
import { CombinedTable, type Part } from "./combined-table.ts";
import { globBase, globTest, isGlob } from "./glob.ts";
import { namesLike, shownName } from "./names-like.ts";
import { openSource } from "./open-table.ts";
import { RowIndex } from "./row-index.ts";
import { TableFile } from "./table-file.ts";
import { inspect, type TableInfo } from "./table-info.ts";

/** A file that is a table, as a listing shows it. */
export interface TableEntry {
  readonly name: string;
  readonly size: number | undefined;
  readonly modifiedMs: number | undefined;
}

/** What is known of one version of one file; kept, so that the next call need not look again. */
interface Known {
  readonly info: Promise<TableInfo>;
  readonly index: RowIndex;
}

/** So many files are looked at for one glob or listing; a folder may hold millions. */
const MOST_ENTRIES = 100_000;
const MOST_PARTS = 1000;
/** So many names are looked at to find one that somebody may have meant. */
const MOST_NAMES = 1000;
const MOST_KNOWN = 500;

/** The tables that an operator has named: it finds their files, opens them for a call, and remembers what they are. */
export class Tables {
  readonly settings: Settings;
  readonly #options: CsvOptions;
  readonly #named: ReadonlyMap<string, NamedTable>;
  readonly #isTable: (path: string) => boolean;
  readonly #known = new Map<string, Known>();
  #port: Promise<FilesystemPort> | undefined;
  #pool: WorkerPool | undefined;

  /** @throws ConfigurationError where the options name no tables or contradict themselves */
  constructor(options: CsvOptions) {
    const { root, port, http, server, tables = {}, dialect = {} } = options;
    if (root !== undefined && port !== undefined)
      throw new ConfigurationError("Both root and port are given.");
    const named = Object.entries(tables);
    const hasNone = root === undefined && port === undefined && server === undefined;
    if (hasNone && !named.some(([, table]) => table.url !== undefined)) {
      throw new ConfigurationError("There is nothing to read.", {
        remedy: "Give root, a port, tables with a url, or a server.",
      });
    }
    for (const [name, table] of named) {
      checkDialect(table);
      if (table.url !== undefined && http === undefined) {
        throw new ConfigurationError(`The table ${name} has a url, and there is no http.`, {
          remedy: "Pass an HttpPort, such as new HttpAdapter() of @mcs/adapter-http.",
        });
      }
    }
    checkDialect(dialect);
    this.settings = settingsFrom(options);
    const tests = this.settings.include.map(globTest);
    this.#isTable = (path) => tests.some((test) => test(path));
    this.#options = options;
    this.#named = new Map(named);
  }

  /** Threads, where they are wanted. */
  get pool(): WorkerPool | undefined {
    if (this.settings.workers < 1) return undefined;
    this.#pool ??= new WorkerPool(this.settings.workers);
    return this.#pool;
  }

  /** The file system that results are exported to. */
  port(): Promise<FilesystemPort> {
    const { port, root } = this.#options;
    this.#port ??=
      port !== undefined
        ? Promise.resolve(port)
        : import("@mcs/adapter-localfs").then(({ LocalFsAdapter }) => {
            if (root === undefined) throw new ConfigurationError("There is no root and no port.");
            return new LocalFsAdapter({ root });
          });
    return this.#port;
  }

  /**
   * A path that a result may be written to: one that would be listed as a table afterwards.
   *
   * @throws McsError `"invalid_path"`
   */
  checkTarget(path: string): string {
    if (this.#isTable(path) && !isGlob(path) && !/\.(?:gz|zst)$/.test(path)) return path;
    throw new McsError("invalid_path", `Results are not written to ${JSON.stringify(path.slice(0, 200))}.`, {
      remedy: "Choose a name that ends in .csv and is one of the tables.",
    });
  }

  get hasFiles(): boolean {
    return this.#options.port !== undefined || this.#options.root !== undefined;
  }

  /** Tables with names of their own, then the files below the root, in the port's order. */
  async *list(
    pattern: string | undefined,
    signal?: AbortSignal,
  ): AsyncGenerator<TableEntry, void, undefined> {
    const fits = pattern === undefined ? (): boolean => true : globTest(pattern);
    for (const name of this.#named.keys()) {
      if (fits(name)) yield { name, size: undefined, modifiedMs: undefined };
    }
    if (!this.hasFiles) return;
    const isListed = (path: string): boolean => this.#isTable(path) && fits(path);
    yield* this.#files("", isListed, signal);
  }

  /** Opens a table for the time of some work, and checks at its end that nobody changed the files meanwhile. */
  async use<Result>(
    name: string,
    signal: AbortSignal | undefined,
    work: (table: CombinedTable) => Promise<Result>,
  ): Promise<Result> {
    const opened: ByteSource[] = [];
    try {
      const parts: Part[] = [];
      for (const { path, dialect } of await this.#paths(name, signal)) {
        const source = await this.#open(path, signal).catch(async (error: unknown) => {
          if (McsError.is(error) && error.code === "file_not_found") throw await this.#notFound(name, error);
          throw error;
        });
        opened.push(source);
        const known = this.#knownOf(source, name, dialect, signal);
        parts.push({
          file: new TableFile(source, await known.info, this.settings.maxRecordBytes),
          index: known.index,
        });
      }
      const result = await work(new CombinedTable(name, parts));
      for (const source of opened) await source.verify();
      return result;
    } finally {
      await Promise.all(opened.map((source) => source.close()));
    }
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    this.#pool = undefined;
    if (this.#options.port === undefined) await (await this.#port)?.close();
    this.#port = undefined;
  }

  async #open(place: NamedTable, signal: AbortSignal | undefined): Promise<ByteSource> {
    if (place.path !== undefined) {
      // The adapter for a root is ours: what it reads, nobody else has.
      return openFileSource(await this.port(), place.path, signal, this.#options.root !== undefined);
    }
    const { http } = this.#options;
    if (http === undefined) throw new ConfigurationError("There is no http.");
    return openSource(http, place.url, place.headers === undefined ? {} : { headers: place.headers }, signal);
  }

  async #paths(
    name: string,
    signal: AbortSignal | undefined,
  ): Promise<Array<{ path: NamedTable; dialect: DialectOptions }>> {
    const named = this.#named.get(name);
    const dialect = { ...this.#options.dialect, ...named };
    if (named?.url !== undefined) return [{ path: named, dialect }];
    const path = named?.path ?? name;
    if (!this.hasFiles) throw await this.#notFound(name);
    if (!isGlob(path)) {
      if (named === undefined && !this.#isTable(path)) throw await this.#notFound(name);
      return [{ path: { path }, dialect }];
    }
    const fits = globTest(path);
    const paths: string[] = [];
    // The operator may name any files, a model only those that are tables.
    const isPart = (file: string): boolean => fits(file) && (named !== undefined || this.#isTable(file));
    for await (const { name: file } of this.#files(globBase(path), isPart, signal)) paths.push(file);
    if (paths.length === 0) throw await this.#notFound(name);
    if (paths.length > MOST_PARTS) {
      throw new McsError(
        "limit_exceeded",
        `${paths.length} files fit ${name}; at most ${MOST_PARTS} are one table.`,
      );
    }
    return paths.sort(compareText).map((file) => ({ path: { path: file }, dialect }));
  }

  async #notFound(name: string, cause?: unknown): Promise<CsvError> {
    const names: string[] = [];
    for await (const entry of this.list(undefined)) {
      if (names.push(entry.name) >= MOST_NAMES) break;
    }
    return new CsvError("table_not_found", `There is no table ${shownName(name)}.`, {
      remedy: `list_tables says which there are, such as ${namesLike(name, names, 5)}.`,
      ...(cause === undefined ? {} : { cause }),
    });
  }

  async *#files(
    base: string,
    isWanted: (path: string) => boolean,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<TableEntry, void, undefined> {
    const port = await this.port();
    const folders = [base];
    let seen = 0;
    for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
      for await (const entry of port.list(folder, signal === undefined ? {} : { signal })) {
        if (++seen > MOST_ENTRIES) {
          throw new McsError("limit_exceeded", `There are more than ${MOST_ENTRIES} files.`, {
            remedy: "Name a folder in the pattern.",
          });
        }
        const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.kind === "directory") folders.push(name);
        else if (entry.kind === "file" && isWanted(name)) {
          yield { name, size: entry.size, modifiedMs: entry.modifiedMs };
        }
      }
    }
  }

  #knownOf(
    source: ByteSource,
    table: string,
    dialect: DialectOptions,
    signal: AbortSignal | undefined,
  ): Known {
    const fresh = (): Known => ({ info: inspect(source, dialect, signal), index: new RowIndex() });
    if (source.version === undefined) return fresh();
    const key = JSON.stringify([
      this.#named.has(table) ? table : "",
      source.name,
      source.version,
      source.size,
    ]);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = fresh();
      this.#known.set(key, known);
      known.info.catch(() => this.#known.delete(key));
      const [oldest] = this.#known.keys();
      if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    }
    return known;
  }
}
