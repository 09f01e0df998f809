import type { ReadItem } from "../reading.ts";
import { type Channel, harmonyMessage, openedChannel } from "./channels.ts";
import { fenceAt } from "./fences.ts";
import type { Context, Found } from "./found.ts";
import { jsonCalls } from "./json-call.ts";
import { keyValueCall } from "./key-values.ts";
import { namedCall, withArguments } from "./named.ts";
import type { Mode } from "./pass-through.ts";
import { pythonicList } from "./pythonic.ts";
import { reactCall } from "./react.ts";
import { fencedCalls, regionAt } from "./region.ts";
import { isWord, type Source } from "./source.ts";
import { type TokenAt, tokenAt } from "./tokens.ts";
import { toolTagCall } from "./tool-tags.ts";

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

/** What begins at an interesting character, or undefined where it is plain text. */
export function candidateAt(scope: Scope, at: number): Decision | undefined {
  const { context, hidden } = scope;
  const { source } = context;
  switch (source.text.charAt(at)) {
    case "<":
      return atLess(scope, at);
    case "[": {
      const token = tokenAt(source, at);
      if (token !== undefined) return atToken(scope, token);
      if (hidden) return undefined;
      const inner = source.code(source.skipSpace(at + 1));
      if (isWord(inner)) return calls(pythonicList(context, at));
      return inner === 123 || inner === 34 ? json(context, at) : undefined;
    }
    case "{":
      return hidden ? undefined : json(context, at);
    case ">":
      return hidden || !startsLine(scope, at) ? undefined : atFunctionary(context, at);
    case "f":
      return startsWord(scope, at)
        ? region(context, at, source.skipSpace(at + "functools".length))
        : undefined;
    case "t":
      return channel(harmonyMessage({ ...context, marked: true }, at));
    case "A": {
      const found = hidden || !startsLine(scope, at) ? undefined : reactCall(context, at);
      return found === undefined ? undefined : { end: found.end, items: found.items, effect: "acted" };
    }
    case "O": {
      // What a model makes up about a result that it has not seen is no part of its answer.
      if (!scope.acted || !startsLine(scope, at)) return undefined;
      const colon = source.skipSpace(at + "Observation".length);
      return source.code(colon) === 58 ? { end: colon + 1, effect: "observed" } : undefined;
    }
    default:
      return atTicks(scope, at);
  }
}

/** Is there nothing before it on its line? */
export function startsLine({ context: { source }, tail }: Scope, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const code = source.text.charCodeAt(i);
    if (code === 10) return true;
    if (code !== 32 && code !== 9 && code !== 42 && code !== 13) return false;
  }
  return /(?:^|\n)[ \t*\r]*$/.test(tail);
}

function startsWord({ context: { source }, tail }: Scope, at: number): boolean {
  const before = at === 0 ? tail.slice(-1) : source.text.charAt(at - 1);
  return before === "" || !isWord(before.charCodeAt(0));
}

function atLess(scope: Scope, at: number): Decision | undefined {
  const { context, hidden } = scope;
  const { source, tools } = context;
  const token = tokenAt(source, at);
  if (token !== undefined) return atToken(scope, token);
  const word = tagWord(source, at);
  if (word === undefined) return undefined;
  if (/(?:function|invoke)$/.test(word)) return region(context, at, at);
  if (word.endsWith("arg_key")) {
    const name = nameBefore(scope, at);
    if (name === undefined) return undefined;
    const found = keyValueCall({ ...context, marked: true }, name.resolved, at, at);
    return { end: found.end, items: found.items, forget: name.written };
  }
  return hidden || tools.resolve(word) !== word ? undefined : calls(toolTagCall(context, at));
}

/** The name in `<NAME`. */
function tagWord(source: Source, at: number): string | undefined {
  let i = at + 1;
  for (; i - at < 80; i++) {
    const code = source.code(i);
    if (!isWord(code) && code !== 45 && code !== 46 && code !== 58 && code !== 124 && code !== 0xff5c) break;
  }
  return i === at + 1 ? undefined : source.text.slice(at + 1, i);
}

function atToken(scope: Scope, { token, start, end }: TokenAt): Decision | undefined {
  const { context } = scope;
  const { source } = context;
  const marked = { ...context, marked: true };
  switch (token.role) {
    case "open":
      return region(context, start, end);
    case "reason":
      if (scope.hidden) return { end, certain: true };
      return {
        end,
        effect: "reasoned",
        mode: { kind: "reasoning", ends: token.ends, searched: 0 },
        certain: true,
      };
    case "answer":
      return scope.sawReasoning ? undefined : { end, effect: "answer", certain: true };
    case "harmony":
      return channel(harmonyMessage(marked, start)) ?? { end };
    case "channel":
      return channel(openedChannel(marked, start));
    case "join": {
      const name = nameBefore(scope, start);
      if (name === undefined) return undefined;
      const at = source.skipSpace(end);
      const isWordOnly = name.written === "function";
      const found = isWordOnly ? namedCall(marked, at) : withArguments(marked, name.resolved, start, at);
      return found === undefined ? undefined : { end: found.end, items: found.items, forget: name.written };
    }
    case "header": {
      let i = end;
      while (i - end < 100 && source.code(i) !== 60 && source.code(i) !== 10 && source.code(i) !== -1) i++;
      return { end: i };
    }
    default:
      // Such a tag is noise after a call; in a text without calls it may be what the text is about.
      return token.text.includes("|") || scope.hasCalls ? { end, certain: true } : undefined;
  }
}

function channel(read: Channel | undefined): Decision | undefined {
  if (read === undefined) return undefined;
  if (read.kind === "calls") return calls(read.found);
  return read.kind === "reasoning" ? { end: read.end, effect: "reasoned" } : { end: read.end };
}

function region(context: Context, start: number, body: number): Decision {
  const { text } = context.source;
  const { items, end } = regionAt(context, body);
  if (items.length > 0) return { end, items };
  // Nothing but markers up to the end: a call that never came.
  if (end >= text.length && body > start && text.slice(body).trim() === "") return { end };
  return { end: Math.max(end, body, start + 1), shown: true };
}

function json(context: Context, at: number): Decision | undefined {
  const verdict = jsonCalls(context, at);
  if (verdict === "text") return undefined;
  if (verdict === "answer")
    return { end: at + 1, shown: true, mode: { kind: "json", depth: 1, inString: false } };
  return verdict.items.length > 0 ? calls(verdict) : { end: verdict.end, shown: true };
}

/** `>>>f` and a JSON object, or the raw value of its only argument; `>>>all` and a text. */
function atFunctionary(context: Context, at: number): Decision | undefined {
  const { source, tools } = context;
  const start = at + ">>>".length;
  let line = start;
  while (line - at < 200 && ![-1, 10, 123].includes(source.code(line))) line++;
  const written = source.text.slice(start, line);
  if (written.trim() === "all") return { end: line + 1 };
  // A space or parentheses: an example of Python's prompt.
  const name = /[\s()]/.test(written) ? undefined : tools.resolve(written);
  if (name === undefined) return undefined;
  const body = source.skipSpace(line);
  const found = withArguments({ ...context, marked: true }, name, at, body);
  if (found !== undefined) return calls(found);
  const sole = tools.soleParameter(name);
  if (sole === undefined) return undefined;
  const next = source.find("\n>>>", body);
  const end = next === -1 ? source.text.length : next;
  const value = source.text.slice(body, end).trimEnd();
  return { end, items: [{ ok: true, call: { name, arguments: { [sole.name]: value } } }] };
}

function atTicks(scope: Scope, at: number): Decision | undefined {
  const { context, hidden } = scope;
  const { source } = context;
  const fence = fenceAt(source, at);
  if (fence !== undefined) {
    const length = fence.run - fence.start;
    const closes = (i: number): number | undefined => {
      if (source.code(i) === -1) return i;
      const closing = fenceAt(source, i);
      return closing !== undefined && closing.run - closing.start >= length ? closing.run : undefined;
    };
    const found = hidden ? undefined : fencedCalls(context, fence, closes);
    const mark = source.text.charAt(at) === "~" ? "~~~" : "```";
    return calls(found) ?? { end: fence.content, shown: true, mode: { kind: "fence", mark } };
  }
  if (source.code(at) !== 96) return undefined;
  let run = at;
  while (source.code(run) === 96) run++;
  const length = run - at;
  // Calls between backticks that stand alone on their line are meant; others are quoted.
  const closes = (i: number): number | undefined => {
    let end = i;
    while (source.code(end) === 96) end++;
    const next = source.code(end);
    return end - i === length && (next === 10 || next === -1) ? end : undefined;
  };
  const alone = !hidden && startsLine(scope, at);
  const found = alone
    ? fencedCalls(context, { start: at, run, language: "", content: run }, closes)
    : undefined;
  return calls(found) ?? { end: run, shown: true, mode: { kind: "inline", run: length } };
}

function calls(found: Found | undefined): Decision | undefined {
  return found === undefined ? undefined : { end: found.end, items: found.items };
}

/** The tool's name that the text ends with. */
function nameBefore(scope: Scope, at: number): { written: string; resolved: string } | undefined {
  const { source, tools } = scope.context;
  const before =
    at >= TAIL ? source.text.slice(at - TAIL, at) : (scope.tail + source.text.slice(0, at)).slice(-TAIL);
  const name = before.trimEnd();
  let start = name.length;
  while (start > 0 && isNameChar(name.charCodeAt(start - 1))) start--;
  const written = name.slice(start);
  if (written === "" || before.length - name.length > 4) return undefined;
  if (written === "function") return { written, resolved: written };
  const resolved = tools.resolveLoosely(written);
  return resolved === undefined ? undefined : { written: before.slice(start), resolved };
}

function isNameChar(code: number): boolean {
  return isWord(code) || (code >= 45 && code <= 47) || code === 58;
}
