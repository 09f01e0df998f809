import { valueType } from "../dialect/types.ts";

export type Mark = "bar" | "line" | "area" | "point" | "pie";
/** What stands on an axis. */
export type Scale = "category" | "number" | "time";

/** The rows that a chart is drawn from: x, y and perhaps a colour. */
export type ChartRow = readonly [x: unknown, y: unknown, color?: unknown];

export interface Point {
  /** Milliseconds since 1970 on a scale of time. */
  readonly x: string | number;
  readonly y: number;
  readonly color?: string;
}

export interface Points {
  readonly scale: Scale;
  /** All values of x are whole. */
  readonly isWhole: boolean;
  readonly points: readonly Point[];
  /** Rows without a number for y, or without a place on the scale. */
  readonly dropped: number;
}

const EMPTY = "(empty)";

/** Rows as points in the order in which they are drawn. */
export function pointsOf(rows: readonly ChartRow[], mark: Mark, wanted: Scale | undefined): Points {
  const scale = wanted ?? scaleOf(rows, mark);
  const points: Point[] = [];
  for (const [x, y, color] of rows) {
    const place = placeOn(scale, x);
    const height = numberOf(y);
    if (place === undefined || height === undefined) continue;
    points.push({ x: place, y: height, ...(color === undefined ? {} : { color: textOf(color) }) });
  }
  if (scale !== "category") points.sort((a, b) => Number(a.x) - Number(b.x));
  const isWhole = points.every(({ x }) => Number.isInteger(x));
  return { scale, isWhole, points, dropped: rows.length - points.length };
}

/** Bars and slices stand for categories, unless they are many points in time; the others go by what the values are. */
function scaleOf(rows: readonly ChartRow[], mark: Mark): Scale {
  if (mark === "bar" || mark === "pie") return "category";
  const types = new Set(rows.map(([x]) => (typeof x === "number" ? "number" : valueType(textOf(x), "."))));
  types.delete("empty");
  const all = (...names: string[]): boolean =>
    types.size > 0 && [...types].every((type) => names.includes(type));
  if (all("number", "integer")) return "number";
  return all("date", "datetime") ? "time" : "category";
}

function placeOn(scale: Scale, x: unknown): string | number | undefined {
  if (scale === "category") return textOf(x);
  if (scale === "number") return numberOf(x);
  const text = textOf(x).replace(" ", "T");
  // Without a zone a time is taken as it stands.
  const ms = Date.parse(/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

function numberOf(value: unknown): number | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return EMPTY;
  const text = String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
