/** Something that looks at the clock when it is told to. */
export interface Timed {
  /** `now` in milliseconds of `performance.now()`. May remove itself. */
  tick(now: number): void;
}

const TICK_MS = 50;

/**
 * One timer for all calls under way. A timer for each call, set and cleared, costs more than everything else
 * that the adapter adds to a request; here a call costs one entry in a set.
 *
 * The timer never keeps the process alive, and it stops at the first tick that finds nothing to do.
 */
export class Deadlines {
  readonly #timed = new Set<Timed>();
  #timer: NodeJS.Timeout | undefined;
  #ticking: boolean = false;

  add(timed: Timed): void {
    this.#timed.add(timed);
    if (this.#ticking) return;
    this.#ticking = true;
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#tick(), TICK_MS).unref();
    else this.#timer.refresh();
  }

  delete(timed: Timed): void {
    this.#timed.delete(timed);
  }

  #tick(): void {
    this.#ticking = this.#timed.size > 0;
    if (!this.#ticking) return;
    this.#timer?.refresh();
    const now = performance.now();
    for (const timed of this.#timed) timed.tick(now);
  }
}
