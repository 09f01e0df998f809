import { BACKTICK, DASH, HASH, isWord, NEWLINE, PLUS, RETURN, SPACE, TAB } from "./characters.ts";
import type { Source } from "./source.ts";

const ACUTE = 0xb4;
const TILDE = 126;

/** The line that opens or closes a code block. */
export interface Fence {
  readonly start: number;
  /** The end of its run of backticks. */
  readonly run: number;
  readonly language: string;
  /** Where its content begins. */
  readonly content: number;
}

/** A fence that begins here: three backticks or tildes, also as models mistype them. */
export function fenceAt(source: Source, start: number): Fence | undefined {
  const first = source.code(start);
  if (first !== BACKTICK && first !== TILDE && first !== ACUTE) return undefined;
  let run = start;
  for (
    let code = source.code(run);
    code === first || (first !== TILDE && isTick(code));
    code = source.code(run)
  )
    run++;
  if (run - start < 3) return undefined;
  let i = run;
  while (isLanguageChar(source.code(i)) && i - run < 40) i++;
  const language = source.text.slice(run, i);
  while (source.code(i) === SPACE || source.code(i) === TAB || source.code(i) === RETURN) i++;
  if (source.code(i) === NEWLINE) i++;
  return { start, run, language, content: i };
}

function isTick(code: number): boolean {
  return code === BACKTICK || code === ACUTE;
}

function isLanguageChar(code: number): boolean {
  return isWord(code) || code === DASH || code === PLUS || code === HASH;
}
