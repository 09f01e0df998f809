import { type Condition, type Predicate, preparePredicate } from "../reduce/predicate.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { identifier, quoted } from "./sql-text.ts";

/** A value as a number, NULL where it is none. The columns of the engine's tables are texts here. */
export function numberSql(column: string, decimal: "." | ","): string {
  return `TRY_CAST(${decimal === "," ? `replace(${column}, ',', '.')` : column} AS DOUBLE)`;
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
      return `${numberSql(column, decimal)} ${predicate.op} ${doubleSql(predicate.value)}`;
    case "text":
      return `${column} ${predicate.op} ${quoted(predicate.value)}`;
    case "one_of": {
      const texts = predicate.texts.map((value) => `${column} = ${quoted(value)}`);
      const numbers = predicate.numbers.map((value) => `${numberSql(column, decimal)} = ${doubleSql(value)}`);
      const all = [...texts, ...numbers];
      return all.length === 0 ? "false" : `(${all.join(" OR ")})`;
    }
    case "part": {
      const { op, value, ignoreCase } = predicate;
      if (!ignoreCase) return `${PARTS[op]}(${column}, ${quoted(value)})`;
      return `${PARTS[op]}(lower(${column}), ${quoted(value.toLowerCase())})`;
    }
  }
}

function doubleSql(value: number): string {
  return `CAST(${quoted(String(value))} AS DOUBLE)`;
}
