/** One call of a tool that files and servers answer alike. */
export interface AlikeCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The order of the rows is not the same. */
  readonly anyOrder?: boolean;
  /** What releases of old do not have. */
  readonly isNew?: boolean;
}

const where = (column: string, op: string, value?: unknown, more: object = {}): object => ({
  column,
  op,
  ...(value === undefined ? {} : { value }),
  ...more,
});

const CONDITIONS: readonly object[] = [
  where("city", "=", "Köln"),
  where("city", "!=", "Köln"),
  where("city", ">", "B"),
  where("city", "<=", "Bonn"),
  where("city", "=", ""),
  where("city", "is_null"),
  where("city", "is_not_null"),
  where("city", "in", ["Bonn", "Aachen", null]),
  where("city", "=", "KÖLN", { ignore_case: true }),
  where("city", "contains", "öl"),
  where("city", "starts_with", "K"),
  where("city", "ends_with", "N", { ignore_case: true }),
  where("note", "=", 'it\'s \\ "quoted" `so`'),
  where("note", "contains", "\\"),
  where("note", "contains", "'"),
  where("note", "contains", "\n"),
  where("note", "contains", "%"),
  where("note", "=", "\\' OR 1 = 1 --"),
  where("note", "=", "no\0zero"),
  where("price", ">", 10),
  where("price", "between", [1.5, 12.25]),
  where("price", "is_null"),
  where("price", "!=", 12.25),
  where("qty", "in", [1, 2, 3]),
  where("qty", "=", "7"),
  where("qty", ">=", -5),
  where("big", "=", "9007199254740993"),
  where("big", ">", "9007199254740992"),
  where("day", ">=", "2024-03-05"),
  where("day", "=", "2024-03-05"),
  where("day", "starts_with", "2024-02"),
  { and: [where("city", "=", "Köln"), { not: where("price", ">", 5) }] },
  { or: [where("qty", "<", 0), where("day", "<", "2024-01-03")] },
  { not: where("price", "=", 12.25) },
];

const measure = (op: string, column?: string, percent?: number): object => ({
  op,
  ...(column === undefined ? {} : { column }),
  ...(percent === undefined ? {} : { percent }),
});

export const CALLS: readonly AlikeCall[] = [
  ...CONDITIONS.map((condition) => ({
    tool: "filter_rows",
    args: { table: "sales", where: condition, limit: 7 },
  })),
  { tool: "read_rows", args: { table: "sales" } },
  { tool: "read_rows", args: { table: "sales", start: 55, limit: 20, columns: ["note", "id"] } },
  { tool: "read_rows", args: { table: "sales", start: -3, limit: 3 } },
  { tool: "read_rows", args: { table: "sales", start: 1000 } },
  {
    tool: "sort_rows",
    args: { table: "sales", by: [{ column: "price", descending: true }, { column: "id" }] },
  },
  { tool: "sort_rows", args: { table: "sales", by: [{ column: "city" }, { column: "id" }], limit: 60 } },
  { tool: "sort_rows", args: { table: "sales", by: [{ column: "qty", as: "text" }, { column: "id" }] } },
  {
    tool: "sort_rows",
    args: { table: "sales", by: [{ column: "big", descending: true }], where: where("city", "=", "Bonn") },
  },
  { tool: "aggregate", args: { table: "sales" } },
  { tool: "aggregate", args: { table: "sales", group_by: ["city"] }, anyOrder: true },
  {
    tool: "aggregate",
    args: {
      table: "sales",
      group_by: ["city"],
      measures: ["count", "sum", "avg", "min", "max", "distinct"].map((op) => measure(op, "price")),
      order_by: "city",
      ascending: true,
    },
  },
  {
    tool: "aggregate",
    args: {
      table: "sales",
      measures: [measure("sum", "big"), measure("min", "big"), measure("max", "big"), measure("sum", "qty")],
    },
  },
  {
    tool: "aggregate",
    args: {
      table: "sales",
      measures: [measure("min", "city"), measure("max", "note"), measure("min", "day")],
    },
  },
  {
    tool: "aggregate",
    args: { table: "sales", measures: [measure("sum", "price")], where: where("id", "<", 0) },
  },
  {
    tool: "aggregate",
    args: {
      table: "sales",
      group_by: ["city", "day"],
      order_by: "day",
      ascending: true,
      limit: 3,
      offset: 0,
    },
    anyOrder: true,
  },
  {
    tool: "aggregate",
    args: { table: "sales", group_by: ["qty"], measures: [measure("count")], where: where("qty", "=", 3) },
  },
  {
    tool: "aggregate",
    args: {
      table: "sales",
      measures: [measure("percentile", "price", 50), measure("percentile", "qty", 90)],
    },
    isNew: true,
  },
  {
    tool: "join_tables",
    args: { left: "sales", right: "cities", on: [{ left: "city", right: "name" }], limit: 200 },
    anyOrder: true,
  },
  {
    tool: "join_tables",
    args: {
      left: "sales",
      right: "cities",
      on: [{ left: "city", right: "name" }],
      kind: "left",
      left_columns: ["id", "city"],
      right_columns: ["id"],
      left_where: where("qty", ">", 2),
      right_where: where("state", "=", "NRW"),
      limit: 200,
    },
    anyOrder: true,
  },
  {
    tool: "run_sql",
    args: {
      sql: "SELECT city, count(*) AS n FROM sales WHERE price > 5 AND city <> '' GROUP BY city ORDER BY city; ",
    },
  },
  { tool: "run_sql", args: { sql: "SELECT id FROM sales ORDER BY id -- the last", limit: 5, offset: 10 } },
  {
    tool: "chart",
    args: { table: "sales", mark: "bar", x: "city", y: "qty", op: "sum", sort: "x", format: "spec" },
  },
  { tool: "chart", args: { table: "sales", mark: "point", x: "qty", y: "price", format: "spec" } },
];

const CITIES = ["Köln", "Bonn", "Aachen", "", "Bonn am Rhein"];
const NOTES = [
  "plain",
  'it\'s \\ "quoted" `so`',
  "two\nlines",
  "100 %",
  "",
  "tab\there",
  "\\' OR 1 = 1 --",
  "ümlaut 🎉",
];

/** A record as the CSV file has it: texts, empty where there is nothing. */
export const SALES: ReadonlyArray<Readonly<Record<string, string>>> = Array.from({ length: 60 }, (_, id) => ({
  id: String(id),
  city: CITIES[id % CITIES.length] ?? "",
  price: id % 7 === 3 ? "" : String(((id * 37) % 100) / 4),
  qty: id % 11 === 5 ? "" : String((id % 13) - 3),
  day: new Date(Date.UTC(2024, 0, 1 + id * 2)).toISOString().slice(0, 10),
  note: NOTES[id % NOTES.length] ?? "",
  big: (9007199254740980n + BigInt(id)).toString(),
}));

export const PLACES: ReadonlyArray<Readonly<Record<string, string>>> = [
  { id: "1", name: "Köln", state: "NRW" },
  { id: "2", name: "Bonn", state: "NRW" },
  { id: "3", name: "Bonn", state: "RLP" },
  { id: "4", name: "Mainz", state: "RLP" },
];
