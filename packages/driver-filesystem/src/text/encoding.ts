import { isUtf8 } from "node:buffer";

/** The encodings that text is read and written in. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "latin1";

/** How a text lies in its bytes. */
export interface TextFormat {
  readonly encoding: Encoding;
  /** Whether the bytes begin with a byte order mark. The text never does. */
  readonly bom: boolean;
}

const MARKS: readonly (readonly [encoding: Encoding, mark: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
const UTF_32_LE = [0xff, 0xfe, 0, 0];

/**
 * What the bytes are as text, or undefined for a binary. Without a byte order mark, valid UTF-8 is UTF-8; UTF-16
 * is known by its zeros; other bytes without control characters are Windows-1252, or Latin-1 where they use none
 * of the characters that only Windows-1252 has.
 *
 * @param isWhole false where the bytes are the beginning of something longer and may end within a character
 */
export function detectText(bytes: Uint8Array, isWhole = true): TextFormat | undefined {
  if (startsWith(bytes, UTF_32_LE)) return undefined;
  const marked = MARKS.find(([, mark]) => startsWith(bytes, mark));
  if (marked !== undefined) {
    const format: TextFormat = { encoding: marked[0], bom: true };
    return fits(bytes, format.encoding, isWhole) ? format : undefined;
  }
  if (bytes.includes(0)) {
    const encoding = utf16Order(bytes);
    return encoding !== undefined && fits(bytes, encoding, isWhole) ? { encoding, bom: false } : undefined;
  }
  if (isUtf8(isWhole ? bytes : bytes.subarray(0, wholeCharacters(bytes, "utf-8")))) {
    return hasControls(bytes) ? undefined : { encoding: "utf-8", bom: false };
  }
  if (hasControls(bytes)) return undefined;
  return {
    encoding: bytes.some((byte) => byte >= 0x80 && byte <= 0x9f) ? "windows-1252" : "latin1",
    bom: false,
  };
}

/** The text without its byte order mark. */
export function decodeText(bytes: Uint8Array, { encoding, bom }: TextFormat): string {
  const body = bom ? bytes.subarray(encoding === "utf-8" ? 3 : 2) : bytes;
  // The platform's "latin1" is Windows-1252, which gives each byte that Latin-1 does not use its own character.
  return new TextDecoder(encoding === "latin1" ? "windows-1252" : encoding, { ignoreBOM: true }).decode(body);
}

/**
 * The bytes of a text, or undefined where a character of it does not exist in the encoding. Half a character, of
 * two that only together are one, exists in none.
 */
export function encodeText(text: string, { encoding, bom }: TextFormat): Uint8Array | undefined {
  if (encoding === "windows-1252" || encoding === "latin1") return encodeSingleBytes(text);
  if (!text.isWellFormed()) return undefined;
  const whole = bom ? `\uFEFF${text}` : text;
  if (encoding === "utf-8") return Buffer.from(whole, "utf8");
  const bytes = Buffer.from(whole, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

/** How many of the bytes are whole characters, where the text goes on after them. */
export function wholeCharacters(bytes: Uint8Array, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding === "utf-16le" || encoding === "utf-16be") {
    const even = length - (length % 2);
    const high = bytes[even - (encoding === "utf-16le" ? 1 : 2)] ?? 0;
    return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
  }
  if (encoding !== "utf-8") return length;
  // The last character begins at most three bytes before the end.
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length - back : length;
  }
  return length;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

/** Whether decoding loses nothing. */
function fits(bytes: Uint8Array, encoding: Encoding, isWhole: boolean): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    const text = decoder.decode(isWhole ? bytes : bytes.subarray(0, wholeCharacters(bytes, encoding)));
    return encoding === "utf-8" || !CONTROLS.test(text);
  } catch {
    return false;
  }
}

/** Where text in a European language has its zeros; half as many as characters are enough. */
function utf16Order(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) * 4 < sample.length) return undefined;
  if (even === 0) return "utf-16le";
  return odd === 0 ? "utf-16be" : undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells a binary from a text.
const CONTROLS = /[\0-\x07\x0e-\x1a\x1c-\x1f]/;

/** Text shows at its beginning that it is none: a picture has control characters everywhere. */
const CONTROLS_WITHIN = 1024;

/** Control characters that no text has: others than tab, line and page breaks, backspace and escape. */
function hasControls(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, CONTROLS_WITHIN);
  // Every file that is read goes through here, and an iterator takes several times as long.
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 && (byte < 0x08 || (byte > 0x0d && byte !== 0x1b))) return true;
  }
  return false;
}

let singleBytes: ReadonlyMap<string, number> | undefined;

function encodeSingleBytes(text: string): Uint8Array | undefined {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  singleBytes ??= new Map([...new TextDecoder("windows-1252").decode(all)].map((char, byte) => [char, byte]));
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = singleBytes.get(text.charAt(at));
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return bytes;
}
