import type { FoundOperation } from "./walk.ts";

const LONGEST = 64;
/** What no provider accepts in a name. Looking for that is cheaper than looking at all the rest as well. */
const INVALID = /^[^A-Za-z_]|[^A-Za-z0-9_-]/;

/**
 * A name for each operation: unique, valid for every provider, and the same however the document grows.
 *
 * A valid `operationId` is kept; the first of several equal ones keeps it. The others are named after their id
 * as far as it can be written, or after method and path where they have none or an earlier operation wants the
 * same. A hash of method and path comes at the end only where nothing else is left: a name was cut, or it is
 * the very id of another operation.
 *
 * What an operation wants depends on those before it alone, and what it gets besides only on the ids that are
 * kept. So one that is added at the end renames another only by having that name as its id.
 */
export function nameOperations(operations: readonly FoundOperation[]): readonly string[] {
  const kept = new Set<string>();
  /** Those that do not keep their id: mostly none. */
  const others: number[] = [];
  const names = operations.map(({ id }, index) => {
    const before = kept.size;
    if (id !== undefined && isValid(id)) kept.add(id);
    if (kept.size === before) others.push(index);
    return id ?? "";
  });
  /** What those want so far, and whether it was given to one of them. */
  const wanted = new Map<string, boolean>();
  const isTaken = (name: string): boolean => kept.has(name) || wanted.get(name) === true;
  for (const index of others) {
    const found = operations[index] as FoundOperation;
    const { id = "" } = found;
    const isFree = (name: string): boolean =>
      name !== "" &&
      name.length <= LONGEST &&
      !wanted.has(name) &&
      !(kept.has(name) && names.indexOf(name) < index);
    // A valid id that another operation keeps says nothing about this one.
    let name = wishOf(found, kept.has(id) ? "" : id, isFree);
    if (name === undefined || kept.has(name)) {
      if (name !== undefined) wanted.set(name, false);
      name = hashed(found, id, isTaken);
    }
    wanted.set(name, true);
    names[index] = name;
  }
  return names;
}

function isValid(name: string): boolean {
  return name !== "" && name.length <= LONGEST && !INVALID.test(name);
}

/** The first readable name that nobody wants yet. */
function wishOf(found: FoundOperation, id: string, isFree: (name: string) => boolean): string | undefined {
  const fromId = words(id);
  if (isFree(fromId)) return fromId;
  const fromPlace = words(describe(found));
  return isFree(fromPlace) ? fromPlace : undefined;
}

function hashed(found: FoundOperation, id: string, isTaken: (name: string) => boolean): string {
  const readable = words(id) || words(describe(found));
  for (let salt = 0; ; salt++) {
    const hash = fnv1a(`${found.signature}${salt === 0 ? "" : salt}`);
    const candidate = `${readable.slice(0, LONGEST - hash.length - 1)}_${hash}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function describe({ method, path }: FoundOperation): string {
  return `${method.toLowerCase()} ${path}`;
}

/** Words between slashes, as in `repos/get-branch`. */
const SLASHED = /^[A-Za-z](?:[A-Za-z0-9-]|[/_](?=[A-Za-z0-9]))*$/;

/** The text with everything that a name cannot hold turned into single underscores. */
function words(text: string): string {
  if (SLASHED.test(text)) return text.replaceAll("/", "_");
  const ascii = /[^\0-\x7f]/.test(text) ? text.normalize("NFKD") : text;
  const name = withoutEnds(ascii.replace(/[^A-Za-z0-9_-]+/g, "_"));
  return name === "" || /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/** Without underscores around it. An expression for those at the end would look from each of those inside. */
function withoutEnds(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && name[start] === "_") start++;
  while (end > start && name[end - 1] === "_") end--;
  return name.slice(start, end);
}

/** 32-bit FNV-1a, as seven characters of base 36: short, and the same on every machine. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(36).padStart(7, "0");
}
