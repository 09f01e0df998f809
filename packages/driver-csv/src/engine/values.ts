import { DuckDBTypeId } from "@duckdb/node-api";
import type { EngineCell } from "./messages.ts";

/** Digits that a double, and so a number in JSON, always holds. */
const SAFE_DIGITS = 15;

const WHOLE: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.BIGNUM,
]);

/** A value of a result: a number where JSON holds it with all of its digits, else the digits as a text. */
export function exactCell(value: unknown, type: DuckDBTypeId): EngineCell {
  if (typeof value !== "string") return (value ?? null) as EngineCell;
  if (WHOLE.has(type)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (type !== DuckDBTypeId.DECIMAL) return value;
  return value.replace(/^-?0*|\.|0+$/g, "").length <= SAFE_DIGITS ? Number(value) : value;
}

/** A value with what is too long of it left out. */
export function cutCell(
  cell: EngineCell,
  maxLength: number,
): { cell: EngineCell; length: number; isCut: boolean } {
  if (typeof cell === "string") {
    if (cell.length <= maxLength) return { cell, length: cell.length, isCut: false };
    return { cell: `${cell.slice(0, maxLength)}…`, length: maxLength, isCut: true };
  }
  if (typeof cell !== "object" || cell === null) return { cell, length: 8, isCut: false };
  const text = JSON.stringify(cell);
  if (text.length <= maxLength) return { cell, length: text.length, isCut: false };
  return { cell: `${text.slice(0, maxLength)}…`, length: maxLength, isCut: true };
}
