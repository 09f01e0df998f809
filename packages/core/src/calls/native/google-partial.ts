import { setOwn } from "../text/literals.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/** Gemini may stream a call's arguments, each piece with the path of the value that it goes on with. */
export function isPartial(call: JsonRecord): boolean {
  return call.partialArgs !== undefined || call.willContinue === true;
}

/** A call with the next piece of it added. */
export function withPiece(call: JsonRecord, piece: JsonRecord): JsonRecord {
  const { partialArgs, willContinue: _, ...rest } = piece;
  const args = structuredClone(asRecord(call.args) ?? {});
  for (const entry of asArray(partialArgs) ?? []) {
    const part = asRecord(entry);
    if (part !== undefined) put(args, segmentsOf(asString(part.jsonPath) ?? ""), part);
  }
  return { ...call, ...rest, args: { ...args, ...asRecord(rest.args) } };
}

/** The names and places in a path such as `$.foo.bar[0]['two words']`. */
function segmentsOf(path: string): ReadonlyArray<string | number> {
  return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g)].map(
    ([, name, index, single, double]) =>
      index === undefined ? (name ?? single ?? double ?? "") : Number(index),
  );
}

function put(root: JsonRecord, path: ReadonlyArray<string | number>, part: JsonRecord): void {
  let place: JsonRecord = root;
  for (const [at, segment] of path.entries()) {
    const key = String(segment);
    const before = Object.hasOwn(place, key) ? place[key] : undefined;
    const next = path[at + 1];
    if (next === undefined) {
      const text = asString(part.stringValue);
      setOwn(place, key, text === undefined ? plainValue(part) : (asString(before) ?? "") + text);
    } else {
      const inner =
        typeof before === "object" && before !== null ? before : typeof next === "number" ? [] : {};
      setOwn(place, key, inner);
      // A list takes its places as keys.
      place = inner as JsonRecord;
    }
  }
}

function plainValue(part: JsonRecord): unknown {
  return part.boolValue ?? part.numberValue ?? null;
}
