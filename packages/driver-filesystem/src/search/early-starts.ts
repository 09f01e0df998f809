/** Begun at the same time, before their turn. */
const AT_ONCE = 8;
/** Begun before their turn at all: who is named first need not be among the first in the end. */
const MOST = 64;

/**
 * Does something with names as soon as they are known, while others are still being looked for; what comes of it is
 * asked for later, or never.
 */
export class EarlyStarts<Outcome> {
  readonly #action: (name: string) => Promise<Outcome>;
  readonly #begun = new Map<string, Promise<Outcome>>();
  #running = 0;

  constructor(action: (name: string) => Promise<Outcome>) {
    this.#action = action;
  }

  /** Begins now, or leaves it for later where enough are under way. */
  hint(name: string): void {
    if (this.#running >= AT_ONCE || this.#begun.size >= MOST) return;
    this.#running += 1;
    const ended = (): void => {
      this.#running -= 1;
    };
    const outcome = this.#action(name);
    outcome.then(ended, ended);
    this.#begun.set(name, outcome);
  }

  /** What has come of it, or comes of it now. */
  outcome(name: string): Promise<Outcome> {
    return this.#begun.get(name) ?? this.#action(name);
  }
}
