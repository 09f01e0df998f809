import type { Endpoint } from "./found.ts";

const LONGEST = 64;
/** What no provider accepts in a name. Looking for that is cheaper than looking at all the rest as well. */
const INVALID = /^[^A-Za-z_]|[^A-Za-z0-9_-]/;

/** An operation that wants a name. */
export interface Unnamed {
  /** Its `operationId`, or nothing; its name afterwards. */
  name: string;
  readonly origin: Endpoint;
}

/**
 * Gives each operation a name: unique, valid for every provider, and the same however the document grows.
 *
 * A valid `operationId` is kept; the first of several equal ones keeps it. The others are named after their id
 * as far as it can be written, or after method and path where they have none or an earlier operation wants the
 * same. A hash of method and path comes at the end only where nothing else is left: a name was cut, or it is
 * the very id of another operation.
 *
 * What an operation wants depends on those before it alone, and what it gets besides only on the ids that are
 * kept. So one that is added at the end renames another only by having that name as its id.
 */
export function nameOperations(operations: readonly Unnamed[]): void {
  const kept = new Set<string>();
  /** Those that do not keep their id: mostly none. */
  const others: number[] = [];
  for (let index = 0; index < operations.length; index++) {
    const { name } = operations[index] as Unnamed;
    const before = kept.size;
    if (isValid(name)) kept.add(name);
    if (kept.size === before) others.push(index);
  }
  /** What those want so far, and whether it was given to one of them. */
  const wanted = new Map<string, boolean>();
  const isTaken = (name: string): boolean => kept.has(name) || wanted.get(name) === true;
  /** How often a name was tried before it was free. Hashes can be made to collide, by the thousand. */
  const salts = new Map<string, number>();
  let keepers: ReadonlyMap<string, number> | undefined;
  for (const index of others) {
    const operation = operations[index] as Unnamed;
    const { name: id, origin } = operation;
    const isKeptBefore = (name: string): boolean => {
      if (!kept.has(name)) return false;
      keepers ??= keepersAmong(operations, others);
      return (keepers.get(name) as number) < index;
    };
    const isFree = (name: string): boolean =>
      name !== "" && name.length <= LONGEST && !wanted.has(name) && !isKeptBefore(name);
    // A valid id that another operation keeps says nothing about this one.
    let name = wishOf(origin, kept.has(id) ? "" : id, isFree);
    if (name === undefined || kept.has(name)) {
      if (name !== undefined) wanted.set(name, false);
      name = hashed(origin, id, isTaken, salts);
    }
    wanted.set(name, true);
    operation.name = name;
  }
}

/** Where the operations are that keep their ids. */
function keepersAmong(
  operations: readonly Unnamed[],
  others: readonly number[],
): ReadonlyMap<string, number> {
  const keepers = new Map<string, number>();
  const isOther = new Set(others);
  for (const [index, { name }] of operations.entries()) if (!isOther.has(index)) keepers.set(name, index);
  return keepers;
}

function isValid(name: string): boolean {
  return name !== "" && name.length <= LONGEST && !INVALID.test(name);
}

/** The first readable name that nobody wants yet. */
function wishOf(origin: Endpoint, id: string, isFree: (name: string) => boolean): string | undefined {
  const fromId = words(id);
  if (isFree(fromId)) return fromId;
  const fromPlace = words(describe(origin));
  return isFree(fromPlace) ? fromPlace : undefined;
}

function hashed(
  origin: Endpoint,
  id: string,
  isTaken: (name: string) => boolean,
  salts: Map<string, number>,
): string {
  const readable = words(id) || words(describe(origin));
  const nameWith = (salt: number): string => {
    const hash = fnv1a(`${origin.method} ${origin.path}${salt === 0 ? "" : salt}`);
    return `${readable.slice(0, LONGEST - hash.length - 1)}_${hash}`;
  };
  // Texts whose hashes are equal have equal ones with every salt, so what was taken for one is for all of them.
  const first = nameWith(0);
  let salt = salts.get(first) ?? 0;
  while (isTaken(nameWith(salt))) salt++;
  salts.set(first, salt);
  return nameWith(salt);
}

function describe({ method, path }: Endpoint): string {
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
