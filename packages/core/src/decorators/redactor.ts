import { ConfigurationError, McsError, toMcsError } from "../errors.ts";
import { Media } from "../media.ts";
import { type Credential, revealCredential } from "../secret.ts";
import { isPlain } from "./plain-copy.ts";
import { longestForm, secretPattern } from "./secret-forms.ts";

const MASK = "[secret]";
/** Shorter ones occur by chance, and removing them would garble results. */
const SHORTEST = 4;

/** Removes known secrets from whatever is shown: texts, values, bytes, errors. */
export class Redactor {
  readonly #secrets: readonly Credential[];
  #pattern: RegExp | undefined;
  #longest = 0;
  /** No form of a secret is shorter than the secret, so shorter texts need not be searched. */
  #shortest = 0;

  /** Secrets are read from where they are when the first text is looked at. */
  constructor(secrets: readonly Credential[]) {
    this.#secrets = secrets;
  }

  /**
   * @throws ConfigurationError for a secret of less than four characters, CredentialError for one that is missing.
   */
  text(text: string): string {
    const pattern = this.#ready();
    return pattern === undefined || text.length < this.#shortest ? text : text.replace(pattern, MASK);
  }

  /** The value itself where nothing in it is secret, else a copy. Objects of any class are looked into. */
  value<T>(value: T): T {
    return this.#ready() === undefined || !this.#isIn(value) ? value : (this.#copy(value) as T);
  }

  /** An error of the family without secrets in its message, its stack, its causes and whatever else it holds. */
  error(error: unknown, context: string): McsError {
    const whole = toMcsError(error, context);
    if (this.#ready() === undefined) return whole;
    try {
      this.#cleanError(whole, new Set());
      return whole;
    } catch {
      // It cannot be changed: frozen, or with getters that throw. Only what is known to be clean is kept.
      const data = whole.data === undefined ? {} : { data: this.value(whole.data) };
      return new McsError(this.text(whole.code), this.text(whole.message), data);
    }
  }

  /** For text that comes in pieces: what could be the beginning of a secret is held back until it is decided. */
  stream(): RedactedStream {
    const pattern = this.#ready();
    return new RedactedStream(pattern, this.#longest);
  }

  #ready(): RegExp | undefined {
    if (this.#pattern !== undefined || this.#secrets.length === 0) return this.#pattern;
    const values = this.#secrets.map(revealCredential).sort((a, b) => b.length - a.length);
    if (values.some((value) => value.length < SHORTEST)) {
      throw new ConfigurationError(
        `A secret of less than ${SHORTEST} characters cannot be told from other text.`,
        {
          remedy: "Leave it out of the secrets to redact, or take a longer one.",
        },
      );
    }
    this.#shortest = Math.min(...values.map((value) => [...value].length));
    this.#longest = Math.max(...values.map(longestForm));
    this.#pattern = new RegExp(values.map(secretPattern).join("|"), "g");
    return this.#pattern;
  }

  #holds(text: string): boolean {
    return text.length >= this.#shortest && text.search(this.#pattern ?? NOTHING) !== -1;
  }

  /** Numbers are written with no more characters than these. */
  #holdsNumber(value: number): boolean {
    return this.#shortest <= 25 && this.#holds(String(value));
  }

  /**
   * Most results are small and plain, so they are looked through without notes; what is larger, deeper, in a circle or
   * of another kind is looked at with a list of what is still to do, since a backend may nest as deep as it likes.
   */
  #isIn(value: unknown): boolean {
    const budget = { left: SMALL };
    return this.#isInPlain(value, budget) ?? this.#isInAny(value);
  }

  /** Undefined where it cannot say. */
  #isInPlain(value: unknown, budget: { left: number }): boolean | undefined {
    if (typeof value === "string") return this.#holds(value);
    if (typeof value === "number") return this.#holdsNumber(value);
    if (typeof value !== "object" || value === null) return typeof value === "bigint" ? undefined : false;
    if (Array.isArray(value)) {
      for (const item of value) {
        if (--budget.left < 0) return undefined;
        const found = this.#isInPlain(item, budget);
        if (found !== false) return found;
      }
      return false;
    }
    if (!isPlain(value) || "toJSON" in value || Object.getOwnPropertySymbols(value).length > 0)
      return undefined;
    for (const key of Object.keys(value)) {
      if (--budget.left < 0) return undefined;
      const found = this.#holds(key) || this.#isInPlain(value[key], budget);
      if (found !== false) return found;
    }
    return false;
  }

  #isInAny(value: unknown): boolean {
    const seen = new Set<object>();
    const pending: unknown[] = [value];
    while (pending.length > 0) {
      const item = pending.pop();
      if (typeof item === "string") {
        if (this.#holds(item)) return true;
      } else if (typeof item === "number" || typeof item === "bigint") {
        if (this.#holds(String(item))) return true;
      } else if (typeof item === "object" && item !== null && !seen.has(item)) {
        seen.add(item);
        const bytes = bytesOf(item);
        if (bytes !== undefined) {
          if (this.#holds(latin1(bytes))) return true;
          continue;
        }
        if (item instanceof URL && this.#holds(item.href)) return true;
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
          if (typeof key === "string" && this.#holds(key)) return true;
          if (item instanceof Error || Object.prototype.propertyIsEnumerable.call(item, key)) {
            pending.push((item as Record<PropertyKey, unknown>)[key]);
          }
        }
      }
    }
    return false;
  }

  #copy(value: unknown): unknown {
    const copies = new Map<object, unknown>();
    const pending: Array<() => void> = [];
    const of = (item: unknown): unknown => {
      if (typeof item === "string") return this.text(item);
      if (typeof item === "number" || typeof item === "bigint") {
        return this.#holds(String(item)) ? this.text(String(item)) : item;
      }
      if (typeof item !== "object" || item === null) return item;
      const known = copies.get(item);
      if (known !== undefined) return known;
      const { copy, fill } = this.#container(item, of);
      copies.set(item, copy);
      pending.push(fill);
      return copy;
    };
    const whole = of(value);
    for (let fill = pending.pop(); fill !== undefined; fill = pending.pop()) fill();
    return whole;
  }

  /** An empty copy of an object, and what fills it. */
  #container(item: object, of: (value: unknown) => unknown): { copy: unknown; fill: () => void } {
    const nothing = (): void => {};
    const bytes = bytesOf(item);
    if (bytes !== undefined) return { copy: this.#bytes(bytes), fill: nothing };
    if (item instanceof URL) return { copy: this.text(item.href), fill: nothing };
    if (Media.is(item)) return { copy: this.#media(item), fill: nothing };
    if (item instanceof Error) return { copy: this.error(item, "The call failed"), fill: nothing };
    if (Array.isArray(item)) {
      const copy: unknown[] = [];
      const fill = (): void => {
        for (const entry of item) copy.push(of(entry));
      };
      return { copy, fill };
    }
    if (item instanceof Map) {
      const copy = new Map<unknown, unknown>();
      const fill = (): void => {
        for (const [key, entry] of item) copy.set(of(key), of(entry));
      };
      return { copy, fill };
    }
    if (item instanceof Set) {
      const copy = new Set<unknown>();
      const fill = (): void => {
        for (const entry of item) copy.add(of(entry));
      };
      return { copy, fill };
    }
    // What it says of itself is what a model reads, and where that is secret, all that is left of it.
    if (hasOwnForm(item) && this.#isInAny(item.toJSON())) {
      return { copy: this.#copy(item.toJSON()), fill: nothing };
    }
    if (!isPlain(item) && !(Object.keys(item).length > 0)) return { copy: item, fill: nothing };
    const copy: object = Object.create(Object.getPrototypeOf(item) as object | null);
    const fill = (): void => {
      for (const [key, entry] of Object.entries(item)) define(copy, this.text(key), of(entry));
    };
    return { copy, fill };
  }

  /** What stands in place of secret bytes is as long as they were, so that nothing moves. */
  #bytes(bytes: Uint8Array): Uint8Array {
    const text = latin1(bytes).replace(this.#pattern ?? NOTHING, (found) => "*".repeat(found.length));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }

  #media(media: Media): Media {
    const { type, name, ref, size, bytes } = media;
    return new Media({
      type: this.text(type),
      ...(name === undefined ? {} : { name: this.text(name) }),
      ...(ref === undefined ? {} : { ref: this.text(ref) }),
      ...(size === undefined ? {} : { size }),
      ...(bytes === undefined ? {} : { bytes: this.#bytes(bytes) }),
    });
  }

  #cleanError(error: Error, seen: Set<unknown>): void {
    if (seen.has(error)) return;
    seen.add(error);
    for (const key of new Set<PropertyKey>(["message", "stack", "cause", ...Reflect.ownKeys(error)])) {
      const value = (error as unknown as Record<PropertyKey, unknown>)[key];
      if (value instanceof Error) {
        this.#cleanError(value, seen);
        continue;
      }
      const clean = this.value(value);
      if (clean === value || typeof key === "symbol") continue;
      const enumerable = Object.prototype.propertyIsEnumerable.call(error, key);
      Object.defineProperty(error, key, { value: clean, enumerable, writable: true, configurable: true });
    }
  }
}

/** Values of a result that are looked through without notes. */
const SMALL = 200;

/** The bytes of whatever holds bytes; media and lists of larger numbers are looked into as objects are. */
function bytesOf(item: object): Uint8Array | undefined {
  if (item instanceof Uint8Array) return item;
  if (item instanceof ArrayBuffer) return new Uint8Array(item);
  return ArrayBuffer.isView(item) ? new Uint8Array(item.buffer, item.byteOffset, item.byteLength) : undefined;
}

/** Objects that say themselves how they are written as JSON, other than those that are known here. */
function hasOwnForm(item: object): item is { toJSON(): unknown } {
  if (item instanceof Date || item instanceof URL || item instanceof Error || Media.is(item)) return false;
  return typeof (item as { toJSON?: unknown }).toJSON === "function";
}

/** Text in pieces, without secrets: see {@link Redactor.stream}. */
export class RedactedStream {
  readonly #pattern: RegExp | undefined;
  readonly #longest: number;
  #held = "";

  constructor(pattern: RegExp | undefined, longest: number) {
    this.#pattern = pattern;
    this.#longest = longest;
  }

  /** Takes the next piece and gives what can be shown by now. */
  push(piece: string): string {
    if (this.#pattern === undefined) return piece;
    this.#held += piece;
    let cut = Math.max(0, this.#held.length - this.#longest);
    for (const match of this.#held.matchAll(this.#pattern)) {
      if (match.index < cut && match.index + match[0].length > cut) cut = match.index;
    }
    const shown = this.#held.slice(0, cut).replace(this.#pattern, MASK);
    this.#held = this.#held.slice(cut);
    return shown;
  }

  /** The rest, when nothing more comes. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return this.#pattern === undefined ? rest : rest.replace(this.#pattern, MASK);
  }
}

const NOTHING = /(?!)/g;

/** One character for each byte, so that places in the text are places in the bytes. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
