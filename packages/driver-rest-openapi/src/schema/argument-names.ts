/** An argument by the name that the document has for it, and where it goes. */
export interface Named {
  readonly name: string;
  readonly location: string;
  /** The name is the driver's and not the document's, so it gives way. */
  readonly isOurs?: boolean;
}

/**
 * Names as the document has them. Where one name stands in several places, the path's keeps it and the
 * others say where they go: `id_query`, `id_body`. What the driver adds says so wherever the document has its name.
 */
export function nameArguments(candidates: readonly Named[]): string[] {
  const count = new Map<string, number>();
  for (const { name, isOurs } of candidates) if (isOurs !== true) count.set(name, (count.get(name) ?? 0) + 1);
  const taken = new Set([...count].filter(([, times]) => times === 1).map(([name]) => name));
  const nameOf = ({ name, location }: Named): string => {
    const wanted = location === "path" ? name : `${name}_${location}`;
    let free = wanted;
    for (let n = 2; taken.has(free); n++) free = `${wanted}_${n}`;
    taken.add(free);
    return free;
  };
  const theirs = candidates.map((candidate) => {
    if (candidate.isOurs === true) return undefined;
    return count.get(candidate.name) === 1 ? candidate.name : nameOf(candidate);
  });
  return candidates.map((candidate, index) => {
    const name = theirs[index];
    if (name !== undefined) return name;
    if (taken.has(candidate.name)) return nameOf(candidate);
    taken.add(candidate.name);
    return candidate.name;
  });
}
