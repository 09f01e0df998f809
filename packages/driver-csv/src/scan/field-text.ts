import { type Batch, BROKEN, ESCAPED } from "./batch.ts";
import type { ScanRules } from "./rules.ts";

/** Encodings whose bytes are scanned as they are; all others are turned into UTF-8 before. */
export type ScanEncoding = "utf-8" | "latin1" | "windows-1252";

const BACKSLASH = 92;
const REPLACEMENT = "\u{fffd}";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/** Values out of a batch, as the text that stands in the file. */
export class FieldText {
  /** Fields that were not UTF-8 and were read as Windows-1252, so that nothing is lost. */
  invalid = 0;
  readonly #rules: ScanRules;
  readonly #encoding: ScanEncoding;
  #scratch: Buffer = Buffer.alloc(256);

  constructor(rules: ScanRules, encoding: ScanEncoding) {
    this.#rules = rules;
    this.#encoding = encoding;
  }

  /** The field of this index in `batch.starts`. */
  at(batch: Batch, field: number): string {
    const start = batch.starts[field] as number;
    const end = batch.ends[field] as number;
    if ((batch.kinds[field] as number) < ESCAPED) return this.decode(batch.bytes, start, end);
    const length = this.content(batch, field);
    return this.decode(this.#scratch, 0, length);
  }

  /** The bytes of a field's value without what only stands there for the quotes. Valid until the next call. */
  bytes(batch: Batch, field: number): Buffer {
    const start = batch.starts[field] as number;
    const end = batch.ends[field] as number;
    if ((batch.kinds[field] as number) < ESCAPED) return batch.bytes.subarray(start, end);
    return this.#scratch.subarray(0, this.content(batch, field));
  }

  /** Undoes the quoting of an escaped field into {@link scratch}. Returns how many bytes there are. */
  content(batch: Batch, field: number): number {
    const { bytes } = batch;
    const { quote, backslash } = this.#rules;
    const end = batch.ends[field] as number;
    let i = batch.starts[field] as number;
    let open = true;
    const broken = batch.kinds[field] === BROKEN;
    if (end - i > this.#scratch.length) this.#scratch = Buffer.alloc((end - i) * 2);
    const out = this.#scratch;
    let length = 0;
    while (i < end) {
      const c = bytes[i] as number;
      if (open && c === quote) {
        if (i + 1 < end && bytes[i + 1] === quote) i++;
        else if (broken) {
          open = false;
          i++;
          continue;
        }
      } else if (open && backslash && c === BACKSLASH && i + 1 < end) {
        const next = bytes[i + 1];
        if (next === quote || next === BACKSLASH) i++;
      }
      out[length++] = bytes[i] as number;
      i++;
    }
    return length;
  }

  /** Where {@link content} writes. */
  get scratch(): Buffer {
    return this.#scratch;
  }

  decode(bytes: Buffer, start: number, end: number): string {
    if (end - start < 40) {
      const short = shortAscii(bytes, start, end);
      if (short !== undefined) return short;
    }
    if (this.#encoding === "latin1") return bytes.toString("latin1", start, end);
    if (this.#encoding === "windows-1252") return windows1252(bytes.toString("latin1", start, end));
    const text = bytes.toString("utf8", start, end);
    if (!text.includes(REPLACEMENT) || bytes.subarray(start, end).includes(REPLACEMENT_BYTES)) return text;
    this.invalid++;
    return windows1252(bytes.toString("latin1", start, end));
  }

  /** A record as texts, all of its fields. */
  row(batch: Batch, row: number): string[] {
    const first = batch.first[row] as number;
    const count = batch.counts[row] as number;
    const values = new Array<string>(count);
    for (let k = 0; k < count; k++) values[k] = this.at(batch, first + k);
    return values;
  }
}

/** Short ASCII texts are put together faster here than they are fetched from the runtime. */
function shortAscii(bytes: Buffer, start: number, end: number): string | undefined {
  let text = "";
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const a = bytes[i] as number;
    const b = bytes[i + 1] as number;
    const c = bytes[i + 2] as number;
    const d = bytes[i + 3] as number;
    if ((a | b | c | d) >= 0x80) return undefined;
    text += String.fromCharCode(a, b, c, d);
  }
  for (; i < end; i++) {
    const a = bytes[i] as number;
    if (a >= 0x80) return undefined;
    text += String.fromCharCode(a);
  }
  return text;
}

/** The characters of Windows-1252 from 0x80 to 0x9f; the five that it leaves open stay control characters. */
const HIGH = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Latin-1 text as the Windows-1252 that it most likely is. */
function windows1252(latin1: string): string {
  return latin1.replace(/[\x80-\x9f]/g, (c) => HIGH[c.charCodeAt(0) - 0x80] ?? c);
}
