/** An argument by the name that the document has for it, and where it goes. */
export interface Named {
  readonly name: string;
  readonly location: string;
}

/**
 * Names as the document has them. Where one name stands in several places, the path's keeps it and the
 * others say where they go: `id_query`, `id_body`.
 */
export function nameArguments(candidates: readonly Named[]): string[] {
  const count = new Map<string, number>();
  for (const { name } of candidates) count.set(name, (count.get(name) ?? 0) + 1);
  const taken = new Set(candidates.filter(({ name }) => count.get(name) === 1).map(({ name }) => name));
  return candidates.map(({ name, location }) => {
    if (count.get(name) === 1) return name;
    const wanted = location === "path" ? name : `${name}_${location}`;
    let free = wanted;
    for (let n = 2; taken.has(free); n++) free = `${wanted}_${n}`;
    taken.add(free);
    return free;
  });
}
