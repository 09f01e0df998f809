import { McsError } from "@mcs/core";

/** After so many files that were too slow, the expression is. */
const MOST_SLOW = 3;

/** What could not be searched. A search goes on without it, and says so. */
export class Failures {
  readonly #pattern: string;
  readonly #slow: string[] = [];
  readonly #unread: string[] = [];

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** @throws the error where it concerns the search as a whole. */
  note(path: string, error: unknown): void {
    if (!McsError.is(error) || error.code === "aborted") throw error;
    if (error.code !== "timeout") this.#unread.push(path);
    else if (this.#slow.push(path) >= MOST_SLOW) throw error;
  }

  notes(): string[] {
    const notes: string[] = [];
    if (this.#slow.length > 0) {
      const pattern = JSON.stringify(this.#pattern.slice(0, 100));
      notes.push(`${pattern} took too long on ${this.#slow.join(", ")}: simplify it.`);
    }
    const [first] = this.#unread;
    if (first !== undefined) {
      const more = this.#unread.length > 1 ? ` and ${this.#unread.length - 1} more` : "";
      notes.push(`Not readable, and left out: ${first}${more}.`);
    }
    return notes;
  }
}
