import { ConfigurationError, McsError, toMcsError } from "../errors.ts";
import { type Credential, revealCredential } from "../secret.ts";
import { redactedCopy } from "./redacted-copy.ts";
import { RedactedStream } from "./redacted-stream.ts";
import { SecretSearch } from "./secret-search.ts";
import { holdsSecret } from "./secrets-in-values.ts";

/** Shorter ones occur by chance, and removing them would garble results. */
const SHORTEST = 4;

/**
 * Removes known secrets from whatever is shown: texts, values, bytes, errors. Each method throws a
 * `ConfigurationError` for a secret of less than four characters, and a `CredentialError` for one that is missing.
 */
export class Redactor {
  readonly #secrets: readonly Credential[];
  #search: SecretSearch | undefined;

  /** Secrets are read from where they are when something is looked at for the first time. */
  constructor(secrets: readonly Credential[]) {
    this.#secrets = secrets;
  }

  /** The text with `[secret]` in place of each secret. */
  text(text: string): string {
    return this.#ready()?.maskedText(text) ?? text;
  }

  /** The value itself where nothing in it is secret, else a copy. Objects of any class are looked into. */
  value<T>(value: T): T {
    const search = this.#ready();
    if (search === undefined || !holdsSecret(value, search)) return value;
    return redactedCopy(value, search, (error) => this.error(error, "The call failed")) as T;
  }

  /** An error of the family without secrets in its message, its stack, its causes and whatever else it holds. */
  error(error: unknown, context: string): McsError {
    const whole = toMcsError(error, context);
    if (this.#ready() === undefined) return whole;
    try {
      this.#cleanError(whole, new Set());
      return whole;
    } catch {
      // It cannot be changed: frozen, or with getters that throw. Only what is known to be clean is kept.
      const data = whole.data === undefined ? {} : { data: this.value(whole.data) };
      return new McsError(this.text(whole.code), this.text(whole.message), data);
    }
  }

  /** For text that comes in pieces: what could be the beginning of a secret is held back until it is decided. */
  stream(): RedactedStream {
    return new RedactedStream(this.#ready());
  }

  /** Undefined where there are no secrets. */
  #ready(): SecretSearch | undefined {
    if (this.#search !== undefined || this.#secrets.length === 0) return this.#search;
    const values = this.#secrets.map(revealCredential);
    if (values.some((value) => value.length < SHORTEST)) {
      throw new ConfigurationError(
        `A secret of less than ${SHORTEST} characters cannot be told from other text.`,
        { remedy: "Leave it out of the secrets to redact, or take a longer one." },
      );
    }
    this.#search = new SecretSearch(values);
    return this.#search;
  }

  #cleanError(error: Error, seen: Set<unknown>): void {
    if (seen.has(error)) return;
    seen.add(error);
    for (const key of new Set<PropertyKey>(["message", "stack", "cause", ...Reflect.ownKeys(error)])) {
      const value = (error as unknown as Record<PropertyKey, unknown>)[key];
      if (value instanceof Error) {
        this.#cleanError(value, seen);
        continue;
      }
      const clean = this.value(value);
      if (clean === value || typeof key === "symbol") continue;
      const enumerable = Object.prototype.propertyIsEnumerable.call(error, key);
      Object.defineProperty(error, key, { value: clean, enumerable, writable: true, configurable: true });
    }
  }
}
