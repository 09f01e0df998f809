import type { ReadItem } from "../reading.ts";
import { isWord, NEWLINE, RETURN, SPACE, STAR, TAB } from "./characters.ts";
import type { Context, Found } from "./found.ts";
import type { Mode } from "./pass-through.ts";

/** How far back a name is looked for that stands before its arguments. */
export const TAIL = 220;

/** What has come before, as far as it decides what something means. */
export interface Scope {
  readonly context: Context;
  /** Inside reasoning that never ended: only what is marked counts. */
  readonly hidden: boolean;
  readonly sawReasoning: boolean;
  readonly hasCalls: boolean;
  /** An action was read, whose result the model does not know yet. */
  readonly acted: boolean;
  /** The end of the text before the source. */
  readonly tail: string;
}

/** A decision about what begins at an index: how far it goes, and what follows from it. */
export interface Decision {
  readonly end: number;
  readonly items?: readonly ReadItem[];
  /** It is text after all. */
  readonly shown?: true;
  readonly mode?: Mode;
  /** The end of the text before belongs to it. */
  readonly forget?: string;
  readonly effect?: "reasoned" | "answer" | "acted" | "observed";
  /** It was complete before the end of the text was looked at. */
  readonly certain?: true;
}

/** Is there nothing before it on its line? */
export function startsLine({ context: { source }, tail }: Scope, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const code = source.text.charCodeAt(i);
    if (code === NEWLINE) return true;
    if (code !== SPACE && code !== TAB && code !== STAR && code !== RETURN) return false;
  }
  return /(?:^|\n)[ \t*\r]*$/.test(tail);
}

export function startsWord({ context: { source }, tail }: Scope, at: number): boolean {
  const before = at === 0 ? tail.slice(-1) : source.text.charAt(at - 1);
  return before === "" || !isWord(before.charCodeAt(0));
}

/** Is it part of a quotation? What is quoted was said by somebody else, or elsewhere. */
export function isQuoted(scope: Scope, at: number): boolean {
  const before = textBefore(scope, at);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return line.length < TAIL && /^ {0,3}> /.test(line);
}

/** The last characters before an index, however the text was cut. */
export function textBefore({ context: { source }, tail }: Scope, at: number): string {
  return at >= TAIL ? source.text.slice(at - TAIL, at) : (tail + source.text.slice(0, at)).slice(-TAIL);
}

/** A decision for what a grammar read. */
export function calls(found: Found | undefined): Decision | undefined {
  return found === undefined ? undefined : { end: found.end, items: found.items };
}
