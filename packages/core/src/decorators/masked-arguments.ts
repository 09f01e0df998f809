import type { ToolArguments } from "../contract/index.ts";
import { Media } from "../media.ts";
import { isPlain } from "./plain-copy.ts";

const MASK = "[redacted]";
const LONGEST = 500;
const DEEPEST = 20;
/** What people call their secrets. */
const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|secret|token|api[-_]?key|authori[sz]ation|credential|private[-_]?key|cookie|^pin$|cvv|cvc/i;

/** What is masked besides values that are called like a secret. */
export interface Masking {
  /** Names besides those that are called like a secret. */
  readonly names?: ReadonlySet<string>;
  /** Takes known secrets out of a text. It gets texts whole: in one that was cut, half a secret would stay. */
  readonly clean?: (text: string) => string;
}

/** Arguments as they may be written down: values with the name of a secret masked, long texts cut, no bytes. */
export function maskedArguments(args: ToolArguments, masking: Masking = {}): unknown {
  return masked(args, masking, 0);
}

function masked(value: unknown, masking: Masking, depth: number): unknown {
  const { names, clean } = masking;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") {
    const text = clean === undefined ? value : clean(value);
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
  }
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (Media.is(value))
    return masked({ type: value.type, name: value.name, size: value.size }, masking, depth);
  if (depth > DEEPEST) return "…";
  if (Array.isArray(value)) return value.map((item) => masked(item, masking, depth + 1));
  if (!isPlain(value)) return `(${value.constructor?.name ?? "object"})`;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const hidden = names?.has(key) === true || SECRET_NAME.test(key);
    const shown = hidden ? MASK : masked(value[key], masking, depth + 1);
    const name = clean === undefined ? key : clean(key);
    // Assigning to __proto__ would change the prototype in place of adding a property.
    if (name === "__proto__") Object.defineProperty(copy, name, { value: shown, enumerable: true });
    else copy[name] = shown;
  }
  return copy;
}
