import { APOSTROPHE, DASH, DOT, isWord, QUOTE } from "./characters.ts";
import type { Source } from "./source.ts";

/** Which closing quotes end a string that began with a quote. */
export const QUOTES: ReadonlyMap<number, readonly number[]> = new Map([
  [QUOTE, [QUOTE]],
  [APOSTROPHE, [APOSTROPHE]],
  [0x201c, [0x201d, 0x201c, QUOTE]],
  [0x201d, [0x201d, QUOTE]],
  [0x201e, [0x201c, 0x201d, QUOTE]],
  [0x2018, [0x2019, 0x2018, APOSTROPHE]],
  [0x2019, [0x2019, APOSTROPHE]],
]);

/** Tokens that stand for quotes in some models' special-token formats. */
export const QUOTE_TOKENS = ['<|"|>', "<escape>"];

/** The constants of both languages. */
export const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["True", true],
  ["False", false],
  ["None", null],
  ["undefined", null],
  ["TRUE", true],
  ["FALSE", false],
  ["NULL", null],
]);

/** The longest key that is looked for where one may be. */
export const LONGEST_KEY = 128;

/** May the character stand in a key without quotes? */
export function isKeyChar(code: number): boolean {
  return isWord(code) || code === DASH || code === DOT;
}

/** Does a token that stands for a quote begin here? */
export function isDelimiter(source: Source, at: number): boolean {
  return QUOTE_TOKENS.some((quote) => source.startsWith(quote, at));
}
