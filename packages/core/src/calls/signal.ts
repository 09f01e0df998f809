import { Brackets } from "./brackets.ts";
import { TextScanner } from "./text/scanner.ts";
import { Source } from "./text/source.ts";
import { tokenAt } from "./text/tokens.ts";
import { ToolIndex } from "./tool-index.ts";

/** Tools of which nothing is known: whatever looks like a name may be one, but for what prints another's result. */
class AnyTool extends ToolIndex {
  override resolve(written: string): string | undefined {
    return /^(?!print$)[\p{L}_][\p{L}\p{N}_.:-]{0,63}$/u.test(written) ? written : undefined;
  }
}

const ANY = new AnyTool([]);

/** What each character pays for, in characters that are looked at once more. */
const EARNED = 8;
/** Enough to look at an answer of usual length whenever it grows. */
const STARTING_CREDIT = 1 << 18;
/** How many more looks have to be affordable, by how likely it is that this one finds a whole call. */
const AT_TOKEN = 1;
const AT_BALANCE = 2;
const ANYWHERE = 8;

const BRACKETED = /[<[][^<>[\]]{1,48}[>\]]/g;
const LONGEST_TOKEN = 50;
/** A text of this length is compared with the one before as a whole. */
const SHORT = 4096;

/**
 * Tool-call signalling for clients that show text while it streams in. It knows no tools, so it errs on the
 * side of waiting; `toolCallStream` knows them. A text that begins with the one before it is scanned on from
 * there; any other text begins anew. What is still open has to be looked at again as it grows: each character
 * pays for a fixed number of such looks, and those at a closing token or a last bracket come first, so a
 * whole stream costs time in proportion to its length, however it is cut.
 */
export class CallSignal {
  #text = "";
  #compared = 0;
  #scanner = new TextScanner(ANY);
  #brackets = new Brackets();
  #credit = STARTING_CREDIT;
  #reserve = ANYWHERE;

  /** How many characters were looked at since the text began, those looked at twice counted twice. */
  get scanned(): number {
    return this.#scanner.scanned;
  }

  mightBeToolCall(text: string): boolean {
    this.#scan(text);
    return this.#scanner.items.length > 0 || this.#scanner.pending > 0;
  }

  isCompleteToolCall(text: string): boolean {
    this.#scan(text);
    const { pending, complete } = this.#scanner;
    if (this.#credit >= pending * (complete ? ANYWHERE : this.#reserve)) {
      if (this.#scanner.settle()) this.#credit -= pending;
      this.#reserve = ANYWHERE;
    }
    return this.#scanner.complete;
  }

  /** Scans what is new in a text. */
  #scan(text: string): void {
    if (!this.#goesOn(text)) {
      this.#compared = 0;
      this.#scanner = new TextScanner(ANY);
      this.#brackets = new Brackets();
      this.#credit = STARTING_CREDIT;
      this.#reserve = ANYWHERE;
      this.#text = "";
    }
    const before = this.#text.length;
    if (text.length === before) return;
    const more = text.slice(before);
    this.#text = text;
    this.#credit += more.length * EARNED;
    if (this.#scanner.pending === 0) this.#brackets = new Brackets();
    if (this.#brackets.push(more)) this.#reserve = Math.min(this.#reserve, AT_BALANCE);
    if (endsCall(text.slice(Math.max(0, before - LONGEST_TOKEN)), Math.min(before, LONGEST_TOKEN)))
      this.#reserve = AT_TOKEN;
    this.#scanner.push(more);
  }

  /** Does it begin with the text before? Of a long one only the end is compared until it has grown by an eighth. */
  #goesOn(text: string): boolean {
    const { length } = this.#text;
    if (text.length < length) return false;
    const whole = length <= SHORT || text.length * 8 >= this.#compared * 9;
    if (whole) this.#compared = text.length;
    const from = whole ? 0 : length - SHORT;
    return text.slice(from, length) === this.#text.slice(from);
  }
}

/** Does a token that ends a call end after this index? Those that end a value do not count. */
function endsCall(text: string, after: number): boolean {
  for (const { 0: written, index } of text.matchAll(BRACKETED)) {
    if (index + written.length <= after) continue;
    const token = tokenAt(new Source(written), 0)?.token;
    if (token?.role === "close" && token.text !== "</parameter>" && token.text !== "</arg_value>")
      return true;
  }
  return false;
}
