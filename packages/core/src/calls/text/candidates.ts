import { type Channel, harmonyMessage, openedChannel } from "./channels.ts";
import {
  BAR,
  COLON,
  CURLY,
  DASH,
  DOT,
  GREATER,
  isWord,
  LESS,
  NEWLINE,
  QUOTE,
  RETURN,
  SLASH,
  SPACE,
  WIDE_BAR,
} from "./characters.ts";
import { calls, type Decision, isQuoted, type Scope, startsLine, startsWord } from "./decision.ts";
import { type Context, call, type Found } from "./found.ts";
import { functionaryCall } from "./functionary.ts";
import { jsonCalls } from "./json-call.ts";
import { keyValueCall } from "./key-values.ts";
import { callByLine, nameBefore } from "./name-before.ts";
import { namedCall, withArguments } from "./named.ts";
import { pythonicList } from "./pythonic.ts";
import { reactCall } from "./react.ts";
import { regionAt } from "./region.ts";
import type { Source } from "./source.ts";
import { atTicks } from "./ticks.ts";
import { headerEnd, type Token, type TokenAt, tokenAt } from "./tokens.ts";
import { toolTagCall } from "./tool-tags.ts";

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
      if (isWord(inner)) return unquoted(scope, at, pythonicList(context, at));
      return inner === CURLY || inner === QUOTE ? json(scope, at) : undefined;
    }
    case "{":
      return hidden ? undefined : (callByLine(scope, at) ?? json(scope, at));
    case ">":
      return hidden ? undefined : functionaryCall(scope, at);
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
      return source.code(colon) === COLON ? { end: colon + 1, effect: "observed" } : undefined;
    }
    default:
      return atTicks(scope, at);
  }
}

function atLess(scope: Scope, at: number): Decision | undefined {
  const { context, hidden } = scope;
  const { source, tools } = context;
  const token = tokenAt(source, at);
  if (token !== undefined) return atToken(scope, token);
  const word = tagWord(source, at);
  if (word === undefined) return undefined;
  const next = source.code(at + word.length + 1);
  const isWrapper = (next === SPACE || next === GREATER) && /^tool_(?:call|use)$/.test(word);
  if (isWrapper || /(?:function|invoke)$/.test(word)) return region(context, at, at);
  if (word.endsWith("arg_key")) {
    const name = nameBefore(scope, at);
    if (name === undefined) return undefined;
    const found = keyValueCall({ ...context, marked: true }, name.resolved, at, at);
    // Without a marker and its closing tags it is a word about the format.
    if (found.items.some(({ ok }) => !ok)) return undefined;
    return { end: found.end, items: found.items, forget: name.written };
  }
  if (hidden || tools.resolve(word) !== word) return undefined;
  // An empty tag inside a line is a word about the format.
  const found = toolTagCall(context, at);
  const isEmpty = found !== undefined && source.text.charCodeAt(found.end - 2) === SLASH;
  return isEmpty && !isAlone(scope, at, found.end) ? undefined : calls(found);
}

/** Is it all that its line holds? */
function isAlone(scope: Scope, at: number, end: number): boolean {
  const { source } = scope.context;
  let i = end;
  while (source.code(i) === SPACE || source.code(i) === RETURN) i++;
  const next = source.code(i);
  return startsLine(scope, at) && (next === -1 || next === NEWLINE || next === LESS);
}

/** The name in `<NAME`. */
function tagWord(source: Source, at: number): string | undefined {
  let i = at + 1;
  for (; i - at < 80; i++) {
    const code = source.code(i);
    if (!isWord(code) && code !== DASH && code !== DOT && code !== COLON && code !== BAR && code !== WIDE_BAR)
      break;
  }
  return i === at + 1 ? undefined : source.text.slice(at + 1, i);
}

function atToken(scope: Scope, { token, start, end }: TokenAt): Decision | undefined {
  const { context } = scope;
  const { source } = context;
  const marked = { ...context, marked: true };
  switch (token.role) {
    case "open":
      return isQuoted(scope, start) ? undefined : opened(scope, start, token, end);
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
      const at = source.skipSpace(token.text === "[call_id]" ? afterId(source, end) : end);
      const isWordOnly = name.written === "function";
      const found = isWordOnly ? namedCall(marked, at) : withArguments(marked, name.resolved, start, at);
      return found === undefined ? undefined : { end: found.end, items: found.items, forget: name.written };
    }
    case "header":
      return { end: headerEnd(source, end) };
    default:
      // Such a tag is noise after a call; in a text without calls it may be what the text is about.
      return token.text.includes("|") || scope.hasCalls ? { end, certain: true } : undefined;
  }
}

/** The end of `ID[ARGS]`. */
function afterId(source: Source, start: number): number {
  let at = source.skipSpace(start);
  while (isWord(source.code(at)) && at - start < 100) at++;
  return tokenAt(source, at)?.end ?? at;
}

function channel(read: Channel | undefined): Decision | undefined {
  if (read === undefined) return undefined;
  if (read.kind === "calls") return calls(read.found);
  return read.kind === "reasoning" ? { end: read.end, effect: "reasoned" } : { end: read.end };
}

/** What a marker opens; after Llama's, Python code is a call of the tool that runs it. */
function opened({ context }: Scope, start: number, { text, escaped }: Token, end: number): Decision {
  const decision = region({ ...context, escaped }, start, end);
  if (text !== "<|python_tag|>" || decision.shown !== true) return decision;
  const { source, tools } = context;
  const name = tools.resolve("python");
  const sole = name === undefined ? undefined : tools.soleParameter(name);
  const code = source.text.slice(end).replace(/<\|e[ow]\w_id\|>\s*$/, "");
  if (name === undefined || sole === undefined || code.trim() === "") return decision;
  source.reachedEnd = true;
  source.cut = true;
  return { end: source.text.length, items: [call(name, { [sole.name]: code })] };
}

function region(context: Context, start: number, body: number): Decision {
  const { text } = context.source;
  const { items, end } = regionAt(context, body);
  if (items.length > 0) return { end, items };
  // Nothing but markers up to the end: a call that never came.
  if (end >= text.length && body > start && text.slice(body).trim() === "") return { end };
  return { end: Math.max(end, body, start + 1), shown: true };
}

function json(scope: Scope, at: number): Decision | undefined {
  const verdict = jsonCalls(scope.context, at);
  if (verdict === "text") return undefined;
  if (verdict === "answer")
    return { end: at + 1, shown: true, mode: { kind: "json", depth: 1, inString: false } };
  return unquoted(scope, at, verdict);
}

/** What was read without a marker, unless it is a quotation; what was read in vain is text. */
function unquoted(scope: Scope, at: number, found: Found | undefined): Decision | undefined {
  if (found === undefined) return undefined;
  const isCall = found.items.length > 0 && !isQuoted(scope, at);
  return isCall ? calls(found) : { end: found.end, shown: true };
}
