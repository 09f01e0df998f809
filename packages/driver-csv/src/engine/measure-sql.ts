import type { MeasureOp } from "../reduce/plan.ts";
import type { ColumnSql, SqlDialect } from "./dialect.ts";

/** A measure of a column as SQL. @param share of the values that lie below, for percentiles */
export function measureSql(
  op: MeasureOp,
  column: ColumnSql,
  isNumber: boolean,
  share: number,
  dialect: SqlDialect,
): string {
  const { text, number, exact } = column;
  switch (op) {
    case "count":
      return `count(${text})`;
    case "sum":
      return `sum(${dialect.nullable(exact)})`;
    case "avg":
      return dialect.average(number);
    case "min":
    case "max":
      return dialect.extreme(op, column, isNumber);
    case "distinct":
      return `count(DISTINCT ${text})`;
    case "approx_distinct":
      return dialect.approxDistinct(text);
    case "percentile":
      return dialect.percentile(number, share);
    case "approx_percentile":
      return dialect.approxPercentile(number, share);
  }
}

/** Whether a measure takes numbers and leaves out what is none. */
export function needsNumbers(op: MeasureOp, isNumber: boolean): boolean {
  return (
    op === "sum" || op === "avg" || op.includes("percentile") || (isNumber && (op === "min" || op === "max"))
  );
}
