import type { ReadItem } from "../reading.ts";

/** A call whose arguments are JSON text, as in OpenAI's payloads. Broken JSON is a failure, never `{}`. */
export function readJsonCall(id: string | undefined, name: unknown, source: unknown): ReadItem {
  const identity = id === undefined ? {} : { id };
  if (typeof name !== "string" || name === "") {
    return {
      ok: false,
      failure: { ...identity, reason: "the call has no name", raw: JSON.stringify(source) ?? "" },
    };
  }
  const fail = (reason: string): ReadItem => ({
    ok: false,
    failure: {
      ...identity,
      name,
      reason,
      raw: typeof source === "string" ? source : (JSON.stringify(source) ?? ""),
    },
  });
  let value: unknown = source;
  if (typeof source === "string") {
    // Providers send an empty text for a call without arguments.
    if (source.trim() === "") return { ok: true, call: { ...identity, name, arguments: {} } };
    try {
      value = JSON.parse(source);
    } catch (error) {
      return fail(`the arguments are not valid JSON: ${(error as Error).message}`);
    }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail("the arguments should be a JSON object");
  }
  return { ok: true, call: { ...identity, name, arguments: value as Record<string, unknown> } };
}
