import { COMMA, CURLY_END, isSpace, SEMICOLON, SQUARE_END } from "./characters.ts";

/** The text of an answer besides its calls, as it is shown piece by piece. */
export class ShownText {
  /** All of it. */
  text = "";
  /** Nothing more is shown: what follows is reasoning, or what a model makes up about a result. */
  ended = false;
  #fresh = "";
  /** White space after a call, shown only if text follows. */
  #gap = "";
  #afterCall = false;
  /** White space at the beginning of an answer after its reasoning. */
  #trimming = false;

  /** What was shown since the last time. */
  takeFresh(): string {
    const fresh = this.#fresh;
    this.#fresh = "";
    return fresh;
  }

  show(text: string): void {
    if (text === "" || this.ended) return;
    const shown = this.#gap + text;
    this.#gap = "";
    this.#afterCall = false;
    this.#trimming = false;
    this.text += shown;
    this.#fresh += shown;
  }

  /** A call stands here. */
  called(): void {
    this.#gap = "";
    this.#afterCall = true;
  }

  /** Reasoning ended here; white space at the beginning is none of the answer's. */
  reasoned(): void {
    this.#trimming = this.text.trim() === "";
  }

  /** All before was reasoning. */
  restart(): void {
    this.text = "";
    this.#gap = "";
    this.#afterCall = false;
    this.#trimming = true;
  }

  /** Takes back a name that turned out to belong to a call. */
  forget(written: string): void {
    if (this.text.endsWith(written)) this.text = this.text.slice(0, -written.length);
  }

  /** The end of what is not shown at once: white space, and brackets and separators too many after a call. */
  passGap(text: string, start: number): number {
    if (!this.#afterCall && !this.#trimming) return start;
    let at = start;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      const stray =
        this.#afterCall &&
        (code === CURLY_END || code === SQUARE_END || code === SEMICOLON || code === COMMA);
      if (!isSpace(code) && !stray) break;
      at++;
    }
    if (this.#afterCall) this.#gap += text.slice(start, at).replace(/[}\];,]/g, "");
    return at;
  }
}
