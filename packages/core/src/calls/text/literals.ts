const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  '"': '"',
  "'": "'",
  "/": "/",
  "\\": "\\",
  // A model that wrote the escape's backslash and then the character itself.
  "\n": "\n",
  "\t": "\t",
  // Markdown's, out of place.
  _: "_",
};

/** The number that a text is, as JSON or Python write it. */
export function toNumber(text: string): number | undefined {
  if (!/^[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text.replaceAll("_", ""));
  // JSON has no number for what is beyond all of them.
  return Number.isFinite(number) ? number : undefined;
}

/** Assigns an own property also where the key is `__proto__`. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else target[key] = value;
}

/** JSON's and Python's escapes; a backslash before anything else is one that should have been doubled. */
export function decodeEscapes(raw: string): string {
  return raw.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (whole, rest: string) => {
    if (rest.length > 1) return String.fromCharCode(Number.parseInt(rest.slice(1), 16));
    return ESCAPES[rest] ?? whole;
  });
}
