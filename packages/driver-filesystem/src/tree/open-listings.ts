import type { FileEntry } from "@mcs/core/ports";

/** A listing that was left at a page's end. */
export type Listing = AsyncIterator<FileEntry>;

/** Listings that are kept open at the same time; more are read again from their beginning. */
const MOST = 16;
const IDLE_MS = 60_000;

/**
 * Keeps listings of huge directories open between pages, so that the next page need not begin with the first
 * entry. A listing that is gone by then costs time and nothing else.
 */
export class OpenListings {
  readonly #open = new Map<string, { readonly listing: Listing; readonly timer: NodeJS.Timeout }>();

  /** The listing that was left at this place; it is the caller's from now on. */
  take(path: string, place: number): Listing | undefined {
    const key = keyOf(path, place);
    const found = this.#open.get(key);
    if (found === undefined) return undefined;
    this.#open.delete(key);
    clearTimeout(found.timer);
    return found.listing;
  }

  leave(path: string, place: number, listing: Listing): void {
    const key = keyOf(path, place);
    this.#drop(key);
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MOST && oldest !== undefined) this.#drop(oldest);
    const timer = setTimeout(() => this.#drop(key), IDLE_MS);
    timer.unref();
    this.#open.set(key, { listing, timer });
  }

  /** Ends them all. */
  close(): void {
    for (const key of [...this.#open.keys()]) this.#drop(key);
  }

  #drop(key: string): void {
    const found = this.#open.get(key);
    if (found === undefined) return;
    this.#open.delete(key);
    clearTimeout(found.timer);
    // Nobody waits for it, and a listing that fails to end has nothing to tell.
    void found.listing.return?.().catch(() => {});
  }
}

function keyOf(path: string, place: number): string {
  return `${place}:${path}`;
}
