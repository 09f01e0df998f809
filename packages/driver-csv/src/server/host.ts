import type { DefinedTool, ToolArguments } from "@mcs/core";
import type { EngineResult, EngineValue, TableEnginePort } from "@mcs/core/ports";
import type { Row } from "../table/open-table.ts";
import type { ToolHost } from "../tools/host.ts";
import { text } from "../tools/parameters.ts";
import { openServerTable, type ServerTable } from "./server-table.ts";

/** One call of a tool over a server's tables. */
export interface ServerCall {
  open(table: unknown): Promise<ServerTable>;
  query(sql: string): Promise<EngineResult>;
  /** Runs a statement whose one row is a number. */
  count(sql: string): Promise<number>;
}

/** A tool of files that does its work over a server's tables: the same parameters, and the same shape of result. */
export function overServer(
  tool: DefinedTool,
  host: ToolHost,
  server: TableEnginePort,
  work: (call: ServerCall, args: ToolArguments) => Promise<Record<string, unknown>>,
): DefinedTool {
  const { timeoutMs } = host.tables.settings;
  return {
    ...tool,
    execute: (args, options) =>
      host.run(options, ({ signal }) => {
        const query = (sql: string): Promise<EngineResult> => server.query(sql, { signal, timeoutMs });
        const count = async (sql: string): Promise<number> => Number((await query(sql)).rows[0]?.[0] ?? 0);
        return work({ query, count, open: (table) => openServerTable(server, text(table), signal) }, args);
      }),
  };
}

/** Records hold texts, as those of files do. */
export function textRow(row: readonly EngineValue[]): Row {
  return row.map((value) => (value === null ? null : String(value)));
}
