import type { ToolArguments } from "../contract/index.ts";
import { Media } from "../media.ts";
import { isPlain } from "./plain-copy.ts";

const MASK = "[redacted]";
const LONGEST = 500;
const DEEPEST = 20;
/** What people call their secrets. */
const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|secret|token|api[-_]?key|authori[sz]ation|credential|private[-_]?key|cookie|^pin$|cvv|cvc/i;

/** Arguments as they may be written down: values with the name of a secret masked, long texts cut, no bytes. */
export function maskedArguments(args: ToolArguments, names: readonly string[] = []): unknown {
  return masked(args, new Set(names), 0);
}

function masked(value: unknown, names: ReadonlySet<string>, depth: number): unknown {
  if (typeof value === "string") {
    return value.length <= LONGEST ? value : `${value.slice(0, LONGEST)}… (${value.length} characters)`;
  }
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (Media.is(value)) return { type: value.type, name: value.name, size: value.size };
  if (depth > DEEPEST) return "…";
  if (Array.isArray(value)) return value.map((item) => masked(item, names, depth + 1));
  if (!isPlain(value)) return `(${value.constructor?.name ?? "object"})`;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const hidden = names.has(key) || SECRET_NAME.test(key);
    const shown = hidden ? MASK : masked(item, names, depth + 1);
    // Assigning to __proto__ would change the prototype in place of adding a property.
    if (key === "__proto__") Object.defineProperty(copy, key, { value: shown, enumerable: true });
    else copy[key] = shown;
  }
  return copy;
}
