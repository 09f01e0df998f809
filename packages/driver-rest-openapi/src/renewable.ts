export interface RenewableSteps<T> {
  load(): Promise<T>;
  /** Whether loading again would give something else. */
  hasChanged(loaded: T): Promise<boolean>;
  /** Told how each renewal ended, with the reason where it failed. */
  renewed(failure?: unknown): void;
}

/**
 * Something that is loaded at first use and kept, and that a newer one can replace as a whole: who holds the
 * old one goes on with it. A failure to load is not kept; a failure to renew leaves what there is.
 */
export class Renewable<T> {
  readonly #steps: RenewableSteps<T>;
  #everyMs: number;
  #current: T | undefined;
  #loading: Promise<T> | undefined;
  #renewing: Promise<boolean> | undefined;
  /** When the next use begins a renewal, by the monotonic clock. */
  #due = Number.POSITIVE_INFINITY;

  /** @param everyMs the age at which a use begins a renewal; infinity for never */
  constructor(steps: RenewableSteps<T>, everyMs: number) {
    this.#steps = steps;
    this.#everyMs = everyMs;
  }

  /** What is loaded. Once it is old enough, asking begins a renewal that this asker does not wait for. */
  get now(): T | undefined {
    if (this.#due !== Number.POSITIVE_INFINITY && performance.now() >= this.#due) {
      this.#due = Number.POSITIVE_INFINITY;
      // Its failure was told to `renewed`.
      void this.renew().catch(() => undefined);
    }
    return this.#current;
  }

  /** What is loaded, or what is loaded now. All who ask meanwhile wait for the same. */
  async get(): Promise<T> {
    const loaded = this.now;
    if (loaded !== undefined) return loaded;
    this.#loading ??= this.#steps.load().then(
      (value) => {
        this.#keep(value);
        return value;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  /** Resolves with whether there is a newer one now; rejects where that could not be found out or loaded. */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** No renewal begins any more unless it is asked for. */
  stop(): void {
    this.#everyMs = Number.POSITIVE_INFINITY;
    this.#due = Number.POSITIVE_INFINITY;
  }

  async #renew(): Promise<boolean> {
    if (this.#current === undefined) {
      await this.get();
      return true;
    }
    try {
      const changed = await this.#steps.hasChanged(this.#current);
      this.#keep(changed ? await this.#steps.load() : this.#current);
      this.#steps.renewed();
      return changed;
    } catch (error) {
      this.#keep(this.#current);
      this.#steps.renewed(error);
      throw error;
    }
  }

  #keep(value: T): void {
    this.#current = value;
    this.#due = performance.now() + this.#everyMs;
  }
}
