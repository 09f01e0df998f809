/**
 * Patterns that find a secret however a backend echoes it. Each character may be written plainly or in an
 * escape of its own (percent, JSON, HTML, quoted-printable, also escaped twice), and the whole may be written in
 * base64, also as a part of something longer, in hexadecimal or as a list of bytes.
 */
export function secretPattern(secret: string): string {
  const bytes = new TextEncoder().encode(secret);
  const forms = [
    ...[0, 1, 2].map((shift) => base64Pattern(bytes, shift)),
    [...bytes].map(hexPair).join("(?:%|:|-|,?\\s|,?0x|\\\\{1,4}x)?"),
    [...bytes].join(",\\s{0,8}"),
    // As it looks where bytes are read one by one, as they are when binary content is searched.
    ...(bytes.some((byte) => byte > 0x7f) ? [escaped(String.fromCharCode(...bytes))] : []),
    [...secret].map(characterPattern).join(""),
  ];
  return forms.filter((form) => form !== "").join("|");
}

/** Characters that may have to be seen before it is certain that no form of the secret has begun. */
export function longestForm(secret: string): number {
  // The longest escape of a character is that of HTML, escaped once more, with leading zeros.
  return new TextEncoder().encode(secret).length * 28;
}

function characterPattern(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const bytes = [...new TextEncoder().encode(character)];
  const forms = [
    escaped(character),
    bytes.map((byte) => `%(?:25){0,4}${hexPair(byte)}`).join(""),
    bytes.map((byte) => `=${hexPair(byte)}`).join(""),
    units.map((unit) => `\\\\{1,8}u${hex(unit, 4)}`).join(""),
    `\\\\{1,8}u\\{0{0,4}${hex(point, 1)}\\}`,
    `&(?:amp;){0,2}#0{0,8}${point};`,
    `&(?:amp;){0,2}#[xX]0{0,8}${hex(point, 1)};`,
    ...(point < 0x100 ? [`\\\\{1,8}x${hexPair(point)}`] : []),
    ...(SHORT_ESCAPES[character] === undefined ? [] : [`\\\\{1,8}${SHORT_ESCAPES[character]}`]),
    ...(ENTITIES[character] === undefined ? [] : [`&(?:amp;){0,2}${ENTITIES[character]};`]),
    ...(character === " " ? ["\\+"] : []),
  ];
  return `(?:${forms.join("|")})`;
}

/** After a backslash, in JSON and its relatives. */
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\\": "\\\\",
  "/": "\\/",
  "\n": "n",
  "\r": "r",
  "\t": "t",
  "\b": "b",
  "\f": "f",
};
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

/**
 * The secret in base64 where `shift` bytes of something else stand in the same group before it: the characters
 * that depend on the secret alone. Both alphabets; `+`, `/` and `=` may be escaped for URLs or JSON.
 */
function base64Pattern(bytes: Uint8Array, shift: number): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(shift), ...bytes));
  const own = text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  if (own.length < 5) return "";
  const characters = [...own].map((character) => {
    if (character === "+") return "(?:[+-]|%2[bB])";
    return character === "/" ? "(?:[/_]|\\\\/|%2[fF])" : character;
  });
  const rest = ((shift + bytes.length) * 8) % 6 === 0 ? "" : "(?:[A-Za-z0-9_-]|[+/]|%2[bBfF])?";
  return `${characters.join("")}${rest}(?:=|%3[dD]){0,2}`;
}

function hexPair(byte: number): string {
  return hex(byte, 2);
}

/** A number in hexadecimal digits of either case. */
function hex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
