import { Media } from "../media.ts";
import { bytesOf, hasOwnForm } from "./object-forms.ts";
import { isPlain } from "./plain-copy.ts";
import type { SecretSearch } from "./secret-search.ts";
import { holdsSecret } from "./secrets-in-values.ts";

/** An empty copy of an object, and what fills it. */
interface Container {
  readonly copy: unknown;
  readonly fill?: () => void;
}

/**
 * A copy of any value without the secrets in it, which may be nested as deep as it likes or in a circle.
 *
 * @param cleanError gives what stands in place of an error in it
 */
export function redactedCopy(
  value: unknown,
  search: SecretSearch,
  cleanError: (error: Error) => unknown,
): unknown {
  const copies = new Map<object, unknown>();
  const pending: Array<() => void> = [];

  const copyOf = (item: unknown): unknown => {
    if (typeof item === "string") return search.maskedText(item);
    if (typeof item === "number" || typeof item === "bigint") {
      return search.isInText(String(item)) ? search.maskedText(String(item)) : item;
    }
    if (typeof item !== "object" || item === null) return item;
    const known = copies.get(item);
    if (known !== undefined) return known;
    const { copy, fill } = container(item);
    copies.set(item, copy);
    if (fill !== undefined) pending.push(fill);
    return copy;
  };

  const container = (item: object): Container => {
    const bytes = bytesOf(item);
    if (bytes !== undefined) return { copy: search.maskedBytes(bytes) };
    if (item instanceof URL) return { copy: search.maskedText(item.href) };
    if (Media.is(item)) return { copy: redactedMedia(item, search) };
    if (item instanceof Error) return { copy: cleanError(item) };
    if (Array.isArray(item)) {
      const copy: unknown[] = [];
      const fill = (): void => {
        for (const entry of item) copy.push(copyOf(entry));
      };
      return { copy, fill };
    }
    if (item instanceof Map) {
      const copy = new Map<unknown, unknown>();
      const fill = (): void => {
        for (const [key, entry] of item) copy.set(copyOf(key), copyOf(entry));
      };
      return { copy, fill };
    }
    if (item instanceof Set) {
      const copy = new Set<unknown>();
      const fill = (): void => {
        for (const entry of item) copy.add(copyOf(entry));
      };
      return { copy, fill };
    }
    if (hasOwnForm(item)) {
      // What it says of itself is what a model reads, and where that is secret, all that is left of it.
      const form = item.toJSON();
      if (holdsSecret(form, search)) return { copy: redactedCopy(form, search, cleanError) };
    }
    if (!isPlain(item) && !(Object.keys(item).length > 0)) return { copy: item };
    const copy: object = Object.create(Object.getPrototypeOf(item) as object | null);
    const fill = (): void => {
      for (const [key, entry] of Object.entries(item)) define(copy, search.maskedText(key), copyOf(entry));
    };
    return { copy, fill };
  };

  const whole = copyOf(value);
  for (let fill = pending.pop(); fill !== undefined; fill = pending.pop()) fill();
  return whole;
}

function redactedMedia(media: Media, search: SecretSearch): Media {
  const { type, name, ref, size, bytes } = media;
  return new Media({
    type: search.maskedText(type),
    ...(name === undefined ? {} : { name: search.maskedText(name) }),
    ...(ref === undefined ? {} : { ref: search.maskedText(ref) }),
    ...(size === undefined ? {} : { size }),
    ...(bytes === undefined ? {} : { bytes: search.maskedBytes(bytes) }),
  });
}

/** Assigning to __proto__ would change the prototype in place of adding a property. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
