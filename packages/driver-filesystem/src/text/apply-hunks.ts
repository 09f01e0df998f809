import { lineEndingsOf, toCrlf, toLf } from "./line-endings.ts";
import type { Hunk } from "./patch.ts";

export type HunksOutcome =
  | {
      readonly ok: true;
      readonly text: string;
      /** By how many lines each hunk was moved from where its header says; 0 where that says nothing. */
      readonly offsets: readonly number[];
    }
  | { readonly ok: false; readonly rejects: readonly { readonly hunk: string; readonly reason: string }[] };

/**
 * Applies the hunks of one file. Every context and removed line has to be there exactly; only the place may differ
 * from what the header says, and it has to be the only one of its kind or the one that the header names. Where the
 * header names none, it has to be the only one in the whole file. A file
 * whose lines all end in `\r\n` keeps it: the patch need not say so.
 */
export function applyHunks(text: string, hunks: readonly Hunk[]): HunksOutcome {
  const isCrlf = lineEndingsOf(text) === "crlf";
  const lines = splitLines(isCrlf ? toLf(text) : text);
  // Such a patch spells the line endings out.
  const spelled = isCrlf && hunks.every((hunk) => hunk.lines.every(isSpelled));
  const result: string[] = [];
  const offsets: number[] = [];
  const rejects: { hunk: string; reason: string }[] = [];
  let [done, drift] = [0, 0];
  for (const hunk of hunks) {
    const old = side(hunk, "-", spelled);
    const stated = hunk.start && Math.max(hunk.start - (old.length === 0 ? 0 : 1), 0);
    const place = stated === undefined ? only(lines, old, done) : locate(lines, old, stated + drift, done);
    if (typeof place === "string") {
      rejects.push({ hunk: hunk.header, reason: place });
      continue;
    }
    if (stated !== undefined) drift = place - stated;
    offsets.push(stated === undefined ? 0 : drift);
    result.push(...lines.slice(done, place), ...side(hunk, "+", spelled));
    done = place + old.length;
  }
  if (rejects.length > 0) return { ok: false, rejects };
  const whole = [...result, ...lines.slice(done)].join("");
  return { ok: true, text: isCrlf ? toCrlf(whole) : whole, offsets };
}

/** Lines with their line breaks. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The lines of a hunk as they were, or as they will be. */
function side({ lines }: Hunk, sign: "-" | "+", spelled: boolean): string[] {
  const kept = lines.filter((line) => line[0] === " " || line[0] === sign);
  return kept.map((line) => (spelled ? toLf(line.slice(1)) : line.slice(1)));
}

function isSpelled(line: string): boolean {
  return line.endsWith("\r\n") || !line.endsWith("\n");
}

/** The same for a hunk that does not say where it belongs. */
function only(lines: readonly string[], old: readonly string[], from: number): number | string {
  if (old.length === 0) {
    return lines.length === 0 ? 0 : "it only adds lines, and does not say where: add a line of context";
  }
  const places = placesOf(lines, old, 0);
  const [place] = places;
  if (place === undefined) return difference(lines, old, from);
  if (places.length > 1) return `its lines are at lines ${numbersOf(places)}: name the place, or add context`;
  return place >= from ? place : outOfOrder(place);
}

/** The first line of the place where the old lines are, or why there is none. */
function locate(
  lines: readonly string[],
  old: readonly string[],
  stated: number,
  from: number,
): number | string {
  if (old.length === 0) {
    if (stated >= from && stated <= lines.length) return stated;
    return `it belongs after line ${stated}, and the file has ${lines.length} lines`;
  }
  if (stated >= from && isAt(lines, old, stated)) return stated;
  const places = placesOf(lines, old, from);
  if (places.length === 0) {
    const [before] = placesOf(lines, old, 0);
    return before === undefined ? difference(lines, old, Math.max(stated, from)) : outOfOrder(before);
  }
  const [nearest = 0, next] = places.toSorted((a, b) => Math.abs(a - stated) - Math.abs(b - stated));
  if (next === undefined) return nearest;
  return `its lines are not at line ${stated + 1} but at lines ${numbersOf(places)}: name the place, or add context`;
}

function placesOf(lines: readonly string[], old: readonly string[], from: number): readonly number[] {
  const places: number[] = [];
  for (let at = from; at + old.length <= lines.length; at++) if (isAt(lines, old, at)) places.push(at);
  return places;
}

function numbersOf(places: readonly number[]): string {
  return places
    .slice(0, 10)
    .map((place) => place + 1)
    .join(", ");
}

function outOfOrder(place: number): string {
  return `its lines are at line ${place + 1}, before those of the hunk above it`;
}

function isAt(lines: readonly string[], old: readonly string[], place: number): boolean {
  return old.every((line, at) => lines[place + at] === line);
}

/** The first line that differs, at the place where most of them fit from the beginning. */
function difference(lines: readonly string[], old: readonly string[], stated: number): string {
  const fitting = (place: number): number => {
    const first = old.findIndex((line, at) => lines[place + at] !== line);
    return first === -1 ? old.length : first;
  };
  let [best, place] = [fitting(stated), stated];
  for (let at = 0; at < lines.length; at++) {
    const count = fitting(at);
    if (count > best) [best, place] = [count, at];
  }
  const expected = JSON.stringify(old[best] ?? "");
  const found = lines[place + best];
  if (found !== undefined && `${found}\n` === old[best]) {
    return `line ${place + best + 1} is the last one and has no line break: write "\\ No newline at end of file" below it`;
  }
  const there = found === undefined ? "the file ends" : `there is ${JSON.stringify(found)}`;
  return `line ${place + best + 1} should be ${expected.slice(0, 300)}, but ${there.slice(0, 300)}`;
}
