/** Knows which calls have not ended yet, so that closing can wait for them. */
export class CallsUnderWay {
  readonly #calls = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  track<T>(call: Promise<T>): Promise<T> {
    this.#calls.add(call);
    const forget = () => this.#calls.delete(call);
    call.then(forget, forget);
    return call;
  }

  /** @param end runs once, after the last call */
  close(end: () => Promise<void>): Promise<void> {
    this.#closing ??= this.#drain().then(end);
    return this.#closing;
  }

  async #drain(): Promise<void> {
    while (this.#calls.size > 0) await Promise.allSettled(this.#calls);
  }
}
