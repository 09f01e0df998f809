import { AbortedError } from "@mcs/core";
import type { FileChange } from "@mcs/core/ports";

/** Passes changes on to everybody who watches a directory above them. */
export class Watchers {
  readonly #listeners = new Set<(change: FileChange) => void>();

  report(path: string, change: FileChange["change"]): void {
    for (const listener of this.#listeners) listener({ path, change });
  }

  /** Listens from the moment of the call, not of the first step of the loop. */
  watch(directory: string, signal: AbortSignal | undefined): AsyncIterable<FileChange> {
    const waiting: FileChange[] = [];
    let wake = (): void => {};
    const listener = (change: FileChange): void => {
      if (directory !== "" && !change.path.startsWith(`${directory}/`)) return;
      waiting.push(change);
      wake();
    };
    const onAbort = (): void => wake();
    this.#listeners.add(listener);
    signal?.addEventListener("abort", onAbort, { once: true });
    const stop = (): void => {
      this.#listeners.delete(listener);
      signal?.removeEventListener("abort", onAbort);
    };
    return (async function* changes() {
      try {
        while (true) {
          if (signal?.aborted) throw new AbortedError(undefined, { cause: signal.reason });
          const next = waiting.shift();
          if (next !== undefined) yield next;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        stop();
      }
    })();
  }
}
