const MASK = "[secret]";
/** Shorter values occur by chance, and removing them would garble results. */
const SHORTEST = 4;

/**
 * Removes known credentials from what comes back, in the encodings in which a server echoes them: plain,
 * percent-encoded, form-encoded, base64 and JSON-escaped.
 */
export class Redactor {
  readonly #known = new Set<string>();
  #forms: readonly string[] = [];

  /** Adds a value to look for. */
  remember(value: string): void {
    if (value.length < SHORTEST || this.#known.has(value)) return;
    this.#known.add(value);
    // The longest first, so that a form that contains another one is removed whole.
    this.#forms = [...new Set([...this.#known].flatMap(encodings))].sort((a, b) => b.length - a.length);
  }

  /** Whether a JSON text could hold a credential: plainly, or behind escapes that hide it from a search. */
  suspects(json: string): boolean {
    return (
      this.#forms.length > 0 && (json.includes("\\u") || this.#forms.some((form) => json.includes(form)))
    );
  }

  text(text: string): string {
    return this.#forms.reduce(
      (rest, form) => (rest.includes(form) ? rest.replaceAll(form, MASK) : rest),
      text,
    );
  }

  /** A copy of parsed JSON without credentials. */
  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.value(item)]));
  }
}

function encodings(value: string): string[] {
  const base64 = Buffer.from(value, "utf8").toString("base64");
  const percent = encodeURIComponent(value.toWellFormed());
  return [
    value,
    percent,
    percent.replaceAll("%20", "+"),
    percent.replace(/%[0-9A-F]{2}/g, (triple) => triple.toLowerCase()),
    base64,
    base64.replace(/=+$/, ""),
    Buffer.from(value, "utf8").toString("base64url"),
    JSON.stringify(value).slice(1, -1),
  ];
}
