/**
 * Lets a model's text through while it streams in, and holds what may become a call, so that nobody reads
 * half a call as part of the answer.
 */
export class TextGate {
  readonly #mightBeToolCall: (text: string) => boolean;
  readonly #show: (text: string) => Promise<void>;
  #held = "";

  constructor(mightBeToolCall: (text: string) => boolean, show: (text: string) => Promise<void>) {
    this.#mightBeToolCall = mightBeToolCall;
    this.#show = show;
  }

  async push(text: string): Promise<void> {
    this.#held += text;
    if (!this.#mightBeToolCall(this.#held)) await this.release();
  }

  /** Shows what was held: it was no call after all. */
  async release(): Promise<void> {
    const text = this.#held;
    this.#held = "";
    if (text !== "") await this.#show(text);
  }
}
