import { bytesOf, hasOwnForm } from "./object-forms.ts";
import { isPlain } from "./plain-copy.ts";
import type { SecretSearch } from "./secret-search.ts";

/** Values of a result that are looked through without notes. */
const SMALL = 200;

/**
 * True where a secret is anywhere in the value. Most results are small and plain, so they are looked through without
 * notes; what is larger, deeper, in a circle or of another kind is looked at with a list of what is still to do, since
 * a backend may nest as deep as it likes.
 */
export function holdsSecret(value: unknown, search: SecretSearch): boolean {
  return isInPlain(value, search, { left: SMALL }) ?? isInAny(value, search);
}

/** Undefined where it cannot say. */
function isInPlain(value: unknown, search: SecretSearch, budget: { left: number }): boolean | undefined {
  if (typeof value === "string") return search.isInText(value);
  if (typeof value === "number") return search.isInNumber(value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? undefined : false;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (--budget.left < 0) return undefined;
      const found = isInPlain(item, search, budget);
      if (found !== false) return found;
    }
    return false;
  }
  if (!isPlain(value) || "toJSON" in value || Object.getOwnPropertySymbols(value).length > 0)
    return undefined;
  for (const key of Object.keys(value)) {
    if (--budget.left < 0) return undefined;
    const found = search.isInText(key) || isInPlain(value[key], search, budget);
    if (found !== false) return found;
  }
  return false;
}

function isInAny(value: unknown, search: SecretSearch): boolean {
  const seen = new Set<object>();
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item === "string") {
      if (search.isInText(item)) return true;
    } else if (typeof item === "number" || typeof item === "bigint") {
      if (search.isInText(String(item))) return true;
    } else if (typeof item === "object" && item !== null && !seen.has(item)) {
      seen.add(item);
      const bytes = bytesOf(item);
      if (bytes !== undefined) {
        if (search.isInBytes(bytes)) return true;
        continue;
      }
      if (item instanceof URL && search.isInText(item.href)) return true;
      if (item instanceof Map) for (const entry of item) pending.push(...entry);
      if (item instanceof Set) for (const entry of item) pending.push(entry);
      if (Array.isArray(item)) {
        for (const entry of item) pending.push(entry);
        continue;
      }
      // Those of an exception of the platform are not its own.
      if (item instanceof Error) pending.push(item.message, item.stack, item.cause);
      if (hasOwnForm(item)) pending.push(item.toJSON());
      for (const key of Reflect.ownKeys(item)) {
        if (typeof key === "string" && search.isInText(key)) return true;
        if (item instanceof Error || Object.prototype.propertyIsEnumerable.call(item, key)) {
          pending.push((item as Record<PropertyKey, unknown>)[key]);
        }
      }
    }
  }
  return false;
}
