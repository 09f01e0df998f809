import { ExecutionError, LimitError } from "@mcs/core";
import { CsvError, memoryCap } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import type { TableFile } from "../table/table-file.ts";
import type { Tables } from "../table/tables.ts";
import type { Engine } from "./engine.ts";
import { EngineEnded, type EngineProcess } from "./engine-process.ts";
import { type LocalFile, openLocal } from "./local-file.ts";
import type { EngineRows, FromEngine, ToEngine } from "./messages.ts";
import { type PreparedTable, prepareTable } from "./prepare.ts";
import { distinctNames, ENGINE_RECORD_BYTES, viewSql } from "./relation.ts";
import { TemporaryFiles } from "./temporary-files.ts";

/** What is asked of the engine. */
export interface Query {
  readonly sql: string;
  /** Columns that are texts whatever they look like. */
  readonly textColumns: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

export interface QueryResult extends EngineRows {
  readonly notes: readonly string[];
}

/** The engine over an operator's tables. */
export class QueryEngine {
  readonly #tables: Tables;
  readonly #engine: Engine;
  /** The folder of this machine that the tables are in, where there is one. */
  readonly #root: string | undefined;

  constructor(tables: Tables, engine: Engine, root: string | undefined) {
    this.#tables = tables;
    this.#engine = engine;
    this.#root = root;
  }

  /**
   * Runs one SELECT over the tables that it names.
   *
   * @throws CsvError `"sql_refused"`, `"sql_failed"`, `"type_mismatch"`, `"memory_cap"`, and what opening a table throws
   */
  run(call: Call, query: Query): Promise<QueryResult> {
    return this.#engine.use(call.signal, async (process) => {
      const parsed = await asked(process, { type: "parse", sql: query.sql }, call);
      if (parsed.type !== "parsed") throw failureOf(parsed);
      return withTables(this.#tables, parsed.tables, call.signal, [], async (tables) => {
        const first = await this.#attempt(process, call, query, tables, false);
        if (first !== undefined) return first;
        const second = await this.#attempt(process, call, query, tables, true);
        if (second === undefined) throw new ExecutionError("The SQL engine cannot read the tables.");
        return second;
      });
    });
  }

  /** Undefined where the tables have to be rewritten for the engine. */
  async #attempt(
    process: EngineProcess,
    call: Call,
    query: Query,
    tables: readonly CombinedTable[],
    rewrite: boolean,
  ): Promise<QueryResult | undefined> {
    const temporary = new TemporaryFiles(process.folder, this.#engine.diskBytes);
    const prepared: PreparedTable[] = [];
    const inPlace: LocalFile[] = [];
    const root = this.#root;
    const openInPlace = async (file: TableFile): Promise<string | undefined> => {
      const opened = root === undefined ? undefined : await openLocal(root, file);
      if (opened !== undefined) inPlace.push(opened);
      return opened?.path;
    };
    try {
      for (const table of tables) {
        checkWidth(table);
        prepared.push(await prepareTable(table, { call, temporary, rewrite, openInPlace }));
      }
      const notes = new Set<string>();
      const isText = (column: string): boolean => query.textColumns.includes(column);
      const views = tables.map((table, index) => {
        const names = distinctNames(table.columns);
        table.columns.forEach(({ name }, place) => {
          if (names[place] !== name)
            notes.add(`In SQL the column ${name} of ${table.name} is called ${names[place]}.`);
        });
        return viewSql(table.name, table.columns, names, prepared[index]?.files ?? [], isText);
      });
      const answer = await asked(process, { type: "run", job: this.#job(query, views, prepared) }, call);
      // A file that grew or was replaced meanwhile: of what the adapter opened there is a snapshot.
      const unchanged = await Promise.all(inPlace.map((file) => file.isUnchanged()));
      if (!rewrite && unchanged.includes(false)) return undefined;
      if (!rewrite && answer.type === "failed" && CANNOT_READ.test(answer.message)) return undefined;
      if (answer.type !== "rows") throw failureOf(answer);
      const long = prepared.reduce((sum, { longRecords }) => sum + longRecords, 0);
      if (long > 0)
        notes.add(`${long} records have more fields than there are columns; SQL does not see those.`);
      if (answer.cutValues > 0) {
        notes.add(`${answer.cutValues} values were too long and were cut; "…" marks them.`);
      }
      const { columns, types, rows, leftOut, cutValues } = answer;
      return { columns, types, rows, leftOut, cutValues, notes: [...notes] };
    } finally {
      await Promise.all(inPlace.map((file) => file.close()));
      await temporary.close();
    }
  }

  #job(
    query: Query,
    views: readonly string[],
    prepared: readonly PreparedTable[],
  ): Extract<ToEngine, { type: "run" }>["job"] {
    const { maxValueLength, maxResultLength, maxRows }: Settings = this.#tables.settings;
    return {
      sql: query.sql,
      views,
      files: prepared.flatMap(({ files }) => files.map(({ path }) => path)),
      offset: query.offset,
      limit: Math.min(query.limit, maxRows),
      maxValueLength,
      maxResultLength,
    };
  }
}

/** The engine keeps a block of two thousand values of each column. */
const MOST_COLUMNS = 3000;

function checkWidth({ name, columns }: CombinedTable): void {
  if (columns.length <= MOST_COLUMNS) return;
  throw new LimitError(`${name} has ${columns.length} columns; SQL takes at most ${MOST_COLUMNS}.`, {
    remedy: "The other tools read it, column by column.",
  });
}

/** What the engine says of a file that is not what its dialect makes one believe. */
const CANNOT_READ = /CSV (?:Error|File|Parser)|unicode|UTF-?8|Maximum line size/i;

async function withTables<Result>(
  tables: Tables,
  names: readonly string[],
  signal: AbortSignal,
  opened: readonly CombinedTable[],
  work: (opened: readonly CombinedTable[]) => Promise<Result>,
): Promise<Result> {
  const [name, ...others] = names;
  if (name === undefined) return work(opened);
  return tables.use(name, signal, (table) => withTables(tables, others, signal, [...opened, table], work));
}

async function asked(process: EngineProcess, message: ToEngine, call: Call): Promise<FromEngine> {
  try {
    return await process.ask(message, call.signal);
  } catch (error) {
    if (!(error instanceof EngineEnded)) throw error;
    if (error.isMemory) throw tooMuchMemory();
    throw new ExecutionError("The SQL engine ended unexpectedly.", {
      code: "engine_failed",
      remedy: "Check that @duckdb/node-api is installed with the binary of this platform.",
      cause: error,
    });
  }
}

function tooMuchMemory(): CsvError {
  return memoryCap(
    "The query",
    "Group or filter to fewer rows, avoid lists and long texts built from many rows, or raise engine.maxMemoryBytes.",
  );
}

function failureOf(answer: FromEngine): Error {
  if (answer.type === "refused") {
    return new CsvError("sql_refused", answer.message, { remedy: answer.remedy });
  }
  const message = answer.type === "failed" ? answer.message : "The engine gave no answer.";
  if (/Maximum line size/i.test(message)) {
    return new LimitError(
      `A record has more than ${ENGINE_RECORD_BYTES} bytes: the SQL engine does not take it.`,
      {
        remedy: "The other tools read it.",
      },
    );
  }
  if (/Out of Memory|could not allocate|max_temp_directory_size/i.test(message)) return tooMuchMemory();
  const mismatch = /The column .* has a value that is no (?:BIGINT|DOUBLE|DATE): .*/s.exec(message);
  if (mismatch !== null || /^Conversion Error/.test(message)) {
    return new CsvError("type_mismatch", mismatch?.[0] ?? message, {
      remedy: "Name the column in text_columns to have its values as they stand, and use TRY_CAST.",
    });
  }
  return new CsvError("sql_failed", message.replace(/\n+(?: *file = | *LINE \d)[\s\S]*$/, "").slice(0, 2000));
}
