import type { Dialect } from "../dialect/dialect.ts";
import type { ColumnType } from "../dialect/types.ts";
import { SAFE_DIGITS } from "../scan/number.ts";
import type { Column } from "../table/table-info.ts";
import { identifier, quoted } from "./sql-text.ts";

/** A file that the engine reads: where it is, and how it is written. */
export interface EngineFile {
  readonly path: string;
  readonly dialect: Pick<Dialect, "delimiter" | "quote" | "lineEnds" | "decimal">;
  /** Lines before the first record. */
  readonly skip: number;
  /** How many fields a record has. */
  readonly width: number;
  /** The field of each of the table's columns, -1 where the file does not have it. */
  readonly fields: ArrayLike<number>;
}

/**
 * The longest record that the engine takes, and the blocks that it reads. Larger blocks are no quicker to read, and a
 * new process has to be given their memory first: with four times as much a query takes a tenth longer.
 */
export const ENGINE_RECORD_BYTES: number = 4 * 2 ** 20;

/**
 * A table as a view. Columns of whole numbers, numbers and dates have these types, under the condition that each
 * value is written as the type would write it: else the query fails and says which value it was, where the engine
 * alone would round it, drop its zeros or cut off its time. All other columns are texts.
 */
export function viewSql(
  name: string,
  columns: readonly Column[],
  names: readonly string[],
  files: readonly EngineFile[],
  isText: (column: string) => boolean,
): string {
  const selects = files.map((file) => {
    const list = columns.map(({ name: column, type }, place) => {
      const field = file.fields[place] ?? -1;
      const shown = names[place] ?? column;
      const value = field < 0 ? "NULL" : fieldName(field);
      const typed = typedSql(value, isText(column) ? "text" : type, file.dialect.decimal, column);
      return `${typed} AS ${identifier(shown)}`;
    });
    return `SELECT ${list.join(", ")} FROM ${readSql(file)}`;
  });
  return `CREATE VIEW ${identifier(name)} AS ${selects.join(" UNION ALL ")}`;
}

/** Names that differ in more than their case: the engine takes `ID` and `id` for one. */
export function distinctNames(columns: readonly Column[]): string[] {
  const taken = new Set<string>();
  return columns.map(({ name }) => {
    let distinct = name === "" ? "column" : name;
    for (let count = 2; taken.has(distinct.toLowerCase()); count++) distinct = `${name}_${count}`;
    taken.add(distinct.toLowerCase());
    return distinct;
  });
}

/**
 * The engine's own sniffing is never asked: every part of the dialect is said. Only CRLF it has to find by itself in
 * the header, since it sees no records at all when it is told.
 */
function readSql({ path, dialect, skip, width }: EngineFile): string {
  const columns = Array.from({ length: width }, (_, field) => `${fieldName(field)}: 'VARCHAR'`);
  const options = [
    quoted(path),
    "auto_detect = false",
    "header = false",
    `skip = ${skip}`,
    `delim = ${quoted(dialect.delimiter === "" ? "," : dialect.delimiter)}`,
    `quote = ${quoted(dialect.quote ?? "")}`,
    `escape = ${quoted(dialect.quote ?? "")}`,
    ...(dialect.lineEnds === "lf" ? ["new_line = '\\n'"] : []),
    "comment = ''",
    "nullstr = ''",
    "allow_quoted_nulls = true",
    "strict_mode = true",
    "null_padding = false",
    "ignore_errors = false",
    "compression = 'none'",
    `max_line_size = ${ENGINE_RECORD_BYTES}`,
    `buffer_size = ${ENGINE_RECORD_BYTES}`,
    `columns = {${columns.join(", ")}}`,
  ];
  return `read_csv(${options.join(", ")})`;
}

function fieldName(field: number): string {
  return `f${field}`;
}

function typedSql(field: string, type: ColumnType, decimal: "." | ",", column: string): string {
  if (field === "NULL") return `CAST(NULL AS ${SQL_TYPES[type] ?? "VARCHAR"})`;
  const target = SQL_TYPES[type];
  if (target === undefined) return field;
  const wrong = `error(${quoted(`The column ${column} has a value that is no ${target}: `)} || left(${field}, 100))`;
  if (target === "DOUBLE") {
    const value = `CAST(${decimal === "," ? `replace(${field}, ',', '.')` : field} AS DOUBLE)`;
    // Cases come in their order: in a conjunction the engine might try what is dear first.
    const closely = `CASE WHEN ${isExactDouble(field, decimal)} THEN ${value} ELSE ${wrong} END`;
    return `CASE WHEN ${isSuspicious(field, decimal)} THEN ${closely} ELSE ${value} END`;
  }
  const value = `CAST(${field} AS ${target})`;
  return `CASE WHEN CAST(${value} AS VARCHAR) <> ${field} THEN ${wrong} ELSE ${value} END`;
}

/**
 * Whether the engine might take a text for a number that is another one or none, such as `nan`. Comparisons that cost
 * next to nothing let nearly all values pass.
 */
function isSuspicious(field: string, decimal: "." | ","): string {
  const reasons = [
    `strlen(${field}) > ${SAFE_DIGITS}`,
    `${field} >= ':'`,
    `(${field} >= '00' AND ${field} < '0:')`,
    ...(decimal === "," ? [`contains(${field}, '.')`] : []),
  ];
  return reasons.join(" OR ");
}

/** Whether a double holds all digits of a text, and the text is a number without zeros that would be lost. */
function isExactDouble(field: string, decimal: "." | ","): string {
  const isNumber = `regexp_full_match(${field}, '\\s*[+-]?(0|[1-9][0-9]*)?([${decimal}][0-9]+)?([eE][+-]?[0-9]+)?\\s*')`;
  const digits = `rtrim(regexp_replace(${field}, '^[^1-9]+|[eE].*$|[^0-9]+', '', 'g'), '0')`;
  return `${isNumber} AND strlen(${digits}) <= ${SAFE_DIGITS}`;
}

const SQL_TYPES: Partial<Record<ColumnType, string>> = { integer: "BIGINT", number: "DOUBLE", date: "DATE" };
