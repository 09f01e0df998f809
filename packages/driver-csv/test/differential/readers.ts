import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { MemoryAdapter } from "@mcs/adapter-memory";
import { parse } from "csv-parse/sync";
import Papa from "papaparse";
import { type OpenTableOptions, openTable } from "../../src/index.ts";
import type { GeneratedFile } from "./generated-files.ts";

export type Records = readonly (readonly string[])[];

/** The records as this driver reads them. What is missing is left out, so that lengths show. */
export async function readHere(text: string, options: OpenTableOptions): Promise<Records> {
  const port = new MemoryAdapter({ files: { "t.csv": text } });
  const table = await openTable(port, "t.csv", options);
  const records: string[][] = [];
  if (table.dialect.header) records.push(table.columns.map(({ name }) => name));
  for await (const row of table.rows()) records.push(row.filter((value) => value !== null));
  return records;
}

export function readWithPapaparse({ text, delimiter, escaping }: GeneratedFile): Records {
  return Papa.parse<string[]>(text.replace(/^\ufeff/, ""), {
    delimiter,
    escapeChar: escaping,
    skipEmptyLines: true,
  }).data;
}

export function readWithCsvParse({ text, delimiter, escaping }: GeneratedFile): Records {
  return parse(text, {
    bom: true,
    delimiter,
    escape: escaping,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
}

export interface DuckDb extends AsyncDisposable {
  read(file: GeneratedFile): Promise<Records>;
  /** The rows of a query in which `FILE` stands for the path of a file with this text. */
  query(text: string, sql: string): Promise<ReadonlyArray<readonly unknown[]>>;
}

/** DuckDB with a file of its own, which is written anew for every reading. */
export async function startDuckDb(): Promise<DuckDb> {
  const folder = mkdtempSync(join(tmpdir(), "mcs-csv-"));
  const path = join(folder, "t.csv");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const query: DuckDb["query"] = async (text, sql) => {
    writeFileSync(path, text);
    const reader = await connection.runAndReadAll(sql.replaceAll("FILE", `'${path}'`));
    return reader.getRowsJson();
  };
  return {
    query,
    async read({ text, delimiter, escaping }) {
      const sql = `SELECT * FROM read_csv(FILE, auto_detect = false, all_varchar = true, header = false, delim = '${delimiter}',
        quote = '"', escape = '${escaping}', null_padding = true, parallel = false, columns = {${names(text)}})`;
      const rows = await query(text, sql);
      return rows.map((row) => row.map((value) => (value === null ? "" : String(value))));
    },
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true });
    },
  };
}

/** As many columns as the first line has names. */
function names(text: string): string {
  const count = text.split(/[\r\n]/, 1)[0]?.match(/name/g)?.length ?? 1;
  return Array.from({ length: count }, (_, column) => `'c${column}': 'VARCHAR'`).join(", ");
}
