import { BACKTICK, NEWLINE } from "./characters.ts";
import { calls, type Decision, type Scope, startsLine } from "./decision.ts";
import { fenceAt } from "./fences.ts";
import { fencedCalls } from "./region.ts";

/** What backticks or tildes begin: calls that are wrapped in them, or code that is none. */
export function atTicks(scope: Scope, at: number): Decision | undefined {
  const { context, hidden } = scope;
  const { source } = context;
  const fence = fenceAt(source, at);
  if (fence !== undefined) {
    const length = fence.run - fence.start;
    const closes = (i: number): number | undefined => {
      source.cutAt(i);
      if (source.code(i) === -1) return i;
      const closing = fenceAt(source, i);
      return closing !== undefined && closing.run - closing.start >= length ? closing.run : undefined;
    };
    const found = hidden ? undefined : fencedCalls(context, fence, closes);
    const mark = source.text.charAt(at) === "~" ? "~~~" : "```";
    return calls(found) ?? { end: fence.content, shown: true, mode: { kind: "fence", mark } };
  }
  if (source.code(at) !== BACKTICK) return undefined;
  let run = at;
  while (source.code(run) === BACKTICK) run++;
  const length = run - at;
  // Calls between backticks that stand alone on their line are meant; others are quoted.
  const closes = (i: number): number | undefined => {
    let end = i;
    while (source.code(end) === BACKTICK) end++;
    const next = source.code(end);
    return end - i === length && (next === NEWLINE || next === -1) ? end : undefined;
  };
  const alone = !hidden && startsLine(scope, at);
  const found = alone
    ? fencedCalls(context, { start: at, run, language: "", content: run }, closes)
    : undefined;
  return calls(found) ?? { end: run, shown: true, mode: { kind: "inline", run: length } };
}
