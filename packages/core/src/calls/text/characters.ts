/** Characters that tell where things begin and end, as UTF-16 codes. */
export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
const DOLLAR = 36;
export const APOSTROPHE = 39;
export const ROUND = 40;
export const ROUND_END = 41;
export const STAR = 42;
export const PLUS = 43;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const SLASH = 47;
export const COLON = 58;
export const SEMICOLON = 59;
export const LESS = 60;
export const EQUALS = 61;
export const GREATER = 62;
export const SQUARE = 91;
export const BACKSLASH = 92;
export const SQUARE_END = 93;
export const UNDERSCORE = 95;
export const BACKTICK = 96;
export const CURLY = 123;
export const BAR = 124;
export const CURLY_END = 125;
/** `｜`, which stands for a bar in the special tokens of some models. */
export const WIDE_BAR = 0xff5c;

export function isSpace(code: number): boolean {
  return (
    code === SPACE || (code >= TAB && code <= RETURN) || code === 0xa0 || code === 0xfeff || code === 0x200b
  );
}

/** Letters, digits, `_`, `$` and everything beyond ASCII that is no punctuation of ours. */
export function isWord(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === UNDERSCORE ||
    code === DOLLAR ||
    (code > 0xbf && code !== WIDE_BAR && !(code >= 0x2000 && code <= 0x206f) && code !== 0x2581)
  );
}

/** Of ASCII. */
export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
