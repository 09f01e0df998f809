import { type DefinedTool, defineTool } from "@mcs/core";
import type { Dialect } from "../dialect/dialect.ts";
import { isNumeric } from "../dialect/types.ts";
import { exactJson } from "../reduce/decimal-sum.ts";
import { DistinctEstimate } from "../reduce/distinct-estimate.ts";
import type { Plan } from "../reduce/plan.ts";
import type { ColumnProfile, ProfileState } from "../reduce/profile.ts";
import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { projectedRow, projection } from "../table/project.ts";
import { sampleProfile } from "../table/sample-profile.ts";
import { Slots } from "../table/slots.ts";
import { walk } from "../table/walk.ts";
import type { ToolHost } from "./host.ts";
import { COLUMNS, strings, TABLE, text } from "./parameters.ts";

/** A table may have a hundred thousand columns. */
export const MOST_COLUMNS = 100;
export const SAMPLES = 3;
const LONGEST_SAMPLE = 60;

export function describeTable({ tables, run }: ToolHost): DefinedTool {
  return defineTool({
    name: "describe_table",
    title: "Describe a table",
    description:
      'Says what a table holds: for each column its type, the share of empty values, about how many different values, smallest and largest value and samples; the number of records; how the file is written. Types are a reading aid: values stay the text that is in the file. Large tables are described from samples unless scan is "full".',
    parameters: [
      TABLE,
      { ...COLUMNS, description: `The columns to describe. The first ${MOST_COLUMNS} when left out.` },
      {
        name: "scan",
        description:
          '"full" reads all of the table, "sample" three places of it. By default small tables are read whole.',
        schema: { enum: ["auto", "sample", "full"] },
      },
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, (call) =>
        tables.use(text(args.table), call.signal, async (table) => {
          const names = strings(args.columns) ?? table.columns.slice(0, MOST_COLUMNS).map(({ name }) => name);
          const isSmall = table.size !== undefined && table.size <= tables.settings.describeBytes;
          const isFull = args.scan === "full" || (args.scan !== "sample" && isSmall);
          return describe(call, table, names, isFull);
        }),
      ),
  });
}

async function describe(
  call: Call,
  table: CombinedTable,
  names: readonly string[],
  isFull: boolean,
): Promise<object> {
  const slots = new Slots(table);
  for (const name of names) slots.slot(name);
  const orders = names.map((name) => (isNumeric(table.type(name)) ? ("number" as const) : ("text" as const)));
  const plan: Plan = { kind: "profile", orders };
  const seen = (await (isFull
    ? call.reduce(table, plan, slots)
    : sampleProfile(call, table, plan, slots))) as ProfileState;
  const samples = await sampleValues(call, table, names);
  const total = isFull ? seen.rows : estimatedRows(table, seen.rows);
  const rows = names.map((name, index) => {
    const profile = seen.columns[index] as ColumnProfile;
    const isNumber = orders[index] === "number";
    return [name, table.type(name), ...figures(profile, seen.rows, isNumber, isFull), samples[index]];
  });
  const strange = seen.columns.flatMap((profile, index) =>
    (profile.numbers?.others ?? 0) > 0
      ? [`${names[index]} has ${profile.numbers?.others} values that are no numbers.`]
      : [],
  );
  const { dialect } = table.parts[0]?.file.info ?? { dialect: undefined };
  return {
    table: table.name,
    ...(table.parts.length > 1 ? { files: table.parts.length } : {}),
    bytes: table.size ?? null,
    record_count: total,
    record_count_is: isFull ? "exact" : "an estimate",
    described_from: isFull ? "all records" : `${seen.rows} records in samples`,
    columns: ["column", "type", "null_share", "distinct_about", "min", "max", "samples"],
    rows,
    left_out: table.columns.length - names.length,
    dialect: dialect === undefined ? null : shownDialect(dialect),
    notes: [...(dialect?.remarks ?? []), ...strange, ...fileNotes(table)],
  };
}

function figures(profile: ColumnProfile, rows: number, isNumber: boolean, isFull: boolean): unknown[] {
  const { present, min, max } = profile;
  const share = rows === 0 ? 0 : Math.round(((rows - present) / rows) * 10_000) / 10_000;
  const distinct = Math.min(new DistinctEstimate(profile.distinct).estimate(), present);
  const shown = (value: string | undefined): unknown =>
    value === undefined ? null : isNumber ? exactJson(value) : shortened(value);
  return [share, isFull ? distinct : `at least ${distinct}`, shown(min), shown(max)];
}

/** A value as a description shows it. */
export function shortened(value: string): string {
  return value.length <= LONGEST_SAMPLE ? value : `${value.slice(0, LONGEST_SAMPLE)}…`;
}

/** The first different values of each column. */
async function sampleValues(call: Call, table: CombinedTable, names: readonly string[]): Promise<string[][]> {
  const samples = names.map(() => new Set<string>());
  const all = { projection: projection(table, names), slots: new Slots(table) };
  for await (const { batch, fields, text: reader } of walk(call, table, all)) {
    for (let row = 0; row < Math.min(batch.rows, 200); row++) {
      projectedRow(batch, row, fields, reader).forEach((value, index) => {
        const known = samples[index];
        if (value !== null && value !== "" && known !== undefined && known.size < SAMPLES)
          known.add(shortened(value));
      });
    }
    break;
  }
  return samples.map((values) => [...values]);
}

function estimatedRows(table: CombinedTable, seen: number): number {
  let total = 0;
  for (const { file, index } of table.parts) {
    const { size } = file.source;
    total +=
      index.total ??
      (size === undefined ? 0 : Math.round((size - file.info.dataStart) / file.info.recordBytes));
  }
  return Math.max(total, seen);
}

function shownDialect(dialect: Dialect): object {
  return {
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    escape: dialect.escape,
    header: dialect.header,
    encoding: dialect.encoding,
    compression: dialect.compression,
    line_ends: dialect.lineEnds,
    comment: dialect.comment,
    skip_lines: dialect.skipLines,
    decimal: dialect.decimal,
    ...(dialect.widths === null ? {} : { widths: dialect.widths }),
    confidence: dialect.confidence,
  };
}

function fileNotes(table: CombinedTable): string[] {
  const [first] = table.parts;
  if (first === undefined) return [];
  const wanted = first.file.info.columns.map(({ name }) => name).join("\n");
  const odd = table.parts.filter(
    ({ file }) => file.info.columns.map(({ name }) => name).join("\n") !== wanted,
  );
  if (odd.length === 0) return [];
  return [
    `${odd.length} of ${table.parts.length} files have other columns than the first; they are matched by name.`,
  ];
}
