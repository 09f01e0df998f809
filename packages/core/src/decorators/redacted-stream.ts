import type { SecretSearch } from "./secret-search.ts";

/** Text in pieces, without secrets: what could be the beginning of one is held back until it is decided. */
export class RedactedStream {
  readonly #search: SecretSearch | undefined;
  #held = "";

  /** Made by `Redactor.stream()`. Without a search, nothing is secret. */
  constructor(search: SecretSearch | undefined) {
    this.#search = search;
  }

  /** Takes the next piece and gives what can be shown by now. */
  push(piece: string): string {
    if (this.#search === undefined) return piece;
    this.#held += piece;
    let cut = Math.max(0, this.#held.length - this.#search.longest);
    for (const match of this.#held.matchAll(this.#search.pattern)) {
      if (match.index < cut && match.index + match[0].length > cut) cut = match.index;
    }
    const shown = this.#search.maskedText(this.#held.slice(0, cut));
    this.#held = this.#held.slice(cut);
    return shown;
  }

  /** The rest, when nothing more comes. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return this.#search?.maskedText(rest) ?? rest;
  }
}
