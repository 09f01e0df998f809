import { type ColumnType, isNumeric } from "../dialect/types.ts";
import { CsvError } from "../errors.ts";
import { parseNumber } from "../scan/number.ts";
import type { Comparison, Predicate } from "./predicate.ts";

/** A condition as a model writes it: a comparison, or one of the three that combine conditions. */
export interface Condition {
  readonly column?: string;
  readonly op?: Operator;
  readonly value?: unknown;
  readonly ignore_case?: boolean;
  readonly and?: readonly Condition[];
  readonly or?: readonly Condition[];
  readonly not?: Condition;
}

export type Operator = (typeof OPERATORS)[number];

export const OPERATORS = [
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "between",
  "in",
  "contains",
  "starts_with",
  "ends_with",
  "is_null",
  "is_not_null",
] as const;

/** What a condition may refer to. */
export interface ColumnLookup {
  /** The mark that numbers in the table are written with; a condition may have a point as well. */
  readonly decimal: "." | ",";
  /** The slot of a column. @throws CsvError `"unknown_column"` */
  slot(name: string): number;
  type(name: string): ColumnType;
}

const DEEPEST = 20;

/** The condition of a call's arguments, which were validated, made ready; undefined where there is none. */
export function predicateOf(condition: unknown, columns: ColumnLookup): Predicate | undefined {
  return condition === undefined ? undefined : preparePredicate(condition as Condition, columns);
}

/**
 * Makes a condition ready. A number, or a text that is one for a column of numbers, compares as a number, and values
 * that are none do not match; any other text compares as text, by code points. No comparison matches a value that is
 * empty or missing, `!=` included; but what is equal to `null` or to an empty text is just that.
 *
 * @throws CsvError `"invalid_condition"`, `"unknown_column"`
 */
export function preparePredicate(condition: Condition, columns: ColumnLookup, depth = 0): Predicate {
  if (depth > DEEPEST) throw wrong("The condition is nested too deeply.");
  const { column, op, and, or, not } = condition;
  const given = [column ?? op, and, or, not].filter((part) => part !== undefined);
  if (given.length !== 1) throw wrong(`A condition is one of ${FORMS}.`);
  const ready = (part: Condition): Predicate => preparePredicate(part, columns, depth + 1);
  if (and !== undefined) return { kind: "and", parts: and.map(ready) };
  if (or !== undefined) return { kind: "or", parts: or.map(ready) };
  if (not !== undefined) return { kind: "not", part: ready(not) };
  if (column === undefined || op === undefined) throw wrong("A comparison needs a column and an op.");
  return comparison(column, op, condition, columns);
}

const FORMS = '{"column","op","value"}, {"and":[…]}, {"or":[…]}, {"not":…}';

function comparison(
  column: string,
  op: Operator,
  { value, ignore_case: ignored }: Condition,
  columns: ColumnLookup,
): Predicate {
  const slot = columns.slot(column);
  const side = { column, slot, ignoreCase: ignored === true, ...numbersOf(column, columns) };
  switch (op) {
    case "is_null":
    case "is_not_null":
      return { kind: "null", slot, is: op === "is_null" };
    case "between": {
      if (!Array.isArray(value) || value.length !== 2) throw wrong(`"between" takes a list of two values.`);
      const [low, high] = value as readonly unknown[];
      return { kind: "and", parts: [compared(side, ">=", low), compared(side, "<=", high)] };
    }
    case "in":
      if (!Array.isArray(value)) throw wrong(`"in" takes a list of values.`);
      return oneOf(side, value);
    case "contains":
    case "starts_with":
    case "ends_with":
      return { kind: "part", slot, op, value: asText(value), ignoreCase: side.ignoreCase };
    default:
      if (isNothing(value) && (op === "=" || op === "!=")) return { kind: "null", slot, is: op === "=" };
      return compared(side, op, value);
  }
}

/** The column of a comparison. */
interface Side {
  readonly column: string;
  readonly slot: number;
  readonly ignoreCase: boolean;
  readonly isNumeric: boolean;
  readonly decimal: "." | ",";
}

function numbersOf(column: string, columns: ColumnLookup): Pick<Side, "isNumeric" | "decimal"> {
  return { isNumeric: isNumeric(columns.type(column)), decimal: columns.decimal };
}

function compared(side: Side, op: Comparison, value: unknown): Predicate {
  const { slot, column } = side;
  const number = asNumber(side, value);
  if (number !== undefined) {
    if (op === "=" || op === "!=") checkDigits(value);
    return { kind: "number", slot, op, ...number };
  }
  const wanted = asText(value);
  if (side.isNumeric && op !== "=" && op !== "!=") {
    throw wrong(`${JSON.stringify(column)} is a column of numbers, and ${JSON.stringify(wanted)} is none.`);
  }
  // A program writes TRUE or True where JSON has true.
  return { kind: "text", slot, op, value: wanted, ignoreCase: side.ignoreCase || typeof value === "boolean" };
}

function oneOf(side: Side, values: readonly unknown[]): Predicate {
  const { slot, ignoreCase } = side;
  const texts: string[] = [];
  const numbers: number[] = [];
  const others: Predicate[] = [];
  for (const value of values) {
    const number = asNumber(side, value);
    if (isNothing(value)) others.push({ kind: "null", slot, is: true });
    else if (number === undefined) texts.push(asText(value));
    else if (number.exact === undefined) {
      checkDigits(value);
      numbers.push(number.value);
    } else others.push({ kind: "number", slot, op: "=", ...number });
  }
  const plain: Predicate = { kind: "one_of", slot, texts, numbers, ignoreCase };
  return others.length === 0 ? plain : { kind: "or", parts: [plain, ...others] };
}

function asNumber(
  side: Side,
  value: unknown,
): { readonly value: number; readonly exact: string | undefined } | undefined {
  if (typeof value === "number") return { value, exact: undefined };
  if (!side.isNumeric || typeof value !== "string") return undefined;
  const text = (side.decimal === "," ? value.replace(",", ".") : value).trim();
  const bytes = Buffer.from(text);
  const number = parseNumber(bytes, 0, bytes.length, POINT);
  if (Number.isNaN(number)) return undefined;
  // What a double may not tell apart is compared digit by digit.
  return { value: number, exact: /\d{16}/.test(text.replace(".", "")) ? text : undefined };
}

const POINT = 46;

/** JSON has rounded what is larger than this: it may equal a number that nobody has asked for. */
function checkDigits(value: unknown): void {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return;
  throw wrong(`${value} has more digits than a JSON number can carry: write it as a text.`);
}

function isNothing(value: unknown): boolean {
  return value === null || value === "";
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw wrong("A comparison needs a text or a number to compare with.");
}

function wrong(message: string): CsvError {
  return new CsvError("invalid_condition", message);
}
