import { FOLDED, rarestOf } from "./expression.ts";
import { Reader } from "./reader.ts";

/** A regular expression over bytes that means the same to every engine. */
export interface ByteExpression {
  readonly source: string;
  /** What is in everything that it finds, and takes no engine long; undefined where nothing is. */
  readonly required: Run | undefined;
}

/** Bytes one after the other, or one of several such, as an expression without repetition. */
export interface Run {
  readonly source: string;
  /** How many bytes at most. */
  readonly span: number;
  /** Characters of ASCII that are in all of them, the rarest ones. */
  readonly rarest: readonly string[];
}

/**
 * An expression over bytes that finds something in every line in which JavaScript's finds something, in UTF-8 and
 * in any encoding that has one byte for each character. Undefined where the two could differ in what they read.
 *
 * It finds more: what stands between characters, such as `^` and `\b`, is left out, a negated set is any character,
 * and outside of ASCII every character is like every other.
 */
export function byteExpressionFor(pattern: string, ignoreCase: boolean): ByteExpression | undefined {
  const reader = new Reader(pattern);
  const found = alternatives(reader, ignoreCase);
  return reader.isAtEnd ? found : undefined;
}

/** More repetitions make the tables of an engine large. */
const MOST = 100;

function alternatives(reader: Reader, ignoreCase: boolean): ByteExpression | undefined {
  const branches: ByteExpression[] = [];
  do {
    const next = branch(reader, ignoreCase);
    if (next === undefined) return undefined;
    branches.push(next);
  } while (reader.take(/\|/y) !== undefined);
  const source = branches.map((each) => each.source).join("|");
  return { source: `(?:${source})`, required: oneOfRuns(branches.map(({ required }) => required)) };
}

function oneOfRuns(runs: readonly (Run | undefined)[]): Run | undefined {
  const all = runs.filter((run) => run !== undefined);
  if (all.length < runs.length) return undefined;
  return {
    source: all.map(({ source }) => source).join("|"),
    span: Math.max(...all.map(({ span }) => span)),
    rarest: all.length === 1 ? (all[0]?.rarest ?? []) : [],
  };
}

function branch(reader: Reader, ignoreCase: boolean): ByteExpression | undefined {
  let [source, run, best]: [string, Run, Run | undefined] = ["", NOTHING, undefined];
  while (!reader.isAtEnd && reader.take(/(?=[|)])/y) === undefined) {
    // What stands between two characters only ever makes the matches fewer.
    if (reader.take(/[\^$]|\\[bB]/y) !== undefined) continue;
    const atom = takeAtom(reader, ignoreCase);
    if (atom === undefined) return undefined;
    const quantifier = reader.take(/[*+?]|\{\d+(?:,\d*)?\}/y) ?? "";
    // Whether few or many are tried first does not change whether there is a match.
    if (quantifier !== "") reader.take(/\?/y);
    if (quantifier.match(/\d+/g)?.some((count) => Number(count) > MOST) === true) return undefined;
    source += atom.source + quantifier;
    const { required } = /^(?:[*?]|\{0)/.test(quantifier) ? MAY_BE_MISSING : atom;
    if (required !== undefined && atom.isByte === true) {
      run = joined(run, required);
      best = longer(best, run);
      // Of several, the last one stands before what comes next.
      if (quantifier !== "") run = required;
    } else {
      best = longer(best, required);
      run = NOTHING;
    }
  }
  return { source, required: best };
}

const NOTHING: Run = { source: "", span: 0, rarest: [] };
const MAY_BE_MISSING = { required: undefined };

function joined(left: Run, right: Run): Run {
  const rarest = rarestOf([...left.rarest, ...right.rarest]);
  return { source: left.source + right.source, span: left.span + right.span, rarest };
}

function longer(left: Run | undefined, right: Run | undefined): Run | undefined {
  return (right?.span ?? 0) > (left?.span ?? 0) ? right : left;
}

/** One character, or a group. */
interface Atom extends ByteExpression {
  /** It is one byte of some. */
  readonly isByte?: true;
}

function takeAtom(reader: Reader, ignoreCase: boolean): Atom | undefined {
  if (reader.take(/\((?:\?:|\?<\w+>|(?!\?))/y) !== undefined) {
    const inner = alternatives(reader, ignoreCase);
    return reader.take(/\)/y) === undefined ? undefined : inner;
  }
  if (reader.take(/\./y) !== undefined) return oneOf(ANY, ignoreCase);
  // A bracket within brackets is read in two ways, by flag.
  const set = reader.take(/\[(?:\\.|[^\\[\]])*\]/sy);
  if (set !== undefined) return oneOf(membersOf(set.slice(1, -1)), ignoreCase);
  const character = reader.take(/\\(?:x[0-9A-Fa-f]{2}|[dDwWsStfvr]|[!-/:-@[-`{-~])|[^\\()[*+?]/uy);
  return character === undefined ? undefined : oneOf(membersOf(character), ignoreCase);
}

/** Characters of which one is meant. */
interface Members {
  /** Those of ASCII. */
  readonly codes: readonly number[];
  /** Whether there are others. */
  readonly wide: boolean;
}

const upTo = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
const codesOf = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

/** A match is within one line, so that nothing stands for this. */
const LINE_BREAK = 10;
const ANY: Members = { codes: upTo(0, 127).filter((code) => code !== LINE_BREAK), wide: true };
const DIGITS = upTo(48, 57);
const ESCAPES: Readonly<Record<string, Members>> = {
  d: { codes: DIGITS, wide: false },
  w: { codes: [...DIGITS, ...upTo(65, 90), 95, ...upTo(97, 122)], wide: false },
  s: { codes: codesOf("\t\v\f\r "), wide: true },
  t: { codes: codesOf("\t"), wide: false },
  f: { codes: codesOf("\f"), wide: false },
  v: { codes: codesOf("\v"), wide: false },
  r: { codes: codesOf("\r"), wide: false },
};

/** What one character or the inside of brackets stands for; any character where that is not plain. */
function membersOf(set: string): Members {
  const reader = new Reader(set);
  let { codes, wide }: { codes: number[]; wide: boolean } = { codes: [], wide: false };
  while (!reader.isAtEnd) {
    const first = takeMember(reader);
    const isRange = reader.take(/-(?!$)/y) !== undefined;
    const last = isRange ? takeMember(reader) : first;
    if (
      first === undefined ||
      last === undefined ||
      (isRange && first.codes.length * last.codes.length !== 1)
    ) {
      return ANY;
    }
    codes = [...codes, ...first.codes, ...upTo(first.codes.at(-1) ?? 0, last.codes[0] ?? 0)];
    wide ||= first.wide;
  }
  const within = codes.filter((code) => code !== LINE_BREAK);
  return set.startsWith("^") || within.length === 0 ? ANY : { codes: within, wide };
}

function takeMember(reader: Reader): Members | undefined {
  const hex = reader.take(/\\x[0-7][0-9A-Fa-f]/y);
  if (hex !== undefined) return { codes: [Number.parseInt(hex.slice(2), 16)], wide: false };
  const escaped = reader.take(/\\[dwstfvr]/y);
  if (escaped !== undefined) return ESCAPES[escaped.slice(1)];
  const plain = reader.take(/\\[!-/:-@[-`{-~]|[\t -[\]-~]/y);
  return plain === undefined ? undefined : { codes: codesOf(plain.slice(-1)), wide: false };
}

/** Bytes of one character outside of ASCII. */
const WIDE = "[\\x80-\\xff]{1,4}";

function oneOf({ codes, wide }: Members, ignoreCase: boolean): Atom {
  const letters = codes.map((code) => String.fromCharCode(code));
  const all = ignoreCase ? letters.flatMap((each) => [each.toLowerCase(), each.toUpperCase()]) : letters;
  const isWide = wide || (ignoreCase && all.some((each) => Object.hasOwn(FOLDED, each)));
  const bytes = [...new Set(codesOf(all.join("")))].map((code) => `\\x${code.toString(16).padStart(2, "0")}`);
  const source = `[${bytes.join("")}]`;
  if (isWide) return { source: `(?:${source}|${WIDE})`, required: undefined };
  const distinct = [...new Set(all)];
  return {
    source,
    required: { source, span: 1, rarest: distinct.length === 1 ? distinct : [] },
    isByte: true,
  };
}
