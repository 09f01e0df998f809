import type { FileCallOptions, FileEntry, OpenDirectory } from "@mcs/core/ports";
import { type Calls, steps } from "./calls.ts";
import { InUse } from "./in-use.ts";
import { listPlace } from "./list.ts";
import type { Tree } from "./tree.ts";
import { enterFrom, type Place } from "./walk.ts";

/** A directory that was walked to, held until it is closed. */
export class LocalDirectory implements OpenDirectory {
  readonly #place: Place;
  readonly #calls: Calls;
  readonly #uses: InUse;

  /** @param place is released when this is closed */
  constructor(place: Place, calls: Calls) {
    this.#place = place;
    this.#calls = calls;
    this.#uses = new InUse(place.path, () => place.release());
  }

  entries({ signal }: FileCallOptions = {}): AsyncIterable<readonly FileEntry[]> {
    const call = <Result>(action: (tree: Tree) => Promise<Result>) => this.#call(action);
    return steps(call, (tree) => listPlace(tree, this.#place, signal));
  }

  enter(name: string, { signal }: FileCallOptions = {}): Promise<LocalDirectory> {
    return this.#call(
      async () => new LocalDirectory(await enterFrom(this.#place, name, signal), this.#calls),
    );
  }

  close(): Promise<void> {
    return this.#uses.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #call<Result>(action: (tree: Tree) => Promise<Result>): Promise<Result> {
    return this.#uses.by(() => this.#calls.call(this.#place.path, action));
  }
}
