import { FileError } from "@mcs/core";

/**
 * What has a descriptor and can be closed while it is used. A descriptor's number is given again at once: it is let
 * go of when nothing uses it any more.
 */
export class InUse {
  readonly #path: string;
  readonly #release: () => void;
  #isClosed = false;
  #users = 0;
  #unused: (() => void) | undefined;

  /** @param release is called once */
  constructor(path: string, release: () => void) {
    this.#path = path;
    this.#release = release;
  }

  /** @throws FileError once it was closed. */
  async by<Result>(action: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new FileError("backend_failed", this.#path, "is closed.");
    this.#users++;
    try {
      return await action();
    } finally {
      if (--this.#users === 0) this.#unused?.();
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#users > 0) {
      await new Promise<void>((resolve) => {
        this.#unused = resolve;
      });
    }
    this.#release();
  }
}
