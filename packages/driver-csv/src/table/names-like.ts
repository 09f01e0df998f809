/** Names for a message, those first that somebody may have meant who wrote `wanted`; of many only some. */
export function namesLike(wanted: string, names: readonly string[], most: number): string {
  if (names.length === 0) return "none";
  const ordered = names
    .map((name) => ({ name, distance: distance(folded(wanted), folded(name)) }))
    .sort((one, other) => one.distance - other.distance);
  // Where all are named their own order tells more.
  const shown = names.length <= most && ordered[0]?.distance !== 0 ? names : ordered.map(({ name }) => name);
  const left = names.length - most;
  return `${shown.slice(0, most).map(shownName).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

/** A name in a message, which is no place for a long one. */
export function shownName(name: string): string {
  return JSON.stringify(name.length <= LONGEST ? name : `${name.slice(0, LONGEST)}…`);
}

const LONGEST = 100;

/** Case, blanks and signs are what people get wrong. */
function folded(name: string): string {
  const letters = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return letters === "" ? name : letters.slice(0, LONGEST);
}

/** How many letters have to be put in, taken out or changed. */
function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (before[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      row.push(Math.min(change, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = row;
  }
  return before[other.length] ?? 0;
}
