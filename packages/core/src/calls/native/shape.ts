import { isRecord } from "../../record.ts";

/** Payloads come from outside: what is read of them is looked at first. */

export function asRecord(value: unknown): Record<string, unknown> | undefined {
  return isRecord(value) ? value : undefined;
}

export function asArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export type JsonRecord = Record<string, unknown>;
