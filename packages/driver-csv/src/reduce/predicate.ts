import type { Batch } from "../scan/batch.ts";
import type { FieldText } from "../scan/field-text.ts";
import { numberText, parseNumber } from "../scan/number.ts";
import { compareDigits } from "./compare-digits.ts";
import { compareText } from "./compare-text.ts";

/** A condition made ready: columns are slots, and it is decided what compares as a number. Plain data. */
export type Predicate =
  | { readonly kind: "and" | "or"; readonly parts: readonly Predicate[] }
  | { readonly kind: "not"; readonly part: Predicate }
  | { readonly kind: "null"; readonly slot: number; readonly is: boolean }
  | {
      readonly kind: "number";
      readonly slot: number;
      readonly op: Comparison;
      readonly value: number;
      /** Its digits, where a double does not hold them all. */
      readonly exact: string | undefined;
    }
  | {
      readonly kind: "text";
      readonly slot: number;
      readonly op: Comparison;
      readonly value: string;
      readonly ignoreCase: boolean;
    }
  | {
      readonly kind: "one_of";
      readonly slot: number;
      readonly texts: readonly string[];
      readonly numbers: readonly number[];
      readonly ignoreCase: boolean;
    }
  | {
      readonly kind: "part";
      readonly slot: number;
      readonly op: "contains" | "starts_with" | "ends_with";
      readonly value: string;
      readonly ignoreCase: boolean;
    };

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

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
      const { op, value, exact } = predicate;
      return (batch, field) => {
        const number = numberAt(batch, field, text, decimalMark);
        if (Number.isNaN(number)) return false;
        const difference = number - value;
        if (difference !== 0 || exact === undefined) return fits(op, difference);
        const bytes = text.bytes(batch, field);
        return fits(op, compareDigits(numberText(bytes, 0, bytes.length, decimalMark), exact));
      };
    }
    case "text": {
      const { op, ignoreCase } = predicate;
      const read = reader(text, ignoreCase);
      const wanted = ignoreCase ? predicate.value.toLowerCase() : predicate.value;
      if (op === "=") return (batch, field) => read(batch, field) === wanted;
      return (batch, field) => fits(op, compareText(read(batch, field), wanted));
    }
    case "one_of": {
      const { ignoreCase } = predicate;
      const read = reader(text, ignoreCase);
      const texts = new Set(predicate.texts.map((value) => (ignoreCase ? value.toLowerCase() : value)));
      const numbers = new Set(predicate.numbers);
      return (batch, field) =>
        (texts.size > 0 && texts.has(read(batch, field))) ||
        (numbers.size > 0 && numbers.has(numberAt(batch, field, text, decimalMark)));
    }
    case "part": {
      const { op, ignoreCase } = predicate;
      const read = reader(text, ignoreCase);
      const wanted = ignoreCase ? predicate.value.toLowerCase() : predicate.value;
      return (batch, field) => {
        const value = read(batch, field);
        if (op === "contains") return value.includes(wanted);
        return op === "starts_with" ? value.startsWith(wanted) : value.endsWith(wanted);
      };
    }
  }
}

function reader(text: FieldText, ignoreCase: boolean): (batch: Batch, field: number) => string {
  return ignoreCase
    ? (batch, field) => text.at(batch, field).toLowerCase()
    : (batch, field) => text.at(batch, field);
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
