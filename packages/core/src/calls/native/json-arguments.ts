import type { ReadItem } from "../reading.ts";
import { asRecord } from "./shape.ts";

/**
 * A native call. Its arguments are JSON text or an object; a text that is empty or `null` means that there are
 * none, as several providers write it. Broken JSON is a failure, never `{}`.
 */
export function readJsonCall(id: string | undefined, name: unknown, source: unknown): ReadItem {
  const identity = id === undefined ? {} : { id };
  const fail = (reason: string): ReadItem => {
    const raw = typeof source === "string" ? source : (JSON.stringify(source) ?? "");
    return {
      ok: false,
      failure: { ...identity, ...(typeof name === "string" && name ? { name } : {}), reason, raw },
    };
  };
  if (typeof name !== "string" || name === "") return fail("the call has no name");
  let value: unknown = source;
  if (typeof source === "string") {
    if (source.trim() === "") value = {};
    else {
      try {
        value = JSON.parse(source);
      } catch (error) {
        return fail(`the arguments are not valid JSON: ${(error as Error).message}`);
      }
    }
  }
  const args = asRecord(value ?? {});
  if (args === undefined) return fail("the arguments should be a JSON object");
  return { ok: true, call: { ...identity, name, arguments: args } };
}
