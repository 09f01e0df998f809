/** What the encodings that text usually has make of a character, as code of an expression over bytes. */
type Encode = (character: string) => string;

const ENCODINGS: readonly Encode[] = [
  (character) => bytes(Buffer.from(character, "utf8")),
  (character) => bytes(Buffer.from(character, "utf16le")),
  (character) => bytes(Buffer.from(character, "utf16le").swap16()),
];

/** Letters outside of ASCII that become one of it when case is ignored. */
const FOLDED: Readonly<Record<string, string>> = { i: "\u0130", k: "\u212a", s: "\u017f" };

/** Bytes that a match of {@link expressionFor} has at most, for a text of so many characters. */
export function spanOf(characters: number): number {
  return characters * 3;
}

/**
 * A regular expression over bytes for files that hold one of the texts, in UTF-8, UTF-16 or any encoding that
 * ASCII is part of. It has nothing but escapes in it, so that nothing of the texts is there as it was given, and
 * means the same to every engine.
 */
export function expressionFor(texts: readonly string[], ignoreCase: boolean): string {
  const alternatives = texts.flatMap((text) =>
    ENCODINGS.map((encode) =>
      Array.from(text, (character) => oneOf(variants(character, ignoreCase).map(encode))).join(""),
    ),
  );
  return oneOf(alternatives);
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

function bytes(encoded: Buffer): string {
  return Array.from(encoded, (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}
