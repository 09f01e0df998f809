/** Larger texts are not compared; the message then does without. */
const MOST_LINES = 50_000;
const MOST_SHOWN = 12;

/**
 * What to tell a model whose text is not in the file: the lines that come nearest to it, with their numbers, and
 * whether only white space is different.
 */
export function nearestLines(text: string, wanted: string): string {
  const lines = text.split("\n");
  const search = wanted.replace(/^\n+|\n+$/g, "").split("\n");
  const advice = "Read the file, and copy the text from it exactly.";
  if (lines.length > MOST_LINES) return advice;
  const best = bestWindow(lines, search);
  if (best === undefined) return `Nothing in the file is like it. ${advice}`;
  const shown = lines.slice(best.start, best.start + Math.min(search.length, MOST_SHOWN));
  const numbered = shown.map((line, at) => `${best.start + at + 1}: ${line.slice(0, 300)}`);
  const left = search.length - shown.length;
  const why = best.onlySpaces ? "only white space is different" : "the nearest that there is";
  return `Nearest are these lines (${why}):\n${numbered.join("\n")}${left > 0 ? `\n… ${left} more` : ""}`;
}

interface Window {
  readonly start: number;
  readonly onlySpaces: boolean;
}

/** The run of lines that has most in common with the wanted ones, line by line. */
function bestWindow(lines: readonly string[], wanted: readonly string[]): Window | undefined {
  // Long texts are told apart by their first lines well enough.
  const search = wanted.slice(0, 20).map(bigrams);
  const known = new Map<string, Map<string, number>>();
  const gramsOf = (line: string): Map<string, number> => {
    const grams = known.get(line) ?? bigrams(line);
    known.set(line, grams);
    return grams;
  };
  let [best, start] = [0, -1];
  for (let at = 0; at < lines.length; at++) {
    let score = 0;
    for (const [offset, grams] of search.entries()) {
      const line = lines[at + offset];
      if (line !== undefined) score += likeness(grams, gramsOf(line.slice(0, 500)));
      // The rest could not make up for what is missing.
      if (score + search.length - offset - 1 <= best) break;
    }
    if (score > best) [best, start] = [score, at];
  }
  if (best < search.length * 0.4) return undefined;
  const found = lines.slice(start, start + wanted.length).map(withoutSpaces);
  return { start, onlySpaces: found.join("") === wanted.map(withoutSpaces).join("") };
}

function withoutSpaces(line: string): string {
  return line.replace(/\s+/g, "");
}

function bigrams(line: string): Map<string, number> {
  const text = withoutSpaces(line.slice(0, 500));
  const grams = new Map<string, number>();
  for (let at = 0; at < Math.max(text.length - 1, Math.min(text.length, 1)); at++) {
    const gram = text.slice(at, at + 2);
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

/** Dice's coefficient: 1 for the same pairs of characters, 0 for none in common. */
function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  if (a.size === 0 || b.size === 0) return a.size === b.size ? 1 : 0;
  let [common, total] = [0, 0];
  for (const [gram, count] of a) {
    common += Math.min(count, b.get(gram) ?? 0);
    total += count;
  }
  for (const count of b.values()) total += count;
  return (2 * common) / total;
}
