import { asString } from "../document/json.ts";
import type { FoundOperation } from "./walk.ts";

/** What every provider accepts as a tool's name. */
const VALID = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const LONGEST = 64;

/**
 * A name for each operation: unique, valid for every provider, and the same however the document grows.
 *
 * A valid `operationId` is kept; the first of several equal ones keeps it. The others are named after their
 * id as far as it can be written, or after method and path; a hash of method and path comes at the end only
 * where two names would be equal or a name was cut.
 */
export function nameOperations(operations: readonly FoundOperation[]): string[] {
  const names: Array<string | undefined> = new Array(operations.length).fill(undefined);
  const taken = new Set<string>();
  for (const [index, { operation }] of operations.entries()) {
    const id = asString(operation.operationId);
    if (id === undefined || !VALID.test(id) || taken.has(id)) continue;
    names[index] = id;
    taken.add(id);
  }
  return operations.map((operation, index) => {
    const name = names[index] ?? makeName(operation, taken);
    taken.add(name);
    return name;
  });
}

function makeName(found: FoundOperation, taken: ReadonlySet<string>): string {
  const id = asString(found.operation.operationId);
  const fromId = id === undefined || VALID.test(id) ? "" : words(id);
  const fromPath = words(`${found.method.toLowerCase()} ${found.path}`);
  for (const candidate of [fromId, fromPath]) {
    if (candidate !== "" && candidate.length <= LONGEST && !taken.has(candidate)) return candidate;
  }
  const readable = fromId === "" ? fromPath : fromId;
  for (let salt = 0; ; salt++) {
    const hash = fnv1a(`${found.method} ${found.path}${salt === 0 ? "" : salt}`);
    const candidate = `${readable.slice(0, LONGEST - hash.length - 1)}_${hash}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The text with everything that a name cannot hold turned into single underscores. */
function words(text: string): string {
  const name = text
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return name === "" || /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/** 32-bit FNV-1a, as seven characters of base 36: short, and the same on every machine. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(36).padStart(7, "0");
}
