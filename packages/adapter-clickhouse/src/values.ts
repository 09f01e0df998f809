import type { EngineColumn, EngineResult, EngineValue } from "@mcs/core/ports";

/** Digits that a double always holds. */
const SAFE_DIGITS = 15;

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** Reads the format JSONCompact; undefined for what is not it. Numbers that a double would round keep their digits, as text. */
export function resultOf(text: string): EngineResult | undefined {
  const found = parsed(text);
  if (!isCompact(found)) return undefined;
  const columns = found.meta.map(({ name, type }) => ({ name, type }));
  const plain = columns.map(({ type }) => bareType(type));
  const rows = found.data.map((row) => row.map((value, place) => cellOf(value, plain[place] ?? "")));
  return { columns, rows };
}

interface Compact {
  readonly meta: readonly EngineColumn[];
  readonly data: readonly (readonly unknown[])[];
}

function parsed(text: string): unknown {
  try {
    return parse(text, digitsKept);
  } catch {
    return undefined;
  }
}

function isCompact(value: unknown): value is Compact {
  const { meta, data, exception } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return Array.isArray(meta) && Array.isArray(data) && exception === undefined;
}

/** A type without what does not matter for its values: `"LowCardinality(Nullable(Int8))"` is `"Int8"`. */
function bareType(type: string): string {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/s.exec(type)?.[1];
  return inner === undefined ? type : bareType(inner);
}

function digitsKept(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  return isExact(source) ? value : source;
}

function isExact(digits: string): boolean {
  if (/^-?\d+$/.test(digits)) return Number.isSafeInteger(Number(digits));
  return digits.replace(/[eE].*$/, "").replace(/^-?[0.]*|\.|0+$/g, "").length <= SAFE_DIGITS;
}

function cellOf(value: unknown, type: string): EngineValue {
  if (value === null || value === undefined || typeof value === "boolean") return value ?? null;
  if (typeof value === "object") return JSON.stringify(value);
  if (/^U?Int\d+$|^Decimal/.test(type)) return isExact(String(value)) ? Number(value) : String(value);
  if (!type.startsWith("Float")) return typeof value === "number" ? value : String(value);
  const number = Number(value);
  return Number.isNaN(number) ? String(value) : number;
}
