/** Lets those who change the same paths do it one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs when everybody who came before with one of these paths is done. */
  take<T>(paths: readonly string[], run: () => Promise<T>): Promise<T> {
    const before = paths.map((path) => this.#last.get(path));
    const mine = Promise.allSettled(before).then(run);
    for (const path of paths) this.#last.set(path, mine);
    const leave = () => {
      for (const path of paths) if (this.#last.get(path) === mine) this.#last.delete(path);
    };
    mine.then(leave, leave);
    return mine;
  }
}
