import type { CandidateSearch } from "@mcs/core/ports";
import { Reader } from "./reader.ts";

/**
 * Texts of which one is in everything that a search can find; undefined where none can be named.
 *
 * They fall short of what is searched for and never go beyond it: plain ASCII without line breaks, which is the
 * same bytes in every encoding that text usually has, and of a regular expression only what each match has to
 * hold. Where flags decide how an expression is read, nothing is taken from that place.
 */
export function requiredTexts({
  pattern,
  isRegularExpression,
}: CandidateSearch): readonly string[] | undefined {
  const texts = isRegularExpression ? ofExpression(pattern) : [longest(Array.from(pattern, plain))];
  if (texts === undefined || texts.length > MOST || shortest(texts) < SHORTEST) return undefined;
  return texts.map((text) => text.slice(0, LONGEST));
}

/** A shorter text is in nearly every file. */
const SHORTEST = 2;
const LONGEST = 100;
const MOST = 16;

/** Stands for what is not known, and ends a run of characters. */
const GAP = "";
/** Matches between two characters, and keeps a run together. */
const BETWEEN = Symbol("between");

type Atom = string | typeof BETWEEN | readonly string[];

function plain(character: string): string {
  return /^[\x20-\x7e\t]$/.test(character) ? character : GAP;
}

/** The longest run between gaps. */
function longest(characters: readonly string[]): string {
  let [best, run] = ["", ""];
  for (const character of characters) {
    run = character === GAP ? "" : run + character;
    if (run.length > best.length) best = run;
  }
  return best;
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length));
}

function ofExpression(pattern: string): readonly string[] | undefined {
  const reader = new Reader(pattern);
  const texts = alternatives(reader);
  return reader.isAtEnd ? texts : undefined;
}

/** What each branch requires, up to a closing parenthesis or the end. Undefined for what is not understood. */
function alternatives(reader: Reader): readonly string[] | undefined {
  const found: string[] = [];
  do {
    const texts = branch(reader);
    if (texts === undefined) return undefined;
    found.push(...texts);
  } while (reader.take(/\|/y) !== undefined);
  return found;
}

/** The longest run of a sequence, or what one of its groups requires, whichever is better. */
function branch(reader: Reader): readonly string[] | undefined {
  const characters: string[] = [];
  let best: readonly string[] = [""];
  while (!reader.isAtEnd && reader.take(/(?=[|)])/y) === undefined) {
    const atom = takeAtom(reader);
    if (atom === undefined) return undefined;
    const quantifier = reader.take(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
    const mayBeMissing = quantifier !== undefined && /^(?:[*?]|\{0)/.test(quantifier);
    if (atom === BETWEEN) continue;
    const isGroup = typeof atom !== "string";
    if (isGroup && !mayBeMissing && shortest(atom) > shortest(best)) best = atom;
    characters.push(isGroup || mayBeMissing ? GAP : atom);
    if (quantifier !== undefined) characters.push(GAP);
  }
  const own = longest(characters);
  return own.length >= shortest(best) ? [own] : best;
}

function takeAtom(reader: Reader): Atom | undefined {
  if (reader.take(/[\^$]/y) !== undefined) return BETWEEN;
  if (reader.take(/\(\?<?[=!]/y) !== undefined) return takeGroup(reader) && GAP;
  if (reader.take(/\((?:\?:|\?<\w+>|(?!\?))/y) !== undefined) return takeGroup(reader);
  // A bracket within brackets is read in two ways, by flag.
  if (reader.take(/\[(?:\\.|[^\\[\]])*\]/sy) !== undefined) return GAP;
  if (reader.take(/\\/y) !== undefined) return takeEscape(reader);
  if (reader.take(/[.\]{}]/y) !== undefined) return GAP;
  const character = reader.take(/[^()[\]*+?]/uy);
  return character === undefined ? undefined : plain(character);
}

function takeGroup(reader: Reader): readonly string[] | undefined {
  const texts = alternatives(reader);
  return reader.take(/\)/y) === undefined ? undefined : texts;
}

function takeEscape(reader: Reader): Atom | undefined {
  if (reader.take(/[bB]/y) !== undefined) return BETWEEN;
  if (reader.take(/t/y) !== undefined) return "\t";
  const code = reader.take(/x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}/y);
  if (code !== undefined) return plain(String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  // Classes, properties, references and control characters, with all that belongs to them.
  if (reader.take(/[pPu](?:\{[^}]*\})?|k(?:<[^>]*>)?|c[A-Za-z]?|\d+|[A-Za-z_]/y) !== undefined) return GAP;
  const character = reader.take(/./suy);
  return character === undefined ? undefined : plain(character);
}
