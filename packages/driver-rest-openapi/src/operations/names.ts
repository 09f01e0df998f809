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
  const names: string[] = [];
  const unnamed: number[] = [];
  const taken = new Set<string>();
  for (let index = 0; index < operations.length; index++) {
    const id = asString(operations[index]?.operation.operationId) ?? "";
    names.push(id);
    if (VALID.test(id) && !taken.has(id)) taken.add(id);
    else unnamed.push(index);
  }
  for (const index of unnamed) {
    const name = makeName(operations[index] as FoundOperation, taken);
    names[index] = name;
    taken.add(name);
  }
  return names;
}

function makeName(found: FoundOperation, taken: ReadonlySet<string>): string {
  const id = asString(found.operation.operationId) ?? "";
  const fromId = VALID.test(id) ? "" : words(id);
  if (isFree(fromId, taken)) return fromId;
  const fromPath = words(`${found.method.toLowerCase()} ${found.path}`);
  if (isFree(fromPath, taken)) return fromPath;
  const readable = fromId || fromPath;
  for (let salt = 0; ; salt++) {
    const hash = fnv1a(`${found.signature}${salt === 0 ? "" : salt}`);
    const candidate = `${readable.slice(0, LONGEST - hash.length - 1)}_${hash}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function isFree(name: string, taken: ReadonlySet<string>): boolean {
  return name !== "" && name.length <= LONGEST && !taken.has(name);
}

/** The text with everything that a name cannot hold turned into single underscores. */
function words(text: string): string {
  const ascii = /[^\0-\x7f]/.test(text) ? text.normalize("NFKD") : text;
  const name = ascii.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^_+|_+$/g, "");
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
