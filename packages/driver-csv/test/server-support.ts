import type { EngineColumn, EngineLimits, EngineResult, EngineTable, TableEnginePort } from "@mcs/core/ports";

const COLUMNS: readonly EngineColumn[] = [
  { name: "id", type: "UInt64" },
  { name: "city", type: "LowCardinality(Nullable(String))" },
  { name: "price", type: "Decimal(18, 2)" },
  { name: "ratio", type: "Nullable(Float64)" },
  { name: "day", type: "Date" },
  { name: "seen", type: "DateTime" },
  { name: "note", type: "String" },
  { name: "odd `name\\", type: "String" },
];

/** A server that keeps what it is asked, and answers with what it is given. */
export class FakeEngine implements TableEnginePort {
  readonly adapter = "clickhouse";
  readonly asked: string[] = [];
  readonly limits: EngineLimits[] = [];
  readonly #answers: readonly EngineResult[];
  closed = false;

  constructor(...answers: readonly EngineResult[]) {
    this.#answers = answers;
  }

  async tables(): Promise<readonly EngineTable[]> {
    return ["sales", "sites", "old"].map((name) => ({ name, rows: 3, bytes: 100, order: "day, id" }));
  }

  async query(sql: string, limits: EngineLimits = {}): Promise<EngineResult> {
    if (sql.endsWith("LIMIT 0")) return { columns: COLUMNS, rows: [] };
    this.asked.push(sql);
    this.limits.push(limits);
    return this.#answers[this.asked.length - 1] ?? { columns: [], rows: [] };
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
