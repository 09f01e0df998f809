import type { Mark, Points } from "./points.ts";

/** What a chart says beside its points. */
export interface ChartText {
  readonly title: string | undefined;
  readonly x: string;
  readonly y: string;
  readonly color: string | undefined;
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * A specification of Vega-Lite with its data in it. All of it is made here: a table's values and a model's words go
 * into data and titles, never into expressions, names of fields or addresses.
 */
export function chartSpec(
  mark: Mark,
  { points, scale, isWhole }: Points,
  text: ChartText,
  size: ChartSize,
): Json {
  const color =
    text.color === undefined ? {} : { color: { field: "color", type: "nominal", title: text.color } };
  const y = { field: "y", type: "quantitative", title: text.y };
  const common = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    ...(text.title === undefined ? {} : { title: text.title }),
    ...size,
    background: "white",
    data: { values: points },
  };
  if (mark === "pie") {
    return {
      ...common,
      mark: { type: "arc" },
      encoding: {
        theta: { ...y, stack: true },
        color: { field: "x", type: "nominal", title: text.x, sort: null },
      },
    };
  }
  const x = { field: "x", title: text.x, ...X_SCALES[scale] };
  const plain = scale === "number" && isWhole ? { axis: { format: "d" } } : {};
  return {
    ...common,
    mark: { type: mark, ...(mark === "line" ? { point: points.length <= 60 } : {}) },
    encoding: { x: { ...x, ...plain }, y, ...color },
  };
}

const X_SCALES = {
  category: { type: "nominal", sort: null, axis: { labelLimit: 160 } },
  number: { type: "quantitative", scale: { zero: false } },
  time: { type: "temporal", scale: { type: "utc" } },
} as const;
