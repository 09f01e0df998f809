import { type Condition, preparePredicate } from "../reduce/condition.ts";
import type { Predicate } from "../reduce/predicate.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { identifier, quoted } from "./sql-text.ts";

/** Decimals: as many digits as the engine keeps exactly lie before and behind the point. */
const EXACT = "DECIMAL(38, 9)";

/** A value as a number, NULL where our scanner reads none. The columns of the engine's tables are texts here. */
export function numberSql(
  column: string,
  decimal: "." | ",",
  type: "DOUBLE" | typeof EXACT = "DOUBLE",
): string {
  const isNumber = `regexp_full_match(${column}, ' *[+-]?([0-9]+([${decimal}][0-9]+)?|[${decimal}][0-9]+)([eE][+-]?[0-9]+)? *')`;
  const value = decimal === "," ? `replace(${column}, ',', '.')` : column;
  return `CASE WHEN ${isNumber} THEN TRY_CAST(${value} AS ${type}) END`;
}

/** The same with all its digits. */
export function exactSql(column: string, decimal: "." | ","): string {
  return numberSql(column, decimal, EXACT);
}

/**
 * A condition over a table as SQL, true or false and never NULL, as the scanner would decide it.
 *
 * @param alias of the table in the statement
 */
export function conditionSql(
  condition: unknown,
  table: CombinedTable,
  alias: string,
  decimal: "." | ",",
): string {
  if (condition === undefined) return "true";
  const names: string[] = [];
  const lookup = {
    decimal,
    slot: (name: string): number => {
      table.slot(name);
      const known = names.indexOf(name);
      return known >= 0 ? known : names.push(name) - 1;
    },
    type: (name: string) => table.type(name),
  };
  const predicate = preparePredicate(condition as Condition, lookup);
  return predicateSql(predicate, (slot) => `${alias}.${identifier(names[slot] ?? "")}`, decimal);
}

function predicateSql(predicate: Predicate, column: (slot: number) => string, decimal: "." | ","): string {
  switch (predicate.kind) {
    case "and":
    case "or": {
      const parts = predicate.parts.map((part) => predicateSql(part, column, decimal));
      return `(${parts.join(predicate.kind === "and" ? " AND " : " OR ")})`;
    }
    case "not":
      return `(NOT ${predicateSql(predicate.part, column, decimal)})`;
    case "null":
      return `(${column(predicate.slot)} IS ${predicate.is ? "NULL" : "NOT NULL"})`;
    default:
      return `coalesce(${valueSql(predicate, column(predicate.slot), decimal)}, false)`;
  }
}

type ValuePredicate = Extract<Predicate, { kind: "number" | "text" | "one_of" | "part" }>;

const PARTS = { contains: "contains", starts_with: "starts_with", ends_with: "ends_with" } as const;

function valueSql(predicate: ValuePredicate, column: string, decimal: "." | ","): string {
  switch (predicate.kind) {
    case "number":
      return predicate.exact === undefined
        ? `(${numberSql(column, decimal)}) ${predicate.op} ${doubleSql(predicate.value)}`
        : `(${exactSql(column, decimal)}) ${predicate.op} TRY_CAST(${quoted(predicate.exact)} AS ${EXACT})`;
    case "text": {
      const { ignoreCase, value, op } = predicate;
      return `${foldedSql(column, ignoreCase)} ${op} ${foldedText(value, ignoreCase)}`;
    }
    case "one_of": {
      const { ignoreCase } = predicate;
      const folded = foldedSql(column, ignoreCase);
      const texts = predicate.texts.map((value) => `${folded} = ${foldedText(value, ignoreCase)}`);
      const numbers = predicate.numbers.map(
        (value) => `(${numberSql(column, decimal)}) = ${doubleSql(value)}`,
      );
      const all = [...texts, ...numbers];
      return all.length === 0 ? "false" : `(${all.join(" OR ")})`;
    }
    case "part": {
      const { op, value, ignoreCase } = predicate;
      return `${PARTS[op]}(${foldedSql(column, ignoreCase)}, ${foldedText(value, ignoreCase)})`;
    }
  }
}

function foldedSql(column: string, ignoreCase: boolean): string {
  return ignoreCase ? `lower(${column})` : column;
}

function foldedText(value: string, ignoreCase: boolean): string {
  return quoted(ignoreCase ? value.toLowerCase() : value);
}

function doubleSql(value: number): string {
  return `CAST(${quoted(String(value))} AS DOUBLE)`;
}
