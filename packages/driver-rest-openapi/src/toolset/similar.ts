/** Names that share a good part of their letter pairs with the wanted one, the closest first. */
export function similar(wanted: string, names: Iterable<string>, most = 3): string[] {
  const pairs = pairsOf(wanted);
  const scored: Array<{ readonly name: string; readonly score: number }> = [];
  for (const name of new Set(names)) {
    const others = pairsOf(name);
    let shared = 0;
    for (const pair of pairs) if (others.has(pair)) shared++;
    const score = (2 * shared) / (pairs.size + others.size || 1);
    if (score >= LEAST) scored.push({ name, score });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ name }) => name);
}

const LEAST = 0.4;

/** Pairs of neighbouring letters and digits, the first one alone as well. */
function pairsOf(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replace(/[^a-z0-9]+/g, "");
  const pairs = new Set([letters.slice(0, 1)]);
  for (let i = 1; i < letters.length; i++) pairs.add(letters.slice(i - 1, i + 1));
  return pairs;
}
