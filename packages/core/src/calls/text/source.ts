import { COLON, COMMA, isSpace } from "./characters.ts";
/**
 * A text that may still grow. Everything that reads it goes through here, so that one flag says whether a
 * decision could have come out differently had there been more text: `reachedEnd`. A decision that was made
 * without reaching the end stays right whatever follows, which is why chunks can never change an outcome.
 */
export class Source {
  readonly text: string;
  /** Something looked past the last character since this was last set to false. */
  reachedEnd = false;
  /** The text ended inside something that a grammar was reading, so that it is not whole; reset likewise. */
  cut = false;
  readonly #found = new Map<string, { readonly from: number; readonly at: number }>();

  constructor(text: string) {
    this.text = text;
  }

  /** The UTF-16 code at an index, -1 past the end. Full-width signs count as the plain ones. */
  code(index: number): number {
    if (index < this.text.length) {
      const code = this.text.charCodeAt(index);
      return code === 0xff1a ? COLON : code === 0xff0c ? COMMA : code;
    }
    this.reachedEnd = true;
    return -1;
  }

  startsWith(literal: string, index: number): boolean {
    for (let i = 0; i < literal.length; i++) {
      if (this.code(index + i) !== literal.charCodeAt(i)) return false;
    }
    return true;
  }

  /**
   * The next occurrence of a literal, -1 where there is none. Each literal is looked for over the text once,
   * however often it is asked for, so that a missing closing tag costs one pass and not one for each opener.
   */
  find(literal: string, from: number): number {
    const known = this.#found.get(literal);
    let at: number;
    if (known !== undefined && from >= known.from && (known.at === -1 || from <= known.at)) at = known.at;
    else {
      at = this.text.indexOf(literal, from);
      this.#found.set(literal, { from, at });
    }
    if (at === -1) this.reachedEnd = true;
    return at;
  }

  /** Marks what is being read as cut where the text ends at this index. */
  cutAt(index: number): void {
    if (index >= this.text.length) this.cut = true;
  }

  /** The first index at or after this one that is no white space. */
  skipSpace(index: number): number {
    let i = index;
    while (isSpace(this.code(i))) i++;
    return i;
  }
}
