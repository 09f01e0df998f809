import { type ColumnType, isNumeric } from "../dialect/types.ts";
import { CsvError } from "../errors.ts";
import type { Batch } from "../scan/batch.ts";
import type { FieldText } from "../scan/field-text.ts";
import { parseNumber } from "../scan/number.ts";

/** A condition as a model writes it. */
export type Condition =
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }
  | {
      readonly column: string;
      readonly op: Operator;
      readonly value?: unknown;
      readonly ignore_case?: boolean;
    };

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

/** A condition made ready: columns are slots, and it is decided what compares as a number. Plain data. */
export type Predicate =
  | { readonly kind: "and" | "or"; readonly parts: readonly Predicate[] }
  | { readonly kind: "not"; readonly part: Predicate }
  | { readonly kind: "null"; readonly slot: number; readonly is: boolean }
  | { readonly kind: "number"; readonly slot: number; readonly op: Comparison; readonly value: number }
  | { readonly kind: "text"; readonly slot: number; readonly op: Comparison; readonly value: string }
  | {
      readonly kind: "one_of";
      readonly slot: number;
      readonly texts: readonly string[];
      readonly numbers: readonly number[];
    }
  | {
      readonly kind: "part";
      readonly slot: number;
      readonly op: "contains" | "starts_with" | "ends_with";
      readonly value: string;
      readonly ignoreCase: boolean;
    };

type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** What a condition may refer to. */
export interface ColumnLookup {
  /** The slot of a column. @throws CsvError `"unknown_column"` */
  slot(name: string): number;
  type(name: string): ColumnType;
}

const DEEPEST = 20;

/**
 * Makes a condition ready. A number, or a text that is one for a column of numbers, compares as a number, and values
 * that are none do not match; any other text compares as text, by code points. No comparison matches a value that is
 * empty or missing, `!=` included.
 */
export function preparePredicate(condition: Condition, columns: ColumnLookup, depth = 0): Predicate {
  if (depth > DEEPEST) throw wrong("The condition is nested too deeply.");
  if ("and" in condition || "or" in condition) {
    const [kind, list] =
      "and" in condition ? (["and", condition.and] as const) : (["or", condition.or] as const);
    return { kind, parts: list.map((part) => preparePredicate(part, columns, depth + 1)) };
  }
  if ("not" in condition) return { kind: "not", part: preparePredicate(condition.not, columns, depth + 1) };
  const { column, op, value } = condition;
  const slot = columns.slot(column);
  const numeric = isNumeric(columns.type(column));
  switch (op) {
    case "is_null":
    case "is_not_null":
      return { kind: "null", slot, is: op === "is_null" };
    case "between": {
      if (!Array.isArray(value) || value.length !== 2) throw wrong(`"between" takes a list of two values.`);
      const [low, high] = value as readonly unknown[];
      return {
        kind: "and",
        parts: [comparison(slot, ">=", low, numeric), comparison(slot, "<=", high, numeric)],
      };
    }
    case "in": {
      if (!Array.isArray(value)) throw wrong(`"in" takes a list of values.`);
      const values = value as readonly unknown[];
      const numbers = values.map((one) => asNumber(one, numeric)).filter((one) => one !== undefined);
      const texts = values.filter((one) => asNumber(one, numeric) === undefined).map(asText);
      return { kind: "one_of", slot, texts, numbers };
    }
    case "contains":
    case "starts_with":
    case "ends_with":
      return { kind: "part", slot, op, value: asText(value), ignoreCase: condition.ignore_case === true };
    default:
      return comparison(slot, op, value, numeric);
  }
}

function comparison(slot: number, op: Comparison, value: unknown, numeric: boolean): Predicate {
  const number = asNumber(value, numeric);
  if (number !== undefined) return { kind: "number", slot, op, value: number };
  return { kind: "text", slot, op, value: asText(value) };
}

function asNumber(value: unknown, numeric: boolean): number | undefined {
  if (typeof value === "number") return value;
  if (!numeric || typeof value !== "string") return undefined;
  const bytes = Buffer.from(value);
  const number = parseNumber(bytes, 0, bytes.length, POINT);
  // A text that a double cannot hold is compared digit by digit.
  return Number.isNaN(number) || /\d{16}/.test(value.replace(".", "")) ? undefined : number;
}

const POINT = 46;

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw wrong("A comparison needs a text or a number to compare with.");
}

function wrong(message: string): CsvError {
  return new CsvError("invalid_condition", message);
}

/** Whether a record of a batch fits. */
export type Test = (batch: Batch, row: number) => boolean;

/** What a predicate needs to read values with. */
export interface ValueAccess {
  /** Field index by slot; -1 where the file does not have the column. */
  readonly fields: Int32Array;
  readonly text: FieldText;
  /** The byte of the decimal mark. */
  readonly decimalMark: number;
}

/** The index in `batch.starts` of a record's value, -1 where it is missing. */
export function fieldOf(batch: Batch, row: number, field: number): number {
  return field >= 0 && field < (batch.counts[row] as number) ? (batch.first[row] as number) + field : -1;
}

export function predicateTest(predicate: Predicate, access: ValueAccess): Test {
  const { text, decimalMark } = access;
  switch (predicate.kind) {
    case "and": {
      const tests = predicate.parts.map((part) => predicateTest(part, access));
      return (batch, row) => tests.every((test) => test(batch, row));
    }
    case "or": {
      const tests = predicate.parts.map((part) => predicateTest(part, access));
      return (batch, row) => tests.some((test) => test(batch, row));
    }
    case "not": {
      const test = predicateTest(predicate.part, access);
      return (batch, row) => !test(batch, row);
    }
    default: {
      const column = access.fields[predicate.slot] ?? -1;
      if (predicate.kind === "null") {
        const { is } = predicate;
        return (batch, row) => isNull(batch, fieldOf(batch, row, column)) === is;
      }
      const test = valueTest(predicate, text, decimalMark);
      return (batch, row) => {
        const field = fieldOf(batch, row, column);
        return !isNull(batch, field) && test(batch, field);
      };
    }
  }
}

/** Missing, or nothing between its delimiters or quotes. */
export function isNull(batch: Batch, field: number): boolean {
  return field < 0 || batch.starts[field] === batch.ends[field];
}

type ValuePredicate = Extract<Predicate, { kind: "number" | "text" | "one_of" | "part" }>;

function valueTest(predicate: ValuePredicate, text: FieldText, decimalMark: number): Test {
  switch (predicate.kind) {
    case "number": {
      const { op, value } = predicate;
      return (batch, field) => {
        const number = numberAt(batch, field, text, decimalMark);
        return !Number.isNaN(number) && fits(op, number - value);
      };
    }
    case "text": {
      const { op, value } = predicate;
      if (op === "=") return (batch, field) => text.at(batch, field) === value;
      return (batch, field) => fits(op, compareText(text.at(batch, field), value));
    }
    case "one_of": {
      const texts = new Set(predicate.texts);
      const numbers = new Set(predicate.numbers);
      return (batch, field) =>
        (texts.size > 0 && texts.has(text.at(batch, field))) ||
        (numbers.size > 0 && numbers.has(numberAt(batch, field, text, decimalMark)));
    }
    case "part": {
      const { op, ignoreCase } = predicate;
      const wanted = ignoreCase ? predicate.value.toLowerCase() : predicate.value;
      return (batch, field) => {
        const value = ignoreCase ? text.at(batch, field).toLowerCase() : text.at(batch, field);
        if (op === "contains") return value.includes(wanted);
        return op === "starts_with" ? value.startsWith(wanted) : value.endsWith(wanted);
      };
    }
  }
}

/** A value as a number, NaN where it is none. */
export function numberAt(batch: Batch, field: number, text: FieldText, decimalMark: number): number {
  if ((batch.kinds[field] as number) < 2) {
    return parseNumber(batch.bytes, batch.starts[field] as number, batch.ends[field] as number, decimalMark);
  }
  const bytes = text.bytes(batch, field);
  return parseNumber(bytes, 0, bytes.length, decimalMark);
}

function fits(op: Comparison, difference: number): boolean {
  switch (op) {
    case "=":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}

/** By code points, as the bytes of UTF-8 compare. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i++) {
    const a = one.charCodeAt(i);
    const b = other.charCodeAt(i);
    if (a === b) continue;
    // Surrogates stand for what is above all other characters.
    const isHighA = a >= 0xd800 && a <= 0xdfff;
    const isHighB = b >= 0xd800 && b <= 0xdfff;
    return isHighA === isHighB ? a - b : isHighA ? 1 : -1;
  }
  return one.length - other.length;
}
