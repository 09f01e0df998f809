import { MASK } from "./authentication.ts";

/** Shorter values occur by chance, and removing them would garble results. */
const SHORTEST = 4;
const SHORTEST_NUMBER = 6;
/** JSON's numbers, and those with zeros in front, which a server may drop. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?$/;
/** What an error is called: programs go by it, and no server has a say in it. */
const FIXED: ReadonlySet<string> = new Set(["name", "code"]);
const NO_NUMBERS: ReadonlySet<number> = new Set();
/** How many values that are replaced from time to time are kept. */
const MOST_PASSING = 8;

/**
 * Removes known credentials from what comes back, in the encodings in which a server echoes them: plain,
 * percent-encoded, form-encoded, base64, and escaped for JSON or XML.
 */
export class Redactor {
  readonly #parent: Redactor | undefined;
  readonly #known = new Set<string>();
  readonly #passing = new Set<string>();
  /** Worked out when they are first looked for. */
  #forms: readonly string[] | undefined;
  /** Those that are written as numbers, as a JSON parser reads them: mostly none. Worked out with the forms. */
  #numbers: ReadonlySet<number> = NO_NUMBERS;

  constructor(parent?: Redactor) {
    this.#parent = parent;
  }

  /** For one call: it knows what this one knows, and what is added to it is known to nobody else. */
  fork(): Redactor {
    return new Redactor(this);
  }

  /** Adds a value to look for. */
  remember(value: string): void {
    if (value.length < SHORTEST || this.#known.has(value)) return;
    this.#known.add(value);
    this.#forms = undefined;
  }

  /** Adds a value that will be replaced, such as an access token; of these the last few are looked for. */
  rememberPassing(value: string): void {
    if (value.length < SHORTEST || this.#passing.has(value)) return;
    this.#passing.add(value);
    const [oldest] = this.#passing;
    if (this.#passing.size > MOST_PASSING && oldest !== undefined) this.#passing.delete(oldest);
    this.#forms = undefined;
  }

  /** Whether a JSON text could hold a credential: plainly, or behind escapes that hide it from a search. */
  suspects(json: string): boolean {
    if (this.#parent?.suspects(json)) return true;
    const forms = this.#allForms();
    if (forms.length === 0) return false;
    return json.includes("\\u") || json.includes("\\/") || forms.some((form) => json.includes(form));
  }

  text(text: string): string {
    let rest = this.#parent === undefined ? text : this.#parent.text(text);
    rest = this.#masked(rest);
    if (this.#allForms().length === 0 || !rest.includes("\\")) return rest;
    // JSON as text may spell a credential in escapes; it is then shown without any.
    const plain = withoutEscapes(rest);
    const masked = this.#masked(plain);
    return masked === plain ? rest : masked;
  }

  #masked(text: string): string {
    let rest = text;
    for (const form of this.#allForms()) if (rest.includes(form)) rest = rest.replaceAll(form, MASK);
    return rest;
  }

  /** Parsed JSON without credentials; objects and arrays are changed in place. */
  value(value: unknown): unknown {
    // A list of what is still to do, in place of recursion: a server may nest as deep as it likes.
    const whole = [value];
    const pending: unknown[] = [whole];
    while (pending.length > 0) {
      const parent = pending.pop() as Record<string, unknown>;
      for (const [key, item] of Object.entries(parent)) {
        const name = Array.isArray(parent) ? key : this.text(key);
        if (typeof item === "object" && item !== null) pending.push(item);
        const clean = typeof item === "string" ? this.text(item) : this.isKnownNumber(item) ? MASK : item;
        if (name !== key) delete parent[key];
        if (name !== key || clean !== item) define(parent, name, clean);
      }
    }
    return whole[0];
  }

  /** Whether a value is a number that is a credential. */
  isKnownNumber(value: unknown): boolean {
    if (typeof value !== "number") return false;
    return (
      (this.#allForms().length > 0 && this.#numbers.has(value)) || this.#parent?.isKnownNumber(value) === true
    );
  }

  /** Bytes without credentials: what stands in their place is as long as they were, so that nothing moves. */
  bytes(bytes: Uint8Array): Uint8Array {
    const own = this.#parent === undefined ? bytes : this.#parent.bytes(bytes);
    let clean: Buffer | undefined;
    for (const form of this.#allForms()) {
      const text = Buffer.from(form, "utf8");
      for (let at = 0; ; at += text.length) {
        at = (clean ?? Buffer.from(own.buffer, own.byteOffset, own.byteLength)).indexOf(text, at);
        if (at === -1) break;
        clean ??= Buffer.from(own);
        clean.fill("*", at, at + text.length);
      }
    }
    return clean ?? own;
  }

  /** The same error without credentials in its message, its stack, its other texts and its causes. */
  error(error: unknown): unknown {
    let current = error;
    for (let depth = 0; current instanceof Error && depth < 8; depth++) {
      // A JSON parser quotes what it stumbled over, cut where it likes, and half a credential is not found.
      if (current instanceof SyntaxError) {
        define(current, "message", "The text is not valid.", false);
        define(current, "stack", String(current), false);
      }
      for (const key of new Set(["message", "stack", ...Object.getOwnPropertyNames(current)])) {
        const text: unknown = Reflect.get(current, key);
        const clean = typeof text === "string" && !FIXED.has(key) ? this.text(text) : text;
        if (clean !== text)
          define(current, key, clean, Object.prototype.propertyIsEnumerable.call(current, key));
      }
      current = current.cause;
    }
    return error;
  }

  #allForms(): readonly string[] {
    // The longest first, so that a form that contains another one is removed whole.
    if (this.#forms === undefined) {
      const values = [...this.#known, ...this.#passing];
      this.#forms = [...new Set(values.flatMap(encodings))].sort((a, b) => b.length - a.length);
      this.#numbers = new Set(values.filter(isNumber).map(Number));
    }
    return this.#forms;
  }
}

/** Defining works where assigning does not: for `__proto__`, and for errors whose message is a getter. */
function define(target: object, key: string, value: unknown, enumerable = true): void {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true });
}

/** Of numbers many more occur by chance, such as years. */
function isNumber(value: string): boolean {
  return NUMBER.test(value) && String(Number(value)).length >= SHORTEST_NUMBER;
}

function encodings(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const base64 = bytes.toString("base64");
  const percent = encodeURIComponent(value.toWellFormed());
  return [
    value,
    ...(isNumber(value) ? [String(Number(value))] : []),
    percent,
    percent.replaceAll("%20", "+"),
    new URLSearchParams([["", value]]).toString().slice(1),
    percent.replace(/%[0-9A-F]{2}/g, (triple) => triple.toLowerCase()),
    base64,
    base64.replace(/=+$/, ""),
    bytes.toString("base64url"),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  ];
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, hex: string | undefined, char: string) =>
    hex === undefined ? char : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
