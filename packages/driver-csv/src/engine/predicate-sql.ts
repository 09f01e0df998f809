import { type Condition, preparePredicate } from "../reduce/condition.ts";
import type { Predicate } from "../reduce/predicate.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { type ColumnSql, duckdbDialect, type SqlColumns, type SqlDialect, textColumn } from "./dialect.ts";

/** The columns of one of DuckDB's tables. @param alias of the table in the statement */
export function duckdbColumns(table: CombinedTable, alias: string, decimal: "." | ","): SqlColumns {
  const dialect = duckdbDialect(decimal);
  return {
    dialect,
    decimal,
    slot: (name) => table.slot(name),
    type: (name) => table.type(name),
    column: (name) => textColumn(`${alias}.${dialect.identifier(name)}`, decimal),
  };
}

/** A condition over a table as SQL, true or false and never NULL, as the scanner would decide it. */
export function conditionSql(condition: unknown, columns: SqlColumns): string {
  if (condition === undefined) return TRUE;
  const names: string[] = [];
  const lookup = {
    decimal: columns.decimal,
    slot: (name: string): number => {
      columns.slot(name);
      const known = names.indexOf(name);
      return known >= 0 ? known : names.push(name) - 1;
    },
    type: (name: string) => columns.type(name),
  };
  const predicate = preparePredicate(condition as Condition, lookup);
  return predicateSql(predicate, (slot) => columns.column(names[slot] ?? ""), columns.dialect);
}

const TRUE = "(1 = 1)";
const FALSE = "(1 = 0)";

function predicateSql(
  predicate: Predicate,
  column: (slot: number) => ColumnSql,
  dialect: SqlDialect,
): string {
  switch (predicate.kind) {
    case "and":
    case "or": {
      const parts = predicate.parts.map((part) => predicateSql(part, column, dialect));
      return `(${parts.join(predicate.kind === "and" ? " AND " : " OR ")})`;
    }
    case "not":
      return `(NOT ${predicateSql(predicate.part, column, dialect)})`;
    case "null":
      return `(${column(predicate.slot).text} IS ${predicate.is ? "NULL" : "NOT NULL"})`;
    default:
      return valueSql(predicate, column(predicate.slot), dialect);
  }
}

type ValuePredicate = Extract<Predicate, { kind: "number" | "text" | "one_of" | "part" }>;

function valueSql(predicate: ValuePredicate, column: ColumnSql, dialect: SqlDialect): string {
  const folded = (ignoreCase: boolean): string => (ignoreCase ? dialect.lower(column.text) : column.text);
  const wanted = (value: string, ignoreCase: boolean): string =>
    dialect.quoted(ignoreCase ? value.toLowerCase() : value);
  switch (predicate.kind) {
    case "number": {
      const { op, value, exact } = predicate;
      const fits =
        exact === undefined
          ? `(${column.number}) ${op} ${dialect.double(value)}`
          : `(${column.exact}) ${op} ${dialect.exact(exact)}`;
      return column.mayBeNull === false ? `(${fits})` : dialect.decided(fits);
    }
    case "text": {
      const { ignoreCase, value, op } = predicate;
      const plain = ignoreCase ? undefined : column.compared?.(op, value);
      return plain ?? dialect.decided(`${folded(ignoreCase)} ${op} ${wanted(value, ignoreCase)}`);
    }
    case "one_of": {
      const { ignoreCase, texts, numbers } = predicate;
      const parts = [
        ...texts.map((value) => ({ kind: "text" as const, value, ignoreCase })),
        ...numbers.map((value) => ({ kind: "number" as const, value, exact: undefined })),
      ].map((part) => valueSql({ ...part, slot: predicate.slot, op: "=" }, column, dialect));
      return parts.length === 0 ? FALSE : `(${parts.join(" OR ")})`;
    }
    case "part": {
      const { op, value, ignoreCase } = predicate;
      return dialect.decided(dialect.part(op, folded(ignoreCase), wanted(value, ignoreCase)));
    }
  }
}
