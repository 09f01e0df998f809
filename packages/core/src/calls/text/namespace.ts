import { partial } from "./pass-through.ts";

/** What MiniMax M3 puts before every tag, so that no value can be mistaken for one. */
const TOKEN = "]<]minimax[>[";

/** Takes the token out of a text that comes in pieces: without it, the tags are those of other families. */
export class NamespaceFilter {
  #held = "";

  /** The text so far, short of an end that may be the beginning of the token. */
  pass(chunk: string): string {
    if (this.#held === "" && !chunk.includes("]")) return chunk;
    const text = (this.#held + chunk).replaceAll(TOKEN, "");
    this.#held = text.slice(text.length - partial(text, TOKEN, 0));
    return text.slice(0, text.length - this.#held.length);
  }

  /** What turned out to be no token. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return rest;
  }
}
