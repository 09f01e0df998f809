import type { ToolArguments } from "@mcs/core";
import type { EngineTable } from "@mcs/core/ports";
import { globTest } from "../table/glob.ts";
import { integer, text } from "../tools/parameters.ts";

/** The tables of a server as `list_tables` returns them. */
export function listed(
  tables: readonly EngineTable[],
  args: ToolArguments,
  byDefault: number,
): Record<string, unknown> {
  const fits = args.pattern === undefined ? (): boolean => true : globTest(text(args.pattern));
  const all = tables.filter(({ name }) => fits(name));
  const offset = integer(args.offset, 0);
  const shown = all.slice(offset, offset + integer(args.limit, byDefault));
  return {
    columns: ["table", "bytes", "modified", "rows"],
    rows: shown.map(({ name, bytes, rows }) => [name, bytes ?? null, null, rows ?? null]),
    left_out: Math.max(0, all.length - offset - shown.length),
  };
}
