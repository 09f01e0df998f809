import { isWithin, nameOf, parentOf } from "../paths.ts";

/**
 * Where a walk goes on. It gives the files of a directory before those of the directories in it, so a path that
 * was given tells what came before it, without anything being kept between calls.
 */
export interface Resumption {
  /** Whether a file was given already. */
  readonly isPast: (path: string) => boolean;
  /** Whether everything below a directory was given already. */
  readonly skip: (directory: string) => boolean;
}

export function resumeAfter(last: string | undefined): Resumption {
  if (last === undefined) return { isPast: () => false, skip: () => false };
  const parent = parentOf(last);
  return {
    isPast: (path) => {
      const directory = parentOf(path);
      if (directory === parent) return nameOf(path) <= nameOf(last);
      return isWithin(parent, directory) || comesBefore(directory, parent);
    },
    skip: (directory) =>
      !isWithin(parent, directory) && !isWithin(directory, parent) && comesBefore(directory, parent),
  };
}

/** Whether a walk enters one directory before the other. */
function comesBefore(a: string, b: string): boolean {
  const [left, right] = [a.split("/"), b.split("/")];
  for (const [at, name] of left.entries()) {
    const other = right[at];
    if (other === undefined) return false;
    if (name !== other) return name < other;
  }
  return left.length < right.length;
}

/** The order of a walk, for files that came in another one. */
export function inWalkOrder(a: string, b: string): number {
  const [left, right] = [parentOf(a), parentOf(b)];
  if (left === right) return nameOf(a) < nameOf(b) ? -1 : 1;
  if (isWithin(left, right)) return 1;
  if (isWithin(right, left)) return -1;
  return comesBefore(left, right) ? -1 : 1;
}
