import { isAscii, isUtf8 } from "node:buffer";
import { decodeText, detectText } from "../text/encoding.ts";
import type { Match, Needle, Query } from "./query.ts";

/** Longer lines are shown around their match. */
const LONGEST_LINE = 500;

/** A piece of a file: whole lines, or all of it. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** The number of its first line. */
  readonly firstLine: number;
}

export interface PieceMatches {
  readonly matches: readonly Match[];
  /** Matching lines beyond the most that were asked for. */
  readonly more: boolean;
}

const NONE: PieceMatches = { matches: [], more: false };

/** The lines of a piece that match; none in a binary. Pure: runs here and in a worker. */
export function matchPiece({ bytes, firstLine }: Piece, query: Query, needle: Needle): PieceMatches {
  if (cannotMatch(bytes, query)) return NONE;
  const text = searchable(bytes);
  if (text === undefined) return NONE;
  const found = needle.next === undefined ? everyLine(text, needle) : likelyLines(text, needle, needle.next);
  const matches: Match[] = [];
  let [line, counted] = [firstLine, 0];
  for (const [start, end] of found) {
    if (matches.length >= query.most) return { matches, more: true };
    line += breaksBetween(text, counted, start);
    counted = start;
    matches.push({
      line,
      text: shown(lineOf(text, start, end), needle),
      ...contextOf(text, start, end, query.context),
    });
  }
  return { matches, more: false };
}

/** How many lines a piece has before the one that goes on after it. */
export function lineBreaks(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}

type Span = readonly [start: number, end: number];

/** Where the whole text has a match, its line is looked at by itself: a match may not reach beyond it. */
function* likelyLines(text: string, { fits }: Needle, next: NonNullable<Needle["next"]>): Generator<Span> {
  let from = 0;
  while (from <= text.length) {
    const at = next(text, from);
    if (at === -1) return;
    const start = Math.max(text.lastIndexOf("\n", at - 1) + 1, from);
    const end = endOf(text, at);
    if (isLine(text, start, end) && fits(lineOf(text, start, end))) yield [start, end];
    from = end + 1;
  }
}

function* everyLine(text: string, { fits }: Needle): Generator<Span> {
  let start = 0;
  while (start < text.length) {
    const end = endOf(text, start);
    if (fits(lineOf(text, start, end))) yield [start, end];
    start = end + 1;
  }
}

function endOf(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** What follows the last line break is a line only if there is something. */
function isLine(text: string, start: number, end: number): boolean {
  return end > start || end < text.length;
}

function lineOf(text: string, start: number, end: number): string {
  return text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end);
}

function breaksBetween(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function contextOf(text: string, start: number, end: number, lines: number): Pick<Match, "before" | "after"> {
  if (lines === 0) return {};
  const [before, after]: [string[], string[]] = [[], []];
  for (let stop = start - 1; stop >= 0 && before.length < lines; ) {
    const begin = text.lastIndexOf("\n", stop - 1) + 1;
    before.unshift(cut(lineOf(text, stop === 0 ? 0 : begin, stop)));
    stop = stop === 0 ? -1 : begin - 1;
  }
  for (let begin = end + 1; begin < text.length && after.length < lines; ) {
    const stop = endOf(text, begin);
    after.push(cut(lineOf(text, begin, stop)));
    begin = stop + 1;
  }
  return { before, after };
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}… (${line.length} characters)`;
}

function shown(line: string, { next }: Needle): string {
  if (line.length <= LONGEST_LINE) return line;
  const start = Math.max(0, Math.min((next?.(line, 0) ?? 0) - 100, line.length - LONGEST_LINE));
  const part = line.slice(start, start + LONGEST_LINE);
  return `${start > 0 ? "…" : ""}${part}… (characters ${start + 1} to ${start + part.length} of ${line.length})`;
}

/** Bytes without those of a literal text cannot hold it, unless each of its characters is several bytes there. */
function cannotMatch(bytes: Uint8Array, { pattern, literal, ignoreCase }: Query): boolean {
  if (!literal || ignoreCase || !isPlain(pattern)) return false;
  return buffer(bytes).indexOf(pattern, 0, "latin1") === -1 && !isUtf16(bytes);
}

function isPlain(pattern: string): boolean {
  for (let at = 0; at < pattern.length; at++) if (pattern.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** UTF-16 is known by its byte order mark only: without one it could not be told from a binary in time. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The text, or undefined for a binary: a file with zeros that is no UTF-16. */
function searchable(bytes: Uint8Array): string | undefined {
  if (isUtf16(bytes)) {
    const format = detectText(bytes);
    return format === undefined ? undefined : decodeText(bytes, format);
  }
  if (bytes.includes(0)) return undefined;
  // One byte for each character is the cheapest text to make and to look through.
  if (isAscii(bytes)) return buffer(bytes).toString("latin1");
  return decodeText(bytes, { encoding: isUtf8(bytes) ? "utf-8" : "windows-1252", bom: hasMark(bytes) });
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && isUtf8(bytes);
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
