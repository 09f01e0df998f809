import {
  type CallOptions,
  type DefinedTool,
  defineTool,
  InvalidArgumentsError,
  Media,
  type ToolArguments,
} from "@mcs/core";
import { type ChartRow, type Mark, pointsOf, type Scale } from "../chart/points.ts";
import { type ChartFormat, toPng, toSvg } from "../chart/render.ts";
import { chartSpec } from "../chart/spec.ts";
import { CsvError } from "../errors.ts";
import type { ToolHost } from "./host.ts";
import { integer, TABLE, text, where } from "./parameters.ts";

const NAME = "chart";
const OPS = ["count", "sum", "avg", "min", "max", "distinct"];
/** More points than that are no picture. */
const MOST_POINTS = 1000;
const MOST_PIXELS = 1600;

/** How the tool is made, beside what every tool is made with. */
export interface ChartParts {
  /** At least one; the last is the default. */
  readonly formats: readonly ChartFormat[];
  readonly fontFiles: readonly string[];
  /** The tools that its rows come from. */
  readonly aggregate: DefinedTool;
  readonly filterRows: DefinedTool;
  readonly readRows: DefinedTool;
  /** Where there is an SQL engine. */
  readonly runSql: DefinedTool | undefined;
}

/** A result of one of the tools that the chart is drawn from. */
interface Data {
  readonly columns: readonly string[];
  readonly rows: readonly ChartRow[];
  readonly left_out: unknown;
  readonly notes: readonly string[];
}

export function drawChart(host: ToolHost, parts: ChartParts): DefinedTool {
  const most = Math.min(MOST_POINTS, host.tables.settings.maxRows);
  const { formats, runSql } = parts;
  const best = formats.at(-1) ?? "spec";
  return defineTool({
    name: NAME,
    title: "Draw a chart",
    description: `Draws a chart for people to look at: of a calculation for each value of a column (op), or of the records' own values.${
      runSql === undefined ? "" : " With sql in place of table it is drawn from the rows of a SELECT."
    } Returns the points as rows${best === "spec" ? " and a Vega-Lite specification" : ", the picture, and its Vega-Lite specification"}.`,
    parameters: [
      { ...TABLE, required: runSql === undefined },
      ...(runSql === undefined
        ? []
        : [
            {
              name: "sql",
              description: "A SELECT as for run_sql; x, y and color name columns of its result.",
              schema: { type: "string", minLength: 1 },
            },
          ]),
      {
        name: "mark",
        description: "What it is drawn with.",
        required: true,
        schema: { enum: ["bar", "line", "area", "point", "pie"] },
      },
      {
        name: "x",
        description: "The column along the bottom, or of the slices.",
        required: true,
        schema: { type: "string" },
      },
      {
        name: "y",
        description: "The column of the heights. Only a count needs none.",
        schema: { type: "string" },
      },
      {
        name: "op",
        description:
          "What is calculated of y for each x. Without it each record is a point; without y it is count.",
        schema: { enum: OPS },
      },
      { name: "color", description: "A column whose values have a colour each.", schema: { type: "string" } },
      where(),
      {
        name: "scale",
        description: "What x is. By default its values decide, and bars stand for categories.",
        schema: { enum: ["category", "number", "time"] },
      },
      {
        name: "sort",
        description: 'Which come first: the largest "y" (default for bars and slices), or "x" in its order.',
        schema: { enum: ["x", "y"] },
      },
      {
        name: "limit",
        description: `The most points. Default 30 for bars and slices, else ${most}.`,
        schema: { type: "integer", minimum: 1, maximum: most },
      },
      { name: "title", description: "A title.", schema: { type: "string", maxLength: 200 } },
      {
        name: "format",
        description: `What is returned beside the rows. Default ${best}.`,
        schema: { enum: [...formats] },
      },
      { name: "width", description: "In pixels, default 640.", schema: PIXELS },
      { name: "height", description: "In pixels, default 360.", schema: PIXELS },
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async (args, options) => {
      const mark = args.mark as Mark;
      const data = await dataFor(parts, args, options, most);
      const points = pointsOf(data.rows, mark, args.scale as Scale | undefined);
      if (points.points.length === 0) {
        throw new CsvError("nothing_to_draw", "No row has a number to draw.", {
          remedy: "Look at the column with describe_table, or calculate with op.",
        });
      }
      const notes = [...data.notes];
      if (points.dropped > 0) notes.push(`${points.dropped} rows have no number to draw and were left out.`);
      const [x = "x", y = "y", color] = data.columns;
      const title = args.title === undefined ? undefined : text(args.title);
      const size = { width: integer(args.width, 640), height: integer(args.height, 360) };
      const spec = chartSpec(mark, points, { title, x, y, color }, size);
      const format = (args.format ?? best) as ChartFormat;
      const common = { columns: data.columns, rows: data.rows, left_out: data.left_out };
      if (format === "spec") return { ...common, notes, spec };
      const svg = await toSvg(spec);
      const media = { spec: file("chart.vl.json", "application/vnd.vegalite.v6+json", JSON.stringify(spec)) };
      if (format === "svg")
        return { ...common, notes, ...media, image: file("chart.svg", "image/svg+xml", svg) };
      const { png, hasText } = await toPng(svg, parts.fontFiles);
      if (!hasText)
        notes.push("No font is installed: the picture has no words. The option chart.fontFiles names some.");
      return {
        ...common,
        notes,
        ...media,
        image: new Media({ type: "image/png", name: "chart.png", bytes: png }),
      };
    },
  });
}

const PIXELS = { type: "integer", minimum: 100, maximum: MOST_PIXELS };

function file(name: string, type: string, content: string): Media {
  return new Media({ type, name, bytes: new TextEncoder().encode(content) });
}

/** The rows that the chart is drawn from, with the very tools that a model has. */
async function dataFor(
  { aggregate, filterRows, readRows, runSql }: ChartParts,
  args: ToolArguments,
  options: CallOptions,
  most: number,
): Promise<Data> {
  const { mark, sql } = args;
  const isCategory = mark === "bar" || mark === "pie";
  const limit = integer(args.limit, Math.min(isCategory ? 30 : most, most));
  const x = text(args.x);
  const y = args.y === undefined ? undefined : text(args.y);
  const color = args.color === undefined ? [] : [text(args.color)];
  if ((sql === undefined) === (args.table === undefined))
    throw wrong("table", "or sql has to be given, and one of them only");
  if (sql !== undefined && runSql !== undefined) {
    if (y === undefined) throw wrong("y", "has to name a column of the statement's result");
    const result = (await runSql.execute({ sql, limit }, options)) as Data;
    return columnsOf(result, [x, y, ...color]);
  }
  const table = text(args.table);
  const condition = args.where === undefined ? {} : { where: args.where };
  if (args.op === undefined && y !== undefined) {
    const columns = [...new Set([x, y, ...color])];
    const tool = args.where === undefined ? readRows : filterRows;
    const result = (await tool.execute({ table, columns, limit, ...condition }, options)) as Data;
    return columnsOf(result, [x, y, ...color]);
  }
  const op = args.op ?? "count";
  if (y === undefined && op !== "count") throw wrong("y", `has to name the column of the ${text(op)}`);
  const name = y === undefined ? "count" : `${text(op)} of ${y}`;
  const byX = (args.sort ?? (isCategory ? "y" : "x")) === "x";
  const result = (await aggregate.execute(
    {
      table,
      group_by: [x, ...color],
      measures: [{ op, as: name, ...(y === undefined ? {} : { column: y }) }],
      order_by: byX ? x : name,
      ascending: byX,
      limit,
      ...condition,
    },
    options,
  )) as Data;
  return columnsOf(result, [x, name, ...color]);
}

/** The columns of a chart out of those of a result, in the chart's order. */
function columnsOf({ columns, rows, left_out, notes }: Data, names: readonly string[]): Data {
  const places = names.map((name) => {
    const place = columns.indexOf(name);
    if (place < 0) throw wrong("x", `, y and color have to be columns of the result: ${columns.join(", ")}`);
    return place;
  });
  return {
    columns: names,
    rows: rows.map((row) => places.map((place) => row[place]) as unknown as ChartRow),
    left_out,
    notes,
  };
}

function wrong(parameter: string, message: string): InvalidArgumentsError {
  return new InvalidArgumentsError(NAME, [{ path: [parameter], keyword: "required", message }]);
}
