import type { ColumnLookup } from "../reduce/condition.ts";
import type { Comparison } from "../reduce/predicate.ts";
import { identifier, quoted } from "./sql-text.ts";

/** A column in a statement, as expressions that are NULL where it has no such value. */
export interface ColumnSql {
  /** Its value as text. */
  readonly text: string;
  readonly number: string;
  /** The number with all of its digits. */
  readonly exact: string;
  /** Whether the numbers may be NULL. @defaultValue true */
  readonly mayBeNull?: boolean;
  /** A comparison with a text, true or false and never NULL, where the engine can do it without making a text of the column. */
  readonly compared?: (op: Comparison, value: string) => string | undefined;
}

/** The columns that a condition may name, and how a statement has them. */
export interface SqlColumns extends ColumnLookup {
  readonly dialect: SqlDialect;
  column(name: string): ColumnSql;
}

/** What engines write differently. */
export interface SqlDialect {
  identifier(name: string): string;
  /** A text as a literal. */
  quoted(text: string): string;
  double(value: number): string;
  /** Digits as a number that keeps all of them. */
  exact(digits: string): string;
  lower(text: string): string;
  part(op: "contains" | "starts_with" | "ends_with", text: string, wanted: string): string;
  /** A condition that may be NULL as one that is then false. */
  decided(condition: string): string;
  /** The least or largest value of a column. */
  extreme(op: "min" | "max", column: ColumnSql, isNumber: boolean): string;
  average(number: string): string;
  /** For aggregates over no value at all, which are NULL. */
  nullable(value: string): string;
  approxDistinct(value: string): string;
  percentile(number: string, share: number): string;
  approxPercentile(number: string, share: number): string;
}

/** Decimals: as many digits as DuckDB keeps exactly lie before and behind the point. */
const EXACT = "DECIMAL(38, 9)";

/** Columns of DuckDB's tables are texts here: a number is what our scanner reads as one. */
export function textColumn(text: string, decimal: "." | ","): ColumnSql {
  const isNumber = `regexp_full_match(${text}, ' *[+-]?([0-9]+([${decimal}][0-9]+)?|[${decimal}][0-9]+)([eE][+-]?[0-9]+)? *')`;
  const value = decimal === "," ? `replace(${text}, ',', '.')` : text;
  const cast = (type: string): string => `CASE WHEN ${isNumber} THEN TRY_CAST(${value} AS ${type}) END`;
  return { text, number: cast("DOUBLE"), exact: cast(EXACT) };
}

/** @param decimal the mark of the table's numbers */
export function duckdbDialect(decimal: "." | ","): SqlDialect {
  return {
    identifier,
    quoted,
    double: (value) => `CAST(${quoted(String(value))} AS DOUBLE)`,
    exact: (digits) => `TRY_CAST(${quoted(digits)} AS ${EXACT})`,
    lower: (text) => `lower(${text})`,
    part: (op, text, wanted) => `${op}(${text}, ${wanted})`,
    decided: (condition) => `coalesce(${condition}, false)`,
    // The digits as they stand, of the value that is the least or the largest as a number.
    extreme: (op, { text, number }, isNumber) =>
      isNumber
        ? `arg_${op}(${decimal === "," ? `replace(${text}, ',', '.')` : text}, ${number})`
        : `${op}(${text})`,
    average: (number) => `avg(${number})`,
    nullable: (value) => value,
    approxDistinct: (value) => `approx_count_distinct(${value})`,
    percentile: (number, share) => `quantile_cont(${number}, ${share})`,
    approxPercentile: (number, share) => `approx_quantile(${number}, ${share})`,
  };
}
