import { longestForm, secretPattern } from "./secret-forms.ts";

const MASK = "[secret]";

/** Finds known secrets in texts and bytes, however they are written there, and puts something else in their place. */
export class SecretSearch {
  /** Finds each place that holds a secret. */
  readonly pattern: RegExp;
  /** Characters that may have to be seen before it is certain that no secret has begun. */
  readonly longest: number;
  /** No form of a secret is shorter than the secret, so shorter texts need not be searched. */
  readonly #shortest: number;

  /** @param secrets at least one */
  constructor(secrets: readonly string[]) {
    // Where one secret is the beginning of another, the longer one has to be found.
    const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
    this.pattern = new RegExp(longestFirst.map(secretPattern).join("|"), "g");
    this.longest = Math.max(...secrets.map(longestForm));
    this.#shortest = Math.min(...secrets.map((value) => [...value].length));
  }

  isInText(text: string): boolean {
    return text.length >= this.#shortest && text.search(this.pattern) !== -1;
  }

  isInNumber(value: number): boolean {
    // Numbers are written with no more characters than these.
    return this.#shortest <= 25 && this.isInText(String(value));
  }

  isInBytes(bytes: Uint8Array): boolean {
    return this.isInText(latin1(bytes));
  }

  maskedText(text: string): string {
    return text.length < this.#shortest ? text : text.replace(this.pattern, MASK);
  }

  /** What stands in place of secret bytes is as long as they were, so that nothing moves. */
  maskedBytes(bytes: Uint8Array): Uint8Array {
    const text = latin1(bytes).replace(this.pattern, (found) => "*".repeat(found.length));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }
}

/** One character for each byte, so that places in the text are places in the bytes. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
