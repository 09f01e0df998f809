import type { Media } from "@mcs/core";
import { afterAll, describe, expect, test } from "vitest";
import { type ChartRow, pointsOf } from "../src/chart/points.ts";
import { isInstalled } from "../src/engine/installed.ts";
import { bench, type Result, sales } from "./support.ts";

interface Chart extends Result {
  readonly image: Media;
  readonly spec: Media;
}

const { call, failure, driver } = bench({ "sales.csv": sales });
afterAll(() => driver.close());
const chart = async (args: Record<string, unknown>): Promise<Chart> =>
  (await call("chart", { table: "sales.csv", mark: "bar", x: "city", ...args })) as Chart;

interface Spec {
  readonly mark: { readonly type: string };
  readonly data: { readonly values: ReadonlyArray<{ x: unknown; y: unknown; color?: unknown }> };
  readonly encoding: Record<string, { type: string; title: string }>;
}

const specOf = (media: Media): Spec => JSON.parse(new TextDecoder().decode(media.bytes)) as Spec;

describe("chart", () => {
  test("draws a PNG of a calculation for each value, and says what it shows", async () => {
    const result = await chart({ op: "sum", y: "price", title: "Sales" });
    expect(result.columns).toEqual(["city", "sum of price"]);
    expect(result.rows).toEqual([
      ["Paris", 99.99],
      ["Rome", 10.6],
      ["Oslo", 1.2],
      [expect.toSatisfy((city) => city === null || city === ""), null],
    ]);
    expect(result.notes).toContain("1 rows have no number to draw and were left out.");
    expect(result.image).toMatchObject({ type: "image/png", name: "chart.png" });
    const bytes = Buffer.from(result.image.bytes ?? []);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(1200);
    expect(specOf(result.spec)).toMatchObject({
      mark: { type: "bar" },
      encoding: { x: { type: "nominal", title: "city" }, y: { type: "quantitative", title: "sum of price" } },
      data: { values: [{ x: "Paris", y: 99.99 }, { x: "Rome" }, { x: "Oslo" }] },
    });
  });

  test("counts where there is no y, with a colour and a limit that is told", async () => {
    const result = await chart({ color: "customer", limit: 2, format: "spec" });
    expect([result.columns, result.rows.length, result.left_out]).toEqual([
      ["city", "count", "customer"],
      2,
      4,
    ]);
    expect((result.spec as unknown as Spec).encoding.color?.title).toBe("customer");
  });

  test("draws records as points, by their numbers", async () => {
    const where = { column: "price", op: ">", value: 0.15 };
    const { spec } = await chart({ mark: "point", x: "id", y: "price", where });
    expect(specOf(spec).data.values).toEqual([
      { x: 2, y: 0.2 },
      { x: 3, y: 10.5 },
      { x: 4, y: 99.99 },
      { x: 5, y: 1 },
    ]);
    expect(specOf(spec).encoding.x?.type).toBe("quantitative");
  });

  test("draws an SVG of what a SELECT brings, along time", async () => {
    const sql = `SELECT strftime(day, '%Y-%m') || '-01' AS month, sum(price) AS total FROM "sales.csv" GROUP BY 1 ORDER BY 1`;
    const result = (await call("chart", {
      sql,
      mark: "line",
      x: "month",
      y: "total",
      format: "svg",
    })) as Chart;
    expect(specOf(result.spec).encoding.x?.type).toBe("temporal");
    expect(specOf(result.spec).data.values[0]).toEqual({ x: Date.UTC(2024, 0, 1), y: 0.30000000000000004 });
    const svg = new TextDecoder().decode(result.image.bytes);
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain("total");
  });

  test("values and titles are words in the picture and nothing else", async () => {
    const evil = "<script>alert(1)</script>";
    const bad = bench({ "e.csv": `name,n\n"${evil}",1\n"http://127.0.0.1/x.png",2\n"datum.x + 1",3\n` });
    const result = (await bad.call("chart", {
      table: "e.csv",
      mark: "pie",
      x: "name",
      op: "sum",
      y: "n",
      title: evil,
      format: "svg",
    })) as Chart;
    const svg = new TextDecoder().decode(result.image.bytes);
    expect(svg).toContain("&lt;script");
    expect(svg).not.toMatch(/<script|<image|href/);
    expect(specOf(result.spec).data.values.map(({ x }) => x)).toEqual([
      "datum.x + 1",
      "http://127.0.0.1/x.png",
      evil,
    ]);
  });

  test("without numbers, columns or a source there is an error that says so", async () => {
    expect(await failure("chart", { table: "sales.csv", mark: "line", x: "id", y: "city" })).toMatchObject({
      code: "nothing_to_draw",
    });
    expect(await failure("chart", { table: "sales.csv", mark: "bar", x: "town" })).toMatchObject({
      code: "unknown_column",
    });
    expect(await failure("chart", { mark: "bar", x: "city" })).toMatchObject({ code: "invalid_arguments" });
    expect(await failure("chart", { table: "sales.csv", mark: "bar", x: "city", op: "sum" })).toMatchObject({
      code: "invalid_arguments",
    });
  });

  test("is not listed where it is not wanted, and has no sql without the engine", async () => {
    const names = async (options: object): Promise<string[]> =>
      (await bench({}, options).driver.listTools()).map(({ name }) => name);
    expect(await names({ chart: false })).not.toContain("chart");
    const without = await bench({}, { engine: false }).driver.listTools();
    const parameters = without.find(({ name }) => name === "chart")?.parameters.map(({ name }) => name);
    expect(parameters).toContain("table");
    expect(parameters).not.toContain("sql");
  });
});

describe("the scale of x", () => {
  const scale = (values: readonly unknown[], mark: "line" | "bar" = "line"): string =>
    pointsOf(
      values.map((x): ChartRow => [x, 1]),
      mark,
      undefined,
    ).scale;

  test("is what the values are, and bars stand for categories", () => {
    expect(scale(["1", 2, "3.5"])).toBe("number");
    expect(scale(["2024-01-01", "2024-01-02T10:00"])).toBe("time");
    expect(scale(["2024-01-01", "soon"])).toBe("category");
    expect(scale(["007", "008"])).toBe("category");
    expect(scale([1, 2], "bar")).toBe("category");
  });

  test("puts points in its order, times without a zone as they stand", () => {
    const { points } = pointsOf(
      [
        ["2024-01-02 06:00", 2],
        ["2024-01-01", 1],
        ["2024-01-02T06:00:00+02:00", 3],
      ],
      "line",
      undefined,
    );
    expect(points.map(({ x, y }) => [new Date(x).toISOString().slice(0, 16), y])).toEqual([
      ["2024-01-01T00:00", 1],
      ["2024-01-02T04:00", 3],
      ["2024-01-02T06:00", 2],
    ]);
  });
});

test("a package counts as installed where a program can import it from", () => {
  expect(isInstalled("vega")).toBe(true);
  expect(isInstalled("@duckdb/node-api")).toBe(true);
  expect(isInstalled("@mcs/no-such-package")).toBe(false);
});
