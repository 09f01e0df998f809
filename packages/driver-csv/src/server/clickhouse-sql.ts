import type { ColumnType } from "../dialect/types.ts";
import type { ColumnSql, SqlDialect } from "../engine/dialect.ts";
import type { Comparison } from "../reduce/predicate.ts";

/** ClickHouse's SQL. Texts and names are escaped here and nowhere else. */
export const CLICKHOUSE: SqlDialect = {
  identifier: (name) => `\`${escaped(name).replaceAll("`", "\\`")}\``,
  quoted,
  double: (value) => (Number.isSafeInteger(value) ? String(value) : `toFloat64(${quoted(String(value))})`),
  exact: (digits) => `toDecimal128(${quoted(digits)}, ${/\.(\d+)/.exec(digits)?.[1]?.length ?? 0})`,
  lower: (text) => `lowerUTF8(${text})`,
  part: (op, text, wanted) =>
    op === "contains"
      ? `position(${text}, ${wanted}) > 0`
      : `${op === "starts_with" ? "startsWith" : "endsWith"}(${text}, ${wanted})`,
  decided: (condition) => `ifNull(${condition}, 0)`,
  extreme: (op, { text, exact }, isNumber) => `${op}(toNullable(${isNumber ? exact : text}))`,
  average: (number) => `avg(toNullable(toFloat64(${number})))`,
  nullable: (value) => `toNullable(${value})`,
  approxDistinct: (value) => `uniq(${value})`,
  percentile: (number, share) => `quantileExactInclusive(${share})(toNullable(toFloat64(${number})))`,
  approxPercentile: (number, share) => `quantileTDigest(${share})(toNullable(toFloat64(${number})))`,
};

/** A backslash escapes; a raw zero would end the statement. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\0", "\\0");
}

function quoted(text: string): string {
  return `'${escaped(text).replaceAll("'", "\\'")}'`;
}

/** A type without what does not matter for its values: `LowCardinality(Nullable(Int8))` is `Int8`. */
function bareType(type: string): string {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/s.exec(type)?.[1];
  return inner === undefined ? type : bareType(inner);
}

/** What the values of a column look like, as the driver names it. */
export function columnType(type: string): ColumnType {
  const bare = bareType(type);
  if (/^U?Int\d+$/.test(bare)) return "integer";
  if (/^(?:Float|Decimal|BFloat)/.test(bare)) return "number";
  if (/^Date(?:32)?$/.test(bare)) return "date";
  if (bare.startsWith("DateTime")) return "datetime";
  return bare === "Bool" ? "boolean" : "text";
}

/** A column of such a type in a statement; an empty text is no value. */
export function clickhouseColumn(name: string, type: string): ColumnSql {
  const raw = CLICKHOUSE.identifier(name);
  const bare = bareType(type);
  const isText = bare === "String";
  const mayBeNull = type.includes("Nullable(");
  const text = isText ? `nullIf(${raw}, '')` : `nullIf(toString(${raw}), '')`;
  switch (columnType(type)) {
    case "integer":
      return { text, number: raw, exact: /128|256/.test(bare) ? raw : `toDecimal128(${raw}, 0)`, mayBeNull };
    case "number": {
      const isDecimal = bare.startsWith("Decimal");
      return { text, number: isDecimal ? `toFloat64(${raw})` : raw, exact: raw, mayBeNull };
    }
    default: {
      const number = `toFloat64OrNull(toString(${raw}))`;
      const compared = (op: Comparison, value: string): string | undefined => {
        if (!isText && !isDateOf(bare, value)) return undefined;
        const fits = `(${raw} ${op} ${quoted(value)}${isText ? ` AND ${raw} != ''` : ""})`;
        return mayBeNull ? CLICKHOUSE.decided(fits) : fits;
      };
      return { text, number, exact: number, compared };
    }
  }
}

/** Whether this is a value of the type, as the server writes it: then its index can be used. */
function isDateOf(type: string, value: string): boolean {
  const isWanted = type === "Date" ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
  if (type !== "Date" && !/^DateTime(?:\(|$)/.test(type)) return false;
  if (!isWanted.test(value) || value < "1971" || value > "2100") return false;
  const date = new Date(`${value.slice(0, 10)}T${value.slice(11) || "00:00:00"}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 10));
}
