import { type DuckDBConnection, JsonDuckDBValueConverter, StatementType } from "@duckdb/node-api";
import { type Database, lock } from "./database.ts";
import type { EngineCell, EngineJob, EngineRows } from "./messages.ts";
import { Refusal, tablesOf } from "./statement.ts";
import { cutCell, exactCell } from "./values.ts";

/** So many rows behind those of a result are counted. */
const COUNTED = 1_000_000;
/** Longer statements are nobody's. */
const LONGEST_SQL = 100_000;

/** The tables that a statement names; it is parsed and not run. @throws Refusal for one that may not run */
export async function statementTables(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  if (sql.length > LONGEST_SQL) throw new Refusal("The statement is too long.", "Write a shorter one.");
  const tree = await connection.runAndReadAll(
    "SELECT json_serialize_sql(?::VARCHAR, skip_default := true, skip_null := true, skip_empty := true)",
    [sql],
  );
  return tablesOf(String(tree.getRows()[0]?.[0]));
}

/**
 * Runs one SELECT in a database that nothing was run in before, and nothing may be run in afterwards. The order is
 * what makes it safe: our views first, then the lock, then the model's words.
 */
export async function runJob(job: EngineJob, { connection }: Database): Promise<EngineRows> {
  for (const view of job.views) await connection.run(view);
  await lock(connection, job.files);
  await statementTables(connection, job.sql);
  const statements = await connection.extractStatements(job.sql);
  if (statements.count !== 1) throw new Refusal(`There are ${statements.count} statements.`, "Write one.");
  const prepared = await statements.prepare(0);
  if (prepared.statementType !== StatementType.SELECT) {
    throw new Refusal("The statement is no SELECT.", "Write one SELECT statement.");
  }
  const result = await prepared.stream();
  const types = result.columnTypes();
  const rows: EngineCell[][] = [];
  let left = job.maxResultLength;
  let cutValues = 0;
  let seen = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const first = seen;
    seen += chunk.rowCount;
    if (seen > job.offset + COUNTED) break;
    if (seen <= job.offset || rows.length >= job.limit || left <= 0) continue;
    const values = chunk.convertRows(JsonDuckDBValueConverter);
    for (const row of values.slice(Math.max(0, job.offset - first))) {
      if (rows.length >= job.limit || left <= 0) break;
      const cells = row.map((value, column) => {
        const type = types[column]?.typeId;
        const { cell, length, isCut } = cutCell(
          type === undefined ? String(value) : exactCell(value, type),
          job.maxValueLength,
        );
        left -= 3 + length;
        if (isCut) cutValues++;
        return cell;
      });
      rows.push(cells);
    }
  }
  const rest = Math.max(0, seen - job.offset) - rows.length;
  return {
    columns: result.deduplicatedColumnNames(),
    types: types.map(String),
    rows,
    leftOut: seen > job.offset + COUNTED ? undefined : rest,
    cutValues,
  };
}
