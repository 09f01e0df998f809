import { throwIfAborted } from "./errors.ts";

/**
 * The items of batches, one by one, until a signal fires. An async generator would need several turns for each
 * item; of a batch that is here, the next one is here as well.
 */
export class OneByOne<Item> implements AsyncIterableIterator<Item> {
  readonly #batches: AsyncGenerator<readonly Item[]>;
  readonly #signal: AbortSignal | undefined;
  #batch: readonly Item[] = [];
  #at = 0;
  /** The last call that waits for a batch: who asks again meanwhile comes after it. */
  #waiting: Promise<IteratorResult<Item>> | undefined;

  constructor(batches: AsyncGenerator<readonly Item[]>, signal: AbortSignal | undefined) {
    this.#batches = batches;
    this.#signal = signal;
  }

  next(): Promise<IteratorResult<Item>> {
    if (this.#waiting !== undefined) return this.#wait(this.#waiting.then(() => this.#take()));
    const isHere = this.#at < this.#batch.length && this.#signal?.aborted !== true;
    return isHere ? Promise.resolve(this.#item()) : this.#wait(this.#take());
  }

  async return(): Promise<IteratorResult<Item>> {
    this.#batch = [];
    await this.#batches.return(undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #item(): IteratorResult<Item> {
    return { done: false, value: this.#batch[this.#at++] as Item };
  }

  async #take(): Promise<IteratorResult<Item>> {
    for (;;) {
      if (this.#signal?.aborted === true) await this.return();
      throwIfAborted(this.#signal);
      if (this.#at < this.#batch.length) return this.#item();
      const { done, value } = await this.#batches.next();
      if (done === true) return { done: true, value: undefined };
      this.#batch = value;
      this.#at = 0;
    }
  }

  async #wait(taken: Promise<IteratorResult<Item>>): Promise<IteratorResult<Item>> {
    this.#waiting = taken;
    try {
      return await taken;
    } finally {
      if (this.#waiting === taken) this.#waiting = undefined;
    }
  }
}
