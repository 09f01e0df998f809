/** Letters outside of ASCII that become one of it when case is ignored. */
export const FOLDED: Readonly<Record<string, string>> = { i: "\u0130", k: "\u212a", s: "\u017f" };

/** Bytes that a match of {@link expressionFor} has at most, for a text of so many characters. */
export function spanOf(characters: number): number {
  return characters * 3;
}

/**
 * A regular expression over bytes for files that hold one of the texts, in UTF-8 or any encoding that ASCII is
 * part of. It has nothing but escapes in it, so that nothing of the texts is there as it was given, and
 * means the same to every engine.
 */
export function expressionFor(texts: readonly string[], ignoreCase: boolean): string {
  return oneOf(texts.map((text) => formOf(texts.length === 1 ? text : selective(text), ignoreCase)));
}

function formOf(text: string, ignoreCase: boolean): string {
  return Array.from(text, (character) => oneOf(variants(character, ignoreCase).map(bytes))).join("");
}

/** Characters from the most frequent to the rarest, in prose and in code. */
const FREQUENT = " etaoinsrlcdhumpfg_.y(wb)kv,xTj;q=zESAR-";
/** What is left of a text is still no other's. */
const KEPT = 8;

/**
 * A text without as much of its beginning as is frequent: of several alternatives, an engine looks for their first
 * three bytes, and "nee" is nearly everywhere.
 */
function selective(text: string): string {
  let [best, start] = [-1, 0];
  for (let at = 0; at === 0 || at <= text.length - KEPT; at++) {
    const rarity = Array.from(text.slice(at, at + 3), rarityOf).reduce((sum, each) => sum + each, 0);
    if (rarity > best) [best, start] = [rarity, at];
  }
  return text.slice(start);
}

/** Node goes from one first character to the next in texts that are shorter than 7, which is the quickest. */
const WINDOW = 6;
/** A shorter part is nearly everywhere. */
const PART = 3;

/**
 * What to look for in bytes instead of a text, one after the other: where one is missing, the text is. The last one
 * is the text itself.
 */
export function quickSteps(text: string): readonly string[] {
  const starts = Array.from(text.slice(0, Math.max(1, text.length - PART + 1)), (character, at) => ({
    rarity: rarityOf(character),
    window: text.slice(at, at + WINDOW),
  }));
  const [best] = starts.toSorted((left, right) => right.rarity - left.rarity);
  return [...new Set([...rarestOf(text), best?.window ?? text, text])];
}

/** One character is found, or found to be missing, in no time; the rarest one of another project is a guess. */
const RAREST = 4;

/** The characters of which text has fewest, each once. */
export function rarestOf(characters: Iterable<string>): readonly string[] {
  const distinct = [...new Set(characters)];
  return distinct.toSorted((left, right) => rarityOf(right) - rarityOf(left)).slice(0, RAREST);
}

function rarityOf(character: string): number {
  const place = FREQUENT.indexOf(character);
  return place === -1 ? FREQUENT.length : place;
}

/** Those of a text that are written in one way, whatever the case. */
export function fixedCharacters(text: string, ignoreCase: boolean): readonly string[] {
  return Array.from(text).filter((character) => variants(character, ignoreCase).length === 1);
}

function variants(character: string, ignoreCase: boolean): readonly string[] {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  if (!ignoreCase || lower === upper) return [character];
  const folded = FOLDED[lower];
  return folded === undefined ? [lower, upper] : [lower, upper, folded];
}

function oneOf(alternatives: readonly string[]): string {
  return alternatives.length === 1 ? alternatives.join("") : `(?:${alternatives.join("|")})`;
}

function bytes(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}
