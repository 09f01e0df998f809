import { isObject, type JsonObject, setOwn } from "../document/json.ts";
import type { Location } from "./json-path.ts";

/** What a change leaves of a value that it removes. */
export const REMOVED: unique symbol = Symbol("removed");

/** The locations as a tree: a branch for each container that something changes in. */
interface Branch {
  changes: boolean;
  readonly below: Map<string | number, Branch>;
}

/**
 * A value with changes at some locations. Containers on the way are copied, the rest is shared, so neither the
 * original nor what stands in two places by a YAML alias is changed unasked. What holds a changed value is
 * changed before it.
 */
export function edit(
  root: unknown,
  locations: readonly Location[],
  change: (value: unknown) => unknown,
): unknown {
  const tree = newBranch();
  for (const location of locations) {
    let branch = tree;
    for (const key of location) {
      let next = branch.below.get(key);
      if (next === undefined) {
        next = newBranch();
        branch.below.set(key, next);
      }
      branch = next;
    }
    branch.changes = true;
  }
  return rebuild(root, tree, change);
}

function newBranch(): Branch {
  return { changes: false, below: new Map() };
}

function rebuild(value: unknown, branch: Branch, change: (value: unknown) => unknown): unknown {
  const changed = branch.changes ? change(value) : value;
  if (branch.below.size === 0) return changed;
  if (Array.isArray(changed)) {
    const copy: unknown[] = [...changed];
    for (const [key, below] of branch.below) copy[Number(key)] = rebuild(copy[Number(key)], below, change);
    return copy.filter((item) => item !== REMOVED);
  }
  if (!isObject(changed)) return changed;
  const copy: Record<string, unknown> = { ...changed };
  for (const [key, below] of branch.below) {
    const next = rebuild(copy[key], below, change);
    if (next === REMOVED) delete copy[key];
    else setOwn(copy, String(key), next);
  }
  return copy;
}

/** The value at a location that exists. */
export function valueAt(root: unknown, location: Location): unknown {
  return location.reduce<unknown>((value, key) => (value as JsonObject)[key], root);
}

/**
 * The merge of Overlay 1.1: objects recursively, arrays end to end, primitives by the newer one.
 *
 * @throws IncompatibleError for any other combination.
 */
export function merge(target: unknown, update: unknown, pointer = ""): unknown {
  if (isObject(target) && isObject(update)) {
    const merged: Record<string, unknown> = { ...target };
    for (const [key, value] of Object.entries(update)) {
      setOwn(
        merged,
        key,
        Object.hasOwn(target, key) ? merge(target[key], value, `${pointer}/${key}`) : value,
      );
    }
    return merged;
  }
  if (Array.isArray(target) && Array.isArray(update))
    return [...(target as unknown[]), ...(update as unknown[])];
  if (kindOf(target) === "value" && kindOf(update) === "value") return update;
  throw new IncompatibleError(pointer, target, update);
}

/** Two values that cannot be merged. */
export class IncompatibleError extends Error {
  constructor(pointer: string, target: unknown, update: unknown) {
    const place = pointer === "" ? "there" : `at ${pointer} below it`;
    super(`${WORDS[kindOf(update)]} cannot be merged into the ${NOUNS[kindOf(target)]} ${place}`);
  }
}

export type Kind = "object" | "array" | "value";

export function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return "array";
  return isObject(value) ? "object" : "value";
}

const WORDS: Readonly<Record<Kind, string>> = {
  object: "an object",
  array: "a list",
  value: "a plain value",
};
const NOUNS: Readonly<Record<Kind, string>> = { object: "object", array: "list", value: "plain value" };
