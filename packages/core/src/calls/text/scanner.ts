import type { ReadItem } from "../reading.ts";
import type { ToolIndex } from "../tool-index.ts";
import { candidateAt } from "./candidates.ts";
import { type Decision, type Scope, startsLine, TAIL } from "./decision.ts";
import { append } from "./found.ts";
import { NamespaceFilter } from "./namespace.ts";
import { type Mode, type Passage, partial, passFence, passInline, passJson, TEXT } from "./pass-through.ts";
import { ShownText } from "./shown-text.ts";
import { Source } from "./source.ts";

/** Where something other than plain text may begin. */
const INTERESTING =
  /[<[{`´]|~(?=~~)|>(?=>>)|f(?=unctools ?\[)|t(?=o=functions\.)|A(?=ction)|O(?=bservation)/g;
/** The longer ones of these: a text that ends in their beginning waits. */
const LITERALS = ["~~~", ">>>", "functools [", "functools[", "to=functions.", "Action", "Observation"];
/** The longest of the tokens that end reasoning is shorter. */
const LONGEST_END = 40;

/**
 * Finds the calls in a text that comes in pieces. One pass, with the text's modes in front and the grammars
 * behind; a grammar's decision stands only if it was made without a look past the end, so that the pieces
 * make no difference. Work is bounded by a constant for each character: text that waits for its decision is
 * looked at again only when as much has come in as pays for it.
 */
export class TextScanner {
  readonly items: ReadItem[] = [];
  readonly #tools: ToolIndex;
  readonly #out = new ShownText();
  readonly #namespace = new NamespaceFilter();
  #mode: Mode = TEXT;
  #rest = "";
  #incoming: string[] = [];
  #incomingLength = 0;
  #credit = 4096;
  /** The end of what was scanned. */
  #tail = "";
  #sawReasoning = false;
  #hidden = false;
  #acted = false;

  constructor(tools: ToolIndex) {
    this.#tools = tools;
  }

  /** What the model said besides its calls. */
  get text(): string {
    return this.#out.text;
  }

  /** Something came in that is not decided yet. */
  get waiting(): boolean {
    return this.#rest !== "" || this.#incomingLength > 0;
  }

  /** Takes more text, and returns what of it may be shown. */
  push(text: string): string {
    const chunk = this.#namespace.pass(text);
    this.#incoming.push(chunk);
    this.#incomingLength += chunk.length;
    this.#credit += chunk.length * 3 + 48;
    const cost = this.#rest.length + this.#incomingLength;
    if (this.#credit < cost) return "";
    this.#credit -= cost;
    return this.#run(false);
  }

  /** The text is whole: decides what was waiting, and returns what of it may be shown. */
  end(last = ""): string {
    this.#incoming.push(this.#namespace.pass(last) + this.#namespace.end());
    return this.#run(true);
  }

  /** Decides what can be decided now, whether or not enough has come in to pay for another look. */
  settle(): void {
    if (this.#incomingLength > 0) this.#run(false);
  }

  #run(final: boolean): string {
    const text = this.#rest + this.#incoming.join("");
    this.#incoming = [];
    this.#incomingLength = 0;
    const source = new Source(text);
    let at = 0;
    while (at < text.length) {
      const mode = this.#mode;
      const next = this.#step(source, at, final);
      if (next === at && this.#mode === mode) break;
      at = next;
    }
    if (at >= TAIL) this.#tail = text.slice(at - TAIL, at);
    else if (at > 0) this.#tail = (this.#tail + text.slice(0, at)).slice(-TAIL);
    this.#rest = text.slice(at);
    return this.#out.takeFresh();
  }

  /** Goes on from an index; the same index in the same mode means that more text is needed. */
  #step(source: Source, at: number, final: boolean): number {
    const mode = this.#mode;
    switch (mode.kind) {
      case "text":
        return this.#readText(source, at, final);
      case "inline":
        return this.#pass(source, at, passInline(source, at, mode.run, final));
      case "fence":
        return this.#pass(source, at, passFence(source, at, mode.mark, final));
      case "json":
        return this.#pass(source, at, passJson(source, at, mode));
      case "reasoning":
        return this.#readReasoning(source, at, mode, final);
    }
  }

  #pass({ text }: Source, start: number, { end, done }: Passage): number {
    this.#out.show(text.slice(start, end));
    if (done) this.#mode = TEXT;
    return end;
  }

  #readText(source: Source, start: number, final: boolean): number {
    const { text } = source;
    const from = this.#out.passGap(text, start);
    if (from > start) return from;
    const scope = this.#scope(source);
    INTERESTING.lastIndex = from;
    while (INTERESTING.test(text)) {
      const at = INTERESTING.lastIndex - 1;
      source.reachedEnd = false;
      const decision = candidateAt(scope, at);
      const open = source.reachedEnd && !final && decision?.certain !== true;
      if (decision === undefined && !open) {
        INTERESTING.lastIndex = at + 1;
        continue;
      }
      this.#out.show(text.slice(from, at));
      if (decision === undefined || open) return at;
      this.#apply(decision, text.slice(at, decision.end));
      return decision.end;
    }
    const end = final ? text.length : text.length - heldBack(scope, from);
    this.#out.show(text.slice(from, end));
    return end;
  }

  #scope(source: Source): Scope {
    return {
      context: { source, tools: this.#tools, marked: false, escaped: false },
      hidden: this.#hidden,
      sawReasoning: this.#sawReasoning,
      hasCalls: this.items.length > 0,
      acted: this.#acted,
      tail: this.#tail,
    };
  }

  #apply({ items = [], shown, mode, forget, effect }: Decision, raw: string): void {
    if (shown === true) this.#out.show(raw);
    if (mode !== undefined) this.#mode = mode;
    switch (effect) {
      case "reasoned":
        this.#sawReasoning = true;
        break;
      case "answer":
        // All before it was reasoning, and the calls in it drafts.
        this.#sawReasoning = true;
        this.items.length = 0;
        this.#out.restart();
        break;
      case "acted":
        this.#acted = true;
        break;
      case "observed":
        this.#hidden = true;
        this.#out.ended = true;
        break;
    }
    if (items.length === 0) return;
    if (forget !== undefined) this.#out.forget(forget);
    append(this.items, items);
    this.#out.called();
  }

  #readReasoning(source: Source, start: number, mode: Mode & { kind: "reasoning" }, final: boolean): number {
    const { text } = source;
    let end = -1;
    for (const token of mode.ends) {
      const at = source.find(token, start + mode.searched);
      if (at !== -1 && (end === -1 || at + token.length < end)) end = at + token.length;
    }
    if (end === -1 && !final) {
      mode.searched = Math.max(0, text.length - start - LONGEST_END);
      return start;
    }
    this.#mode = TEXT;
    if (end !== -1) {
      this.#out.reasoned();
      return end;
    }
    // It never ended: a call in it that is marked was meant, and nothing of it is shown.
    this.#hidden = true;
    this.#out.ended = true;
    return start;
  }
}

/** How much at the end of a text may be the beginning of a literal. */
function heldBack(scope: Scope, from: number): number {
  const { text } = scope.context.source;
  let most = 0;
  for (const literal of LITERALS) {
    const length = partial(text, literal, from);
    const atLine = literal === "Action" || literal === "Observation";
    if (length > most && (!atLine || startsLine(scope, text.length - length))) most = length;
  }
  return most;
}
