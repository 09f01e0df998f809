const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const END_OF_FILE = 0x1a;

/** The position after a blank line; `from` where a CR is data; -1 where more bytes have to decide. */
export function afterBlank(bytes: Buffer, from: number, to: number, final: boolean, loneCr: boolean): number {
  if (bytes[from] === LF) return from + 1;
  if (from + 1 >= to) return final ? from + 1 : -1;
  if (bytes[from + 1] === LF) return from + 2;
  return loneCr ? from + 1 : from;
}

/** The position after the end of the line; -1 where it does not end. */
export function afterLine(bytes: Buffer, from: number, loneCr: boolean): number {
  const end = bytes.indexOf(LF, from) + 1 || -1;
  if (!loneCr) return end;
  const cr = (end < 0 ? bytes : bytes.subarray(0, end)).indexOf(CR, from);
  if (cr < 0) return end;
  return cr + 2 === end ? end : cr + 1;
}

export function startsWith(bytes: Buffer, from: number, to: number, prefix: Uint8Array): boolean {
  if (from + prefix.length > to) return false;
  for (let k = 0; k < prefix.length; k++) if (bytes[from + k] !== prefix[k]) return false;
  return true;
}

/** Nothing but white space that is no delimiter, or the end-of-file mark that old systems leave behind. */
export function isWhite(bytes: Buffer, from: number, to: number, delimiter: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if (c === delimiter) return false;
    if (c > SPACE || (c < SPACE && c !== TAB && c !== LF && c !== CR && c !== END_OF_FILE)) return false;
  }
  return true;
}
