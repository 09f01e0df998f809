import { isUtf8 } from "node:buffer";

export interface EncodingGuess {
  readonly encoding: string;
  /** Length of the byte order mark. */
  readonly markLength: number;
}

/** The encoding that samples of a file are in. The first sample is its beginning. */
export function guessEncoding(samples: readonly Buffer[]): EncodingGuess {
  const head = samples[0] ?? Buffer.alloc(0);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", markLength: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", markLength: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", markLength: 2 };
  const wide = wideEncoding(head);
  if (wide !== undefined) return { encoding: wide, markLength: 0 };
  return { encoding: samples.every(isUtf8Sample) ? "utf-8" : "windows-1252", markLength: 0 };
}

/** Text in Western letters has a zero in every second byte of UTF-16; any other has zeros beside its line ends. */
function wideEncoding(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  const length = Math.min(head.length & ~1, 4096);
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  const ends = { all: 0, little: 0, big: 0 };
  for (let i = 0; i < length; i += 2) {
    const [one, other] = [head[i], head[i + 1]];
    if (one === 0) even++;
    if (other === 0) odd++;
    if (isLineEnd(one) || isLineEnd(other)) ends.all++;
    if (isLineEnd(one) && other === 0) ends.little++;
    if (one === 0 && isLineEnd(other)) ends.big++;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.4 && even < pairs * 0.05) return "utf-16le";
  if (even > pairs * 0.4 && odd < pairs * 0.05) return "utf-16be";
  if (even === 0 && ends.little * 2 > ends.all) return "utf-16le";
  return odd === 0 && ends.big * 2 > ends.all ? "utf-16be" : undefined;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 10 || byte === 13;
}

/** UTF-8, but for a few values at most. */
function isUtf8Sample(sample: Buffer): boolean {
  const text = withoutParts(sample);
  return isUtf8(text) || isMostlyUtf8(text);
}

/** One value that somebody pasted in another encoding does not change what all the others are in. */
function isMostlyUtf8(text: Buffer): boolean {
  let wide = 0;
  let wrong = 0;
  for (const character of text.toString("utf8")) {
    if (character === "\u{fffd}") wrong++;
    else if (character > "\u{7f}") wide++;
  }
  return wide > 4 * wrong;
}

/** A sample may begin and end within a character. */
function withoutParts(sample: Buffer): Buffer {
  let start = 0;
  let end = sample.length;
  while (start < Math.min(3, end) && ((sample[start] as number) & 0xc0) === 0x80) start++;
  for (let back = 1; back <= Math.min(3, end - start); back++) {
    const byte = sample[end - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (length > back) end -= back;
      break;
    }
  }
  return sample.subarray(start, end);
}
