import type { Tool } from "@mcs/core";

const LONGEST = 64;
const VALID = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Between a label and a name. No label holds it, so where a name is split is never in doubt. */
const SEPARATOR = "__";

/** What a label looks like: words of letters, digits and hyphens, joined by single underscores. */
export const LABEL = /^(?=.{1,32}$)[A-Za-z][A-Za-z0-9-]*(?:_[A-Za-z0-9-]+)*$/;

/**
 * A driver's tool under its label, the same whatever else is there. A name that is too long for that, or holds
 * what no name can, is cut or mended and ends in a hash of the whole.
 */
export function joinedName(label: string, name: string): string {
  return fitted(`${label}${SEPARATOR}${name}`);
}

/** A name as every provider takes it. */
export function fitted(name: string): string {
  if (name.length <= LONGEST && VALID.test(name)) return name;
  const mended = name.replace(/[^A-Za-z0-9_-]/g, "_").replace(/^(?![A-Za-z_])/, "_");
  const hash = hashOf(name);
  return `${mended.slice(0, LONGEST - hash.length - 1)}_${hash}`;
}

/** Two runs of 32-bit FNV-1a, as ten characters of base 36: the same on every machine. */
function hashOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193) ^ (a >>> 13);
  }
  const digits = (value: number): string => (value >>> 0).toString(36).padStart(7, "0").slice(-5);
  return digits(a) + digits(b);
}

/** A label out of a driver's name: `REST over OpenAPI` becomes `rest_over_openapi`. */
export function labelFrom(name: string): string {
  const words =
    name
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9-]+/g) ?? [];
  const label = words
    .join("_")
    .replace(/^[^a-z]+/, "")
    .slice(0, 28)
    .replace(/[_-]+$/, "");
  return LABEL.test(label) ? label : "driver";
}

/** The label itself or, where it is taken, the first of `_2`, `_3` … that is free. */
export function freeLabel(label: string, isTaken: (label: string) => boolean): string {
  let free = label;
  for (let number = 2; isTaken(free); number++) free = `${label}_${number}`;
  return free;
}

/**
 * A tool under another name, with its origin's label. Schemas that are worked out when they are first asked for
 * stay so.
 *
 * @param alias the name of the tool through which models reach this one, see {@link isHidden}
 */
export function renamed(tool: Tool, name: string, label: string, alias?: string): Tool {
  const { title, description, annotations, origin } = tool;
  const copy = {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    get parameters() {
      return tool.parameters;
    },
    ...(annotations === undefined ? {} : { annotations }),
    origin: { ...origin, driver: label, ...(alias === undefined ? {} : { alias }) },
  };
  if (!("outputSchema" in tool)) return copy;
  return Object.defineProperty(copy, "outputSchema", { enumerable: true, get: () => tool.outputSchema });
}

/** Whether another tool stands for this one, so that it is not worth finding; also one level further out. */
export function isHidden({ origin }: Tool): boolean {
  return origin?.alias !== undefined;
}
