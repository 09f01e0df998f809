import type { ConversionContext } from "./convert.ts";

/** Values in one default, enum or example, and how deeply they may be nested. */
const MOST_DATA = 20_000;
const DEEPEST = 100;

/** Data counts like schemas do: aliases of YAML can make a small document's example an enormous one. */
export function isSmall(value: unknown, { spend }: Pick<ConversionContext, "spend">): boolean {
  if (typeof value !== "object" || value === null) return true;
  const size = sizeOf(value, MOST_DATA, 0);
  return size <= MOST_DATA && spend(size);
}

/** How many values there are; more than `most` where it is more, or where they are nested too deeply. */
function sizeOf(value: unknown, most: number, depth: number): number {
  if (typeof value !== "object" || value === null) return 1;
  let size = depth > DEEPEST ? most + 1 : 1;
  for (const inner of Object.values(value)) {
    if (size > most) break;
    size += sizeOf(inner, most - size, depth + 1);
  }
  return size;
}
