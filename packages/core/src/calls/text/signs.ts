import { isWord, type Source } from "./source.ts";

/** The signs of JSON and Python, as UTF-16 codes. */
export const QUOTE = 34;
const APOSTROPHE = 39;
export const BACKSLASH = 92;
export const CURLY = 123;
export const CURLY_END = 125;
export const SQUARE = 91;
export const SQUARE_END = 93;
export const ROUND = 40;
export const ROUND_END = 41;
export const COMMA = 44;
export const COLON = 58;
export const EQUALS = 61;
export const LESS = 60;
export const BACKTICK = 96;
export const SLASH = 47;
export const HASH = 35;
export const SEMICOLON = 59;
export const NEWLINE = 10;

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
  return isWord(code) || code === 45 || code === 46;
}

/** Does a token that stands for a quote begin here? */
export function isDelimiter(source: Source, at: number): boolean {
  return QUOTE_TOKENS.some((quote) => source.startsWith(quote, at));
}
