/**
 * The items of batches, one by one. An async generator would need several turns for each item; of a batch that is
 * here, the next one is here as well.
 */
export class OneByOne<Item> implements AsyncIterableIterator<Item> {
  readonly #batches: AsyncGenerator<readonly Item[]>;
  #batch: readonly Item[] = [];
  #at = 0;
  /** The last call that waits for a batch: who asks again meanwhile comes after it. */
  #waiting: Promise<IteratorResult<Item>> | undefined;

  constructor(batches: AsyncGenerator<readonly Item[]>) {
    this.#batches = batches;
  }

  next(): Promise<IteratorResult<Item>> {
    if (this.#waiting !== undefined) return this.#wait(this.#waiting.then(() => this.#take()));
    const item = this.#here();
    return item === undefined ? this.#wait(this.#take()) : Promise.resolve(item);
  }

  async return(): Promise<IteratorResult<Item>> {
    this.#batch = [];
    await this.#batches.return(undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #here(): IteratorResult<Item> | undefined {
    // An item may be anything, undefined as well: the place tells whether there is one.
    if (this.#at >= this.#batch.length) return undefined;
    return { done: false, value: this.#batch[this.#at++] as Item };
  }

  async #take(): Promise<IteratorResult<Item>> {
    for (;;) {
      const item = this.#here();
      if (item !== undefined) return item;
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
