import type { ToolArguments } from "@mcs/core";
import type { EngineValue } from "@mcs/core/ports";
import { isNumeric } from "../dialect/types.ts";
import type { Settings } from "../options.ts";
import { MOST_COLUMNS, SAMPLES, shortened } from "../tools/describe-table.ts";
import { strings } from "../tools/parameters.ts";
import type { ServerCall } from "./host.ts";
import type { ServerTable } from "./server-table.ts";

/** Larger tables are described from so many records. */
const SAMPLED = 100_000;
/** The first records are where the samples come from. */
const HEAD = 200;
/** Of each column: how many values, how many different ones, the least and the largest. */
const FIGURES = 4;

/** What `describe_table` returns. */
export async function describeTable(
  call: ServerCall,
  args: ToolArguments,
  { describeBytes }: Settings,
): Promise<Record<string, unknown>> {
  const table = await call.open(args.table);
  const names = strings(args.columns) ?? table.columns.slice(0, MOST_COLUMNS).map(({ name }) => name);
  const { bytes } = table.entry;
  const isSmall = bytes !== undefined && bytes <= describeBytes;
  const isFull = args.scan === "full" || (args.scan !== "sample" && isSmall);
  const list = names.map((name) => table.dialect.identifier(name)).join(", ");
  const source = isFull ? table.sql : `(SELECT ${list} FROM ${table.sql} LIMIT ${SAMPLED})`;
  const figures = names.flatMap((name) => figuresSql(table, name));
  const [seen = []] = (await call.query(`SELECT count(), ${figures.join(", ")} FROM ${source}`)).rows;
  const rows = Number(seen[0] ?? 0);
  const isAll = isFull || rows < SAMPLED;
  const total = isAll ? rows : (table.entry.rows ?? (await call.count(`SELECT count() FROM ${table.sql}`)));
  const head = (await call.query(`SELECT ${list} FROM ${table.sql} LIMIT ${HEAD}`)).rows;
  return {
    table: table.name,
    bytes: bytes ?? null,
    record_count: total,
    record_count_is: "exact",
    described_from: isAll ? "all records" : `${rows} records in samples`,
    columns: ["column", "type", "null_share", "distinct_about", "min", "max", "samples"],
    rows: names.map((name, index) => {
      const [present, distinct, min, max] = seen.slice(1 + index * FIGURES);
      const share = rows === 0 ? 0 : Math.round(((rows - Number(present)) / rows) * 10_000) / 10_000;
      return [
        name,
        table.type(name),
        share,
        isAll ? distinct : `at least ${distinct}`,
        shown(min),
        shown(max),
        samplesOf(head.map((row) => row[index] ?? null)),
      ];
    }),
    left_out: table.columns.length - names.length,
    dialect: null,
    notes: [],
  };
}

function figuresSql(table: ServerTable, name: string): string[] {
  const column = table.column(name);
  const isNumber = isNumeric(table.type(name));
  const { dialect } = table;
  return [
    `count(${column.text})`,
    dialect.approxDistinct(column.text),
    dialect.extreme("min", column, isNumber),
    dialect.extreme("max", column, isNumber),
  ];
}

function shown(value: EngineValue | undefined): EngineValue {
  return typeof value === "string" ? shortened(value) : (value ?? null);
}

/** The first different values. */
function samplesOf(values: readonly EngineValue[]): string[] {
  const texts = values.filter((value) => value !== null && value !== "").map(String);
  return [...new Set(texts.map(shortened))].slice(0, SAMPLES);
}
