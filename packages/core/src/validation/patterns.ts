/** Steps that a pattern may cost at worst: some milliseconds. */
const AFFORDABLE = 1e7;
/** Characters on which even a pattern that doubles its work with each of them is done soon. */
const ALWAYS = 16;
/** Repetitions up to here are counted as choices, more as "any number". */
const FEW = 10;

const QUANTIFIER = /(?:[*+?]|\{(\d+)(,(\d*))?\})\??/y;
const GROUP_HEAD = /\((?:\?(?:<?[=!]|:|<[^>]*>))?/y;
const CLASS = /\[(?:\\.|[^\]\\])*\]/uy;
const BACK_REFERENCE = /\\(?:[1-9]|k<)/y;

/**
 * How long a text may be so that a backtracking engine is certain to be done with it soon; undefined where
 * any text will do. Patterns come with documents from elsewhere, and texts from a model: together they must
 * not stop the program. Counted is the worst that could be, so many a harmless pattern is limited as well.
 */
export function safeLength(pattern: string): number | undefined {
  const { nested, loops, choices } = complexity(pattern);
  if (nested) return ALWAYS;
  // Without an anchor the engine begins anew at every character.
  const degree = loops + (pattern.startsWith("^") && !pattern.includes("|") ? 0 : 1);
  if (degree + choices <= 1) return undefined;
  return Math.max(ALWAYS, Math.floor((AFFORDABLE / 2 ** choices) ** (1 / degree)));
}

interface Complexity {
  /** Something that can match in several ways is repeated, so the ways multiply. */
  readonly nested: boolean;
  /** Parts that may be repeated any number of times. */
  readonly loops: number;
  /** Decisions between a few possibilities, as powers of two. */
  readonly choices: number;
}

function complexity(pattern: string): Complexity {
  let [nested, loops, choices] = [false, 0, 0];
  // For each open group: whether what is in it can match in several ways.
  const open: boolean[] = [false];
  const mark = (): void => void open.splice(-1, 1, true);
  for (let at = 0; at < pattern.length; ) {
    const char = pattern.charAt(at);
    if (char === "(") {
      open.push(false);
      at = after(GROUP_HEAD, pattern, at);
      continue;
    }
    if (char === "|") mark();
    if (after(BACK_REFERENCE, pattern, at) > at) nested = true;
    const closed = char === ")" && open.length > 1 ? open.pop() === true : false;
    if (closed) mark();
    at = char === "\\" ? at + 2 : Math.max(at + 1, after(CLASS, pattern, at));
    QUANTIFIER.lastIndex = at;
    const match = QUANTIFIER.exec(pattern);
    if (match === null) continue;
    at += match[0].length;
    const [least, most] = bounds(match);
    if (closed && most > 1) nested = true;
    if (most === least) continue;
    mark();
    if (most - least > FEW) loops++;
    else choices += Math.log2(most - least + 1);
  }
  return { nested, loops, choices };
}

function after(part: RegExp, pattern: string, at: number): number {
  part.lastIndex = at;
  return at + (part.exec(pattern)?.[0].length ?? 0);
}

function bounds([text, least, range, most]: RegExpExecArray): readonly [number, number] {
  if (text.startsWith("?")) return [0, 1];
  if (least === undefined) return [0, Number.POSITIVE_INFINITY];
  if (range === undefined) return [Number(least), Number(least)];
  return [Number(least), most === "" || most === undefined ? Number.POSITIVE_INFINITY : Number(most)];
}
