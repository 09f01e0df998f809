import { PatternError } from "../errors.ts";

/** What is looked for, as plain data: it also goes to a worker. */
export interface Query {
  readonly pattern: string;
  readonly literal: boolean;
  readonly ignoreCase: boolean;
  /** Lines to show before and after each match. */
  readonly context: number;
  /** Matches in one file at most. */
  readonly most: number;
}

/** One line that matches. */
export interface Match {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

/** How a line is looked at, and how a whole text is looked through for lines that may match. */
export interface Needle {
  readonly fits: (line: string) => boolean;
  /** The place of the next line that may match, or -1; undefined where every line has to be looked at. */
  readonly next?: (text: string, from: number) => number;
}

/** @throws PatternError for a pattern that is no regular expression, or spans lines. */
export function needleOf({ pattern, literal, ignoreCase }: Query): Needle {
  if (literal ? pattern.includes("\n") : LINE_BREAK.test(pattern.replace(NO_LINE_BREAK, ""))) {
    const what = literal ? "text to search for" : "expression";
    throw new PatternError(pattern, `The ${what} has a line break in it, and a match is within one line.`, {
      remedy: "Search for one of the lines, with context for those around it.",
    });
  }
  if (literal && !ignoreCase) {
    return { fits: (line) => line.includes(pattern), next: (text, from) => text.indexOf(pattern, from) };
  }
  const source = literal ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") : pattern;
  const flags = ignoreCase ? "im" : "m";
  const one = expression(source, flags);
  const all = new RegExp(one.source, `${one.flags}g`);
  const fits = (line: string): boolean => one.test(line);
  if (NEEDS_LINES.test(pattern) && !literal) return { fits };
  return {
    fits,
    next: (text, from) => {
      all.lastIndex = from;
      return all.exec(text)?.index ?? -1;
    },
  };
}

/**
 * Looks around itself, or takes line breaks for characters like others: such an expression may miss in the whole
 * text what it finds in a line, or run through all of it from every place.
 */
const NEEDS_LINES = /\(\?<?[=!]|\[\^|\\[WDPnrcxu0]/;

/**
 * Whether an expression could take long on some text. One without repetition, option or group cannot: it has
 * nothing to go back to.
 */
export function mayBeSlow({ pattern, literal }: Query): boolean {
  return !literal && /[*+?{(]/.test(pattern);
}

const LINE_BREAK = /\n|\\n/;
/** Escapes of something else, and sets: in those a line break may stand among others. */
const NO_LINE_BREAK = /\\[^n]|\[(?:\\.|[^\]\\])*\]/gs;

/** What other engines have, and JavaScript would take for the letters that are written there. */
const FOREIGN = /\\(?:[^\W_dDwWsSbBnrtfvcxuk\d])|\[\[:\w+:\]/;

/** With the rules of Unicode where the expression is written for them, which forbid needless backslashes. */
function expression(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch (strict) {
    try {
      if (FOREIGN.test(source.replaceAll("\\\\", ""))) throw strict;
      return new RegExp(source, flags);
    } catch (error) {
      throw new PatternError(
        source,
        `${JSON.stringify(source)} is no regular expression: ${reason(error)}.`,
        {
          remedy: "Correct it, or set literal to search for it as a text.",
        },
      );
    }
  }
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(message.lastIndexOf(": ") + 1).trim();
}
