import { McsError } from "@mcs/core";
import type { EngineValue, TableEnginePort } from "@mcs/core/ports";
import type { Query } from "../engine/query.ts";
import { CsvError } from "../errors.ts";
import type { Settings } from "../options.ts";
import type { Call } from "../table/call.ts";
import { ResultRows } from "../tools/result-rows.ts";
import type { SqlResult, SqlRunner } from "../tools/run-sql.ts";
import { checkedSql } from "./check-sql.ts";

/** So many rows behind those of a result are counted. */
const COUNTED = 1_000_000;

/** A model's SELECT on a server: as a table of a statement of ours, so that it can be nothing else. */
export class ServerSql implements SqlRunner {
  readonly #server: TableEnginePort;
  readonly #settings: Settings;

  constructor(server: TableEnginePort, settings: Settings) {
    this.#server = server;
    this.#settings = settings;
  }

  async run({ signal }: Call, { sql, offset, limit }: Query): Promise<SqlResult> {
    const limits = { signal, timeoutMs: this.#settings.timeoutMs };
    const most = Math.min(limit, this.#settings.maxRows);
    // A comment at its end must not take the bracket along.
    const table = `(\n${checkedSql(sql)}\n)`;
    const sent = `SELECT * FROM ${table} LIMIT ${offset}, ${most + 1}`;
    const answer = await this.#server.query(sent, limits).catch(fail);
    const result = new ResultRows<EngineCell>(most, this.#settings);
    for (const row of answer.rows) if (!result.isFull) result.add(row.map(cellOf));
    let rest = answer.rows.length - result.rows.length;
    if (rest > 0) {
      const counted = await this.#server.query(
        `SELECT count() FROM (SELECT 1 FROM ${table} LIMIT ${offset + result.rows.length}, ${COUNTED + 1})`,
        limits,
      );
      rest = Math.max(rest, Number(counted.rows[0]?.[0] ?? 0));
    }
    return {
      columns: answer.columns.map(({ name }) => name),
      types: answer.columns.map(({ type }) => type),
      rows: result.rows,
      leftOut: rest > COUNTED ? undefined : rest,
      notes: result.notes(),
    };
  }
}

/** What the server says of a model's statement, under the codes that a file's engine has for it. */
function fail(error: unknown): never {
  if (!McsError.is(error)) throw error;
  if (error.code === "engine_refused") throw new CsvError("sql_refused", error.message, { cause: error });
  if (error.code === "engine_failed") throw new CsvError("sql_failed", error.message, { cause: error });
  throw error;
}

type EngineCell = Exclude<EngineValue, boolean>;

function cellOf(value: EngineValue): EngineCell {
  return typeof value === "boolean" ? String(value) : value;
}
