import { escapeSegment, isObject, type JsonObject, own, unescapeSegment } from "./json.ts";
import type { Place, SourceFile } from "./references.ts";

type Names = ReadonlyMap<string, Place>;

/** What is found in a file is found once. */
function oncePerFile(find: (file: SourceFile) => Names): (file: SourceFile) => Names {
  const known = new WeakMap<SourceFile, Names>();
  return (file) => {
    const found = known.get(file) ?? find(file);
    known.set(file, found);
    return found;
  };
}

/** Where the `$anchor`s of a file stand, by their names (JSON Schema 2020-12, section 8.2.2). The first one counts. */
export const anchorsOf = oncePerFile((file) => {
  const anchors = new Map<string, Place>();
  for (const place of objectsIn(file)) {
    for (const key of ["$anchor", "$dynamicAnchor"]) {
      const name = own(place.value as JsonObject, key);
      if (typeof name === "string" && !anchors.has(name)) anchors.set(name, place);
    }
  }
  return anchors;
});

/** Each is held against each reference that is not understood otherwise. */
export const MOST_IDS = 100;

/** The schemas of a file that have an `$id`, by what it says (section 8.2.1). The first one counts. */
export const identifiedIn = oncePerFile((file) => {
  const identified = new Map<string, Place>();
  for (const place of objectsIn(file)) {
    const id = own(place.value as JsonObject, "$id");
    if (typeof id === "string" && !identified.has(id)) identified.set(id, place);
    if (identified.size === MOST_IDS) break;
  }
  return identified;
});

/** All objects and lists of a file, in their order. */
function* objectsIn(file: SourceFile): Generator<Place> {
  const seen = new Set<unknown>();
  const pending: Place[] = [{ file, pointer: "", value: file.root }];
  // Without recursion, and each value once: aliases of YAML make a tree of what is none.
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { pointer, value } = place;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    yield place;
    for (const [key, inner] of Object.entries(value).reverse())
      pending.push({ file, pointer: `${pointer}/${escapeSegment(key)}`, value: inner });
  }
}

/**
 * The schemas around a place that a `#/…` may be meant to begin at, the nearest first: one with an `$id` is a
 * resource of its own, and one with `$defs` was one before it was pasted into the document.
 */
export function resourcesAround({ file, pointer }: Place): Place[] {
  const found: Place[] = [];
  let value: unknown = file.root;
  let path = "";
  for (const segment of pointer.split("/").slice(1)) {
    const key = unescapeSegment(segment);
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) break;
    value = (value as JsonObject)[key];
    path = `${path}/${segment}`;
    if (
      isObject(value) &&
      ["$defs", "$id", "definitions"].some((name) => Object.hasOwn(value as object, name))
    )
      found.push({ file, pointer: path, value });
  }
  return found.reverse();
}
