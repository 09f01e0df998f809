/** So many names are suggested, and none that has less in common than this. */
const MOST = 5;
const LEAST = 0.3;

/** The names that a name which does not exist may have been meant for, the closest one first. */
export function closestNames(name: string, names: Iterable<string>): readonly string[] {
  const wanted = pairs(name);
  const rated: Array<{ readonly name: string; readonly likeness: number }> = [];
  for (const candidate of names) {
    const likeness = shared(wanted, pairs(candidate));
    if (likeness >= LEAST) rated.push({ name: candidate, likeness });
  }
  rated.sort((a, b) => b.likeness - a.likeness);
  return rated.slice(0, MOST).map((found) => found.name);
}

/** Two neighbouring characters at a time, without case and separators. */
function pairs(name: string): ReadonlySet<string> {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, "");
  const found = new Set<string>();
  for (let at = 0; at + 2 <= plain.length; at++) found.add(plain.slice(at, at + 2));
  return found;
}

/** Dice's coefficient: 1 for the same, 0 for nothing in common. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of a) if (b.has(pair)) common++;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}
