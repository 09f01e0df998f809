import { TextScanner } from "./text/scanner.ts";
import { ToolIndex } from "./tool-index.ts";

/** Tools of which nothing is known: whatever looks like a name may be one. */
class AnyTool extends ToolIndex {
  override resolve(written: string): string | undefined {
    return /^[\p{L}_][\p{L}\p{N}_.:-]{0,63}$/u.test(written) ? written : undefined;
  }
}

const ANY = new AnyTool([]);

/** What can complete a call. */
const CLOSING = /[}\])>`]/;

/**
 * Tool-call signalling for clients that show text while it streams in. It knows no tools, so it errs on the
 * side of waiting; `toolCallStream` knows them. A text that begins with the one before it is scanned on from
 * there, so a whole stream costs one pass; any other text begins anew.
 */
export class CallSignal {
  #text = "";
  #scanner = new TextScanner(ANY);

  mightBeToolCall(text: string): boolean {
    this.#scan(text);
    return this.#scanner.items.length > 0 || this.#scanner.waiting;
  }

  isCompleteToolCall(text: string): boolean {
    const more = this.#scan(text);
    // A scanner puts off a look that little new text pays for; the end of a call is seen at once.
    if (CLOSING.test(more)) this.#scanner.settle();
    return this.#scanner.items.some((item) => item.ok);
  }

  /** Scans what is new in a text, and returns it. */
  #scan(text: string): string {
    const goesOn = text.startsWith(this.#text);
    if (!goesOn) this.#scanner = new TextScanner(ANY);
    const more = goesOn ? text.slice(this.#text.length) : text;
    if (more !== "") this.#scanner.push(more);
    this.#text = text;
    return more;
  }
}
