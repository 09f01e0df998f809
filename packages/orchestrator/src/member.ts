import { callableTools, ExecutionError, type MCSToolDriver, type Tool } from "@mcs/core";
import { Limiter } from "@mcs/core/decorators";
import type { ToolSource } from "./entries.ts";
import type { OrchestratorWarning } from "./warnings.ts";

/** A driver that failed to list is asked again after so many milliseconds, and not with every call. */
const PATIENCE = 1000;

/** A timer cannot wait longer; asked for more, it would not wait at all. */
const LONGEST_WAIT = 0x7fffffff;

/** A registered driver, and what is known of its tools. */
export class Member {
  readonly label: string;
  readonly driver: MCSToolDriver;
  readonly limiter: Limiter;
  #source: ToolSource;
  /** The list that `#source` was made of. */
  #listing: { readonly listed: readonly Tool[]; readonly all: readonly Tool[] } | undefined;
  #pending: Promise<void> | undefined;
  #failure: { readonly error: unknown; readonly at: number } | undefined;
  #slow = false;

  constructor(label: string, driver: MCSToolDriver, concurrency: number) {
    this.label = label;
    this.driver = driver;
    this.limiter = new Limiter(concurrency);
    this.#source = { label, driver, tools: [], listed: new Set() };
  }

  /** The tools as they were last listed; the same object as long as they are the same. */
  get source(): ToolSource {
    return this.#source;
  }

  /** Whether the driver was ever asked for its tools, and has answered or was too slow. */
  get wasAsked(): boolean {
    return this.#listing !== undefined || this.#failure !== undefined || this.#slow;
  }

  /** Why the last listing did not succeed; undefined where it did. */
  get failure(): unknown {
    return this.#failure?.error;
  }

  get warning(): OrchestratorWarning | undefined {
    const rest = this.#listing === undefined ? "Its tools are missing." : "The tools that it had are used.";
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      const reason = error instanceof Error ? error.message : String(error);
      return {
        code: "listing_failed",
        driver: this.label,
        message: `${this.label} could not list its tools: ${reason} ${rest}`,
      };
    }
    if (!this.#slow) return undefined;
    const message = `${this.label} has not listed its tools in time. ${rest}`;
    return { code: "listing_slow", driver: this.label, message };
  }

  /**
   * Asks the driver for its tools and waits so long at most. A driver that was too slow once is not waited for
   * again: what it says is used as soon as it has said it.
   */
  async refresh(timeoutMs: number): Promise<void> {
    if (this.#failure !== undefined && Date.now() - this.#failure.at < PATIENCE) return;
    this.#pending ??= this.#list().finally(() => {
      this.#pending = undefined;
    });
    if (this.#slow) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(
        () => {
          this.#slow = true;
          resolve();
        },
        Math.min(timeoutMs, LONGEST_WAIT),
      );
    });
    await Promise.race([this.#pending, late]);
    clearTimeout(timer);
  }

  async #list(): Promise<void> {
    try {
      const listed = await this.driver.listTools();
      const all = await callableTools(this.driver);
      if (this.#listing?.listed !== listed || this.#listing.all !== all) {
        const nameless = all.findIndex((tool) => typeof tool?.name !== "string" || tool.name === "");
        if (nameless !== -1) throw new ExecutionError(`Its tool ${nameless + 1} has no name.`);
        const names = new Set(listed.map(({ name }) => name));
        this.#source = { label: this.label, driver: this.driver, tools: all, listed: names };
        this.#listing = { listed, all };
      }
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { error, at: Date.now() };
    }
    this.#slow = false;
  }
}
