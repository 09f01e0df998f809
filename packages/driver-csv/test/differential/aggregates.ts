import { compareText } from "../../src/reduce/compare-text.ts";
import { bench } from "../support.ts";
import { generator } from "./generated-files.ts";
import { type DuckDb, startDuckDb } from "./readers.ts";

const MEASURES = [
  { op: "count" },
  { op: "count", column: "v" },
  { op: "sum", column: "v" },
  { op: "min", column: "v" },
  { op: "max", column: "v" },
  { op: "avg", column: "v" },
  { op: "distinct", column: "t" },
  { op: "percentile", column: "v", percent: 25 },
  { op: "min", column: "t" },
  { op: "max", column: "t" },
];
/** DuckDB is told the types, because its own would round decimals; so would its average. */
const SQL = `SELECT k, count(*), count(v), sum(v), min(v), max(v), sum(v)::DOUBLE / count(v), count(DISTINCT t),
  quantile_cont(v::DOUBLE, 0.25), min(t), max(t)
  FROM read_csv(FILE, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    columns = {'k': 'VARCHAR', 'v': 'DECIMAL(30, 3)', 't': 'VARCHAR'})`;
const CONDITION = {
  and: [{ column: "v", op: ">", value: 0 }, { not: { column: "t", op: "contains", value: "a" } }],
};

/** What differs between this driver's groups and DuckDB's, in tables of seeds from `from` on. */
export async function compareAggregates(from: number, tables: number): Promise<readonly string[]> {
  await using duckdb = await startDuckDb();
  const differences: string[] = [];
  for (let seed = from; seed < from + tables; seed++) {
    const text = numbersTable(seed);
    for (const condition of [false, true]) {
      const ours = await groupsHere(text, condition);
      const theirs = await groupsThere(duckdb, text, condition);
      const isSame =
        ours.length === theirs.length && ours.every((row, index) => sameRow(row, theirs[index] ?? []));
      if (!isSame) differences.push(`${seed}: ${JSON.stringify(ours)} is not ${JSON.stringify(theirs)}`);
    }
  }
  return differences;
}

async function groupsHere(text: string, condition: boolean): Promise<Rows> {
  const { call } = bench({ "t.csv": text });
  const args = { table: "t.csv", group_by: ["k"], measures: MEASURES, limit: 100 };
  const { rows } = await call("aggregate", condition ? { ...args, where: CONDITION } : args);
  return sorted(rows);
}

async function groupsThere(duckdb: DuckDb, text: string, condition: boolean): Promise<Rows> {
  const where = condition ? " WHERE v > 0 AND NOT contains(t, 'a')" : "";
  const rows = await duckdb.query(text, `${SQL}${where} GROUP BY k`);
  return sorted(rows);
}

/** Columns of a result that are doubles: the last of their digits are nobody's. */
const DOUBLES = new Set([6, 8]);

type Rows = ReadonlyArray<readonly unknown[]>;

function sorted(rows: Rows): Rows {
  return rows.toSorted(([one], [other]) => compareText(String(one ?? ""), String(other ?? "")));
}

function sameRow(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.every((value, column) => {
    if (!DOUBLES.has(column)) return plain(value) === plain(other[column]);
    const [a, b] = [Number(value), Number(other[column])];
    return Math.abs(a - b) <= 1e-12 * Math.abs(a);
  });
}

/** A cell as both write it: nothing for what is empty, no zeros at the end of a fraction. */
function plain(value: unknown): string {
  const text = String(value ?? "");
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

function numbersTable(seed: number): string {
  const random = generator(seed);
  const value = (): string => {
    const chance = random();
    if (chance < 0.1) return "";
    if (chance < 0.15) return String(9_007_199_254_740_993n + BigInt(Math.floor(random() * 5)));
    const scale = Math.floor(random() * 4);
    return ((random() - 0.4) * 10 ** Math.floor(random() * 6)).toFixed(scale);
  };
  const name = (): string => Array.from({ length: 3 }, () => "abcé😀z"[Math.floor(random() * 4)]).join("");
  const rows = Array.from({ length: 20 + Math.floor(random() * 200) }, () => {
    const key = ["red", "blue", "", '"a,b"'][Math.floor(random() * 4)] ?? "";
    return `${key},${value()},${name()}`;
  });
  return `k,v,t\n${rows.join("\n")}\n`;
}
