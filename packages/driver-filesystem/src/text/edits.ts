import { EditError } from "../errors.ts";
import { lineAt, lineEndingsOf, toCrlf, toLf } from "./line-endings.ts";
import { nearestLines } from "./nearest.ts";

/** One exact replacement. Line breaks match whichever way they are written. */
export interface Edit {
  readonly oldText: string;
  readonly newText: string;
  /** How often the old text has to be there; each place is replaced. @defaultValue 1 */
  readonly count?: number;
}

/** Places that an error names at most. */
const MOST_PLACES = 10;

/**
 * The text after all edits, the later ones made on what the earlier ones left. What is not replaced keeps every
 * character, and what is put in its place takes on the line endings around it.
 *
 * @throws EditError where an edit does not fit exactly; none is made then.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) throw new EditError("edit_empty", 0, "There is nothing to edit.");
  return edits.reduce((before, edit, index) => applyEdit(before, edit, index), text);
}

function applyEdit(text: string, { oldText, newText, count = 1 }: Edit, index: number): string {
  const [old, now] = [toLf(oldText), toLf(newText)];
  const label = `Edit ${index + 1}`;
  if (old === "") {
    throw new EditError("edit_empty", index, `${label} has an empty old text.`, {
      remedy: "Name the text next to which the new one belongs, and repeat it in the new text.",
    });
  }
  if (old === now)
    throw new EditError("edit_empty", index, `${label} puts the same text in place of the old.`);
  const plain = toLf(text);
  const places = occurrences(plain, old);
  if (places === undefined) {
    throw new EditError("edit_ambiguous", index, `${label}: the places of the old text overlap.`, {
      remedy: "Take more of the lines around them.",
    });
  }
  if (places.length === 0) {
    throw new EditError("edit_not_found", index, `${label}: the old text is not in the file.`, {
      remedy: nearestLines(plain, old),
    });
  }
  if (places.length !== count) throw ambiguous(label, index, plain, places, count);
  return replaced(text, plain, places, old.length, now);
}

/** Undefined where two of them overlap: which of the two is meant, nobody could say. */
function occurrences(text: string, part: string): number[] | undefined {
  const places: number[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    if (at < (places.at(-1) ?? -part.length) + part.length) return undefined;
    places.push(at);
  }
  return places;
}

function ambiguous(
  label: string,
  index: number,
  text: string,
  places: readonly number[],
  count: number,
): EditError {
  const lines = places.slice(0, MOST_PLACES).map((place) => lineAt(text, place));
  const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : "";
  const found = `${label}: the old text is there ${times(places.length)}, not ${times(count)}`;
  return new EditError("edit_ambiguous", index, `${found}: at line ${lines.join(", ")}${more}.`, {
    remedy: `Take more of the lines around it, or set count to ${places.length} to replace every place.`,
  });
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** Puts the new text in the places, which are counted in the text with plain line breaks. */
function replaced(
  text: string,
  plain: string,
  places: readonly number[],
  length: number,
  newText: string,
): string {
  const endings = lineEndingsOf(text);
  if (endings !== "mixed") {
    const parts = pieces(plain, places, length).join(newText);
    return endings === "crlf" ? toCrlf(parts) : parts;
  }
  const toRaw = rawPlaces(text);
  let [result, end] = ["", 0];
  for (const place of places) {
    const start = toRaw(place);
    const next = text.indexOf("\n", start);
    const isCrlf = text.charAt((next === -1 ? text.lastIndexOf("\n") : next) - 1) === "\r";
    result += text.slice(end, start) + (isCrlf ? toCrlf(newText) : newText);
    end = toRaw(place + length);
  }
  return result + text.slice(end);
}

/** What stands between the places. */
function pieces(text: string, places: readonly number[], length: number): string[] {
  const starts = [0, ...places.map((place) => place + length)];
  return starts.map((start, at) => text.slice(start, places[at] ?? text.length));
}

/** From places in the text with plain line breaks to those in the text itself; to be asked in rising order. */
function rawPlaces(text: string): (plain: number) => number {
  let [dropped, next] = [0, text.indexOf("\r\n")];
  return (plain) => {
    while (next !== -1 && next - dropped < plain) {
      dropped += 1;
      next = text.indexOf("\r\n", next + 2);
    }
    return plain + dropped;
  };
}
