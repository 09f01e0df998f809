import type { FileCallOptions, OpenFile } from "@mcs/core/ports";
import type { Limits } from "../options.ts";
import { decodeText, type TextFormat, wholeCharacters } from "./encoding.ts";

/** A part of a text, and where it lies in the file. */
export interface TextPart {
  readonly content: string;
  /** Numbers of the first and the last line, from 1; absent where only bytes were counted. */
  readonly start_line?: number;
  readonly end_line?: number;
  /** Known where the end of the file was seen. */
  readonly total_lines?: number;
  readonly start_byte?: number;
  /** The byte after the last one. */
  readonly end_byte?: number;
  /** Bytes of the whole file, where the part is counted in bytes. */
  readonly size?: number;
  /** What is missing, and how to get it. */
  readonly note?: string;
}

type ReadLimits = Pick<Limits, "maxReadBytes" | "maxReadLines">;

const CHUNK = 256 * 1024;
/** A character takes four bytes at most. */
const LONGEST_CHARACTER = 4;

/** Lines from a number on, read from the beginning of the file without keeping what comes before. */
export async function readLines(
  file: OpenFile,
  format: TextFormat,
  first: number,
  count: number,
  limits: ReadLimits,
  options: FileCallOptions,
): Promise<TextPart> {
  const most = Math.min(count, limits.maxReadLines);
  const kept: string[] = [];
  let [line, length, ended, full] = [1, 0, true, false];
  for await (const piece of linePieces(file, format, options)) {
    if (line >= first && !full) {
      const room = limits.maxReadBytes - length;
      kept.push(piece.slice(0, room));
      length += Math.min(piece.length, room);
      full = piece.length > room;
    }
    if (piece.endsWith("\n")) line += 1;
    if (full || line >= first + most) {
      ended = false;
      break;
    }
  }
  const content = kept.join("");
  const last = content === "" ? first - 1 : first + breaks(content) - (content.endsWith("\n") ? 1 : 0);
  const total = ended ? line - ((await endsWithBreak(file, format, options)) ? 1 : 0) : undefined;
  const part = {
    content,
    start_line: first,
    end_line: last,
    ...(total === undefined ? {} : { total_lines: total }),
  };
  if (full) {
    const where = `Cut at ${limits.maxReadBytes} characters, within line ${last}`;
    return {
      ...part,
      note: `${where}: go on with start_line ${last}, or with start_byte where a line is that long.`,
    };
  }
  if (content === "" && total !== undefined)
    return { ...part, note: `The file has ${total} ${total === 1 ? "line" : "lines"}.` };
  return ended ? part : { ...part, note: `Go on with start_line ${last + 1}.` };
}

/**
 * The last lines, read from the end; their numbers are known only where the whole file was seen.
 *
 * @param count how far from the end to begin
 * @param lines how many of them
 */
export async function readTail(
  file: OpenFile,
  format: TextFormat,
  count: number,
  lines: number,
  limits: ReadLimits,
  options: FileCallOptions,
): Promise<TextPart> {
  const { size } = file.stat;
  const unit = format.encoding.startsWith("utf-16") ? 2 : 1;
  const start = Math.max(0, size - limits.maxReadBytes);
  const from = start - (start % unit);
  const bytes = await file.read(from, size - from, options);
  const text =
    from === 0 ? decodeText(bytes, format) : decodeText(wholeFrom(bytes, format), { ...format, bom: false });
  const all = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  // The first one began before what was read.
  const whole = from === 0 || all.length === 1 ? all : all.slice(1);
  const most = Math.min(count, limits.maxReadLines);
  const tail = whole.slice(-most);
  const wanted = tail.slice(0, lines);
  const content = wanted.join("");
  if (from === 0) {
    const first = all.length - tail.length + 1;
    const place = { start_line: first, end_line: first + wanted.length - 1, total_lines: all.length };
    const isCut = tail.length < Math.min(count, all.length);
    return { content, ...place, ...(isCut ? { note: `Only ${most} lines fit.` } : {}) };
  }
  if (all.length === 1) {
    const note = `The last line is longer than ${limits.maxReadBytes} bytes, and this is its end`;
    return { content, note: `${note}: read what comes before byte ${from} with start_byte.` };
  }
  if (tail.length >= count) return { content };
  return { content, note: `Only the last ${tail.length} lines fit: read those before them with start_byte.` };
}

/** Bytes from a place on, as text; what is no whole character at either end is left out. */
export async function readBytes(
  file: OpenFile,
  format: TextFormat,
  start: number,
  count: number,
  limits: ReadLimits,
  options: FileCallOptions,
): Promise<TextPart> {
  const { size } = file.stat;
  const wanted = Math.min(count, Math.max(limits.maxReadBytes, LONGEST_CHARACTER));
  const from = format.encoding.startsWith("utf-16") ? start - (start % 2) : start;
  const bytes = await file.read(from, wanted, options);
  const body = from === 0 ? bytes : wholeFrom(bytes, format);
  const skipped = bytes.length - body.length;
  const atEnd = from + bytes.length >= size;
  // At least one character, or reading on would stay where it is.
  const end = atEnd ? body.length : wholeCharacters(body, format.encoding) || body.length;
  const content = decodeText(body.subarray(0, end), { ...format, bom: format.bom && from === 0 });
  const part = { content, start_byte: from + skipped, end_byte: from + skipped + end, size };
  return part.end_byte < size ? { ...part, note: `Go on with start_byte ${part.end_byte}.` } : part;
}

/** The bytes from the first whole character on. */
function wholeFrom(bytes: Uint8Array, { encoding }: TextFormat): Uint8Array {
  if (encoding !== "utf-8") return bytes;
  let at = 0;
  while (at < 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += 1;
  return bytes.subarray(at);
}

/** The text in lines with their line breaks; one that is longer than a chunk comes in several pieces. */
async function* linePieces(
  file: OpenFile,
  format: TextFormat,
  options: FileCallOptions,
): AsyncGenerator<string> {
  const { encoding } = format;
  const decoder = new TextDecoder(encoding === "latin1" ? "windows-1252" : encoding);
  const { size } = file.stat;
  let start = 0;
  while (start < size) {
    const bytes = await file.read(start, Math.min(CHUNK, size - start), options);
    if (bytes.length === 0) return;
    start += bytes.length;
    const text = decoder.decode(bytes, { stream: start < size });
    let from = 0;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", from)) {
      yield text.slice(from, at + 1);
      from = at + 1;
    }
    if (from < text.length) yield text.slice(from);
  }
}

async function endsWithBreak(
  file: OpenFile,
  { encoding }: TextFormat,
  options: FileCallOptions,
): Promise<boolean> {
  const { size } = file.stat;
  if (size === 0) return true;
  const [first, second] = await file.read(Math.max(0, size - 2), 2, options);
  if (encoding === "utf-16le") return first === 10 && second === 0;
  return (second ?? first) === 10;
}

function breaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
