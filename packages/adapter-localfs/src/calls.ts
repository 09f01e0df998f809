import { FileError } from "@mcs/core";
import type { Folder } from "./containment.ts";
import type { Settings } from "./options.ts";
import { sweep } from "./sweep.ts";
import { openTree, type Tree } from "./tree.ts";
import { takeTurns } from "./turns.ts";

/** The calls of one adapter: the first one opens the root, and the root is let go of after the last one. */
export class Calls {
  readonly #settings: Settings;
  #tree: Promise<Tree> | undefined;
  #underWay = 0;
  #idle: (() => void) | undefined;
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Fires when the adapter is closed: for what would not end by itself. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  async call<Result>(path: string, action: (tree: Tree) => Promise<Result>): Promise<Result> {
    if (this.#closed !== undefined) throw closed(path);
    this.#underWay++;
    try {
      await takeTurns();
      return await action(await this.#opened());
    } finally {
      if (--this.#underWay === 0) this.#idle?.();
    }
  }

  /** Waits for the calls under way; later ones are rejected. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** A root that could not be opened is tried again by the next call. */
  #opened(): Promise<Tree> {
    this.#tree ??= this.#openTree().catch((error: unknown) => {
      this.#tree = undefined;
      throw error;
    });
    return this.#tree;
  }

  async #openTree(): Promise<Tree> {
    const tree = await openTree(this.#settings);
    forgotten.register(this, tree.root, this);
    await sweep(tree);
    return tree;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    const tree = await this.#tree?.catch(() => undefined);
    if (tree === undefined) return;
    forgotten.unregister(this);
    tree.root.release();
  }
}

/** The root of an adapter that nobody closed goes with it. */
const forgotten = new FinalizationRegistry((root: Folder) => root.release());

function closed(path: string): FileError {
  return new FileError("backend_failed", path, "cannot be reached: the adapter is closed.", {
    remedy: "Create another one.",
  });
}

/** What a generator brings, each step of it as a call: who leaves one lying about keeps nobody from closing. */
export async function* steps<Item>(
  call: <Result>(action: (tree: Tree) => Promise<Result>) => Promise<Result>,
  begin: (tree: Tree) => AsyncGenerator<Item>,
): AsyncGenerator<Item> {
  let items: AsyncGenerator<Item> | undefined;
  try {
    for (;;) {
      const { done, value } = await call((tree) => {
        items ??= begin(tree);
        return items.next();
      });
      if (done === true) return;
      yield value;
    }
  } finally {
    await items?.return(undefined);
  }
}
