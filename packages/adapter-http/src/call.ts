import { AbortedError, type McsError, TimeoutError } from "@mcs/core";
import type { HttpRequest, HttpResponse } from "@mcs/core/ports";
import type { Dispatcher } from "undici";
import type { Timed } from "./deadlines.ts";
import type { Engine } from "./engine.ts";
import type { Place } from "./errors.ts";
import { Exchange, type ExchangeOwner, type Phase } from "./exchange.ts";
import { delayAfterError, delayAfterResponse, mayRepeat } from "./retry.ts";
import type { Target } from "./target.ts";

/** A request that was checked and is ready to be sent. */
export interface PreparedRequest {
  readonly request: HttpRequest;
  readonly target: Target;
  readonly options: Dispatcher.DispatchOptions;
}

/** One call of `request()`: one exchange after another until one of them counts, within one total time. */
export class Call implements ExchangeOwner, Timed {
  readonly method: string;
  readonly maxBytes: number;
  readonly truncates: boolean;

  readonly #engine: Engine;
  readonly #prepared: PreparedRequest;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (error: McsError) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort: (() => void) | undefined;
  readonly #totalMs: number;
  readonly #deadline: number;
  #attempt = 0;
  #exchange: Exchange | undefined;
  #backOff: NodeJS.Timeout | undefined;
  /** The activity of the exchange that was seen last, and when. */
  #seen = -1;
  #quietSince = 0;

  constructor(
    engine: Engine,
    prepared: PreparedRequest,
    resolve: (response: HttpResponse) => void,
    reject: (error: McsError) => void,
  ) {
    const { request } = prepared;
    const { settings } = engine;
    this.#engine = engine;
    this.#prepared = prepared;
    this.#resolve = resolve;
    this.#reject = reject;
    this.method = request.method;
    this.maxBytes = request.maxBytes ?? settings.maxResponseBytes;
    this.truncates = request.onOverflow === "truncate";
    this.#totalMs = request.timeoutMs ?? settings.timeouts.totalMs;
    this.#deadline = performance.now() + this.#totalMs;
    this.#signal = request.signal;
    if (this.#signal !== undefined) {
      this.#onAbort = () => this.#cancel(new AbortedError(undefined, { cause: this.#signal?.reason }));
      this.#signal.addEventListener("abort", this.#onAbort);
    }
  }

  get place(): Place {
    const { origin, path } = this.#prepared.target;
    return { label: `${this.method} ${origin.origin}${shortened(path)}`, host: origin.host };
  }

  get connectionLoss(): Error | undefined {
    return this.#engine.loss.current;
  }

  send(): void {
    this.#attempt++;
    this.#seen = -1;
    const exchange = new Exchange(this);
    this.#exchange = exchange;
    const { target, options, request } = this.#prepared;
    try {
      this.#engine.pools.get(target.origin, request.trusted === true).dispatch(options, exchange);
    } catch (error) {
      exchange.onResponseError(null, error instanceof Error ? error : new Error(String(error)));
    }
  }

  responded(response: HttpResponse): void {
    if (response.status >= 429 && this.#repeats()) {
      const delay = delayAfterResponse(response, this.#attempt, this.#engine.settings.retry);
      if (this.#sendLater(delay)) return;
    }
    this.#end();
    this.#resolve(response);
  }

  failed(error: McsError): void {
    if (this.#repeats()) {
      const delay = delayAfterError(error, this.#attempt, this.#engine.settings.retry);
      if (this.#sendLater(delay)) return;
    }
    this.#end();
    this.#reject(error);
  }

  tick(now: number): void {
    const problem = this.#overdue(now);
    if (problem === undefined) return;
    if (this.#prepared.request.onTimeout === "truncate" && this.#exchange?.cut() === true) return;
    this.#cancel(new TimeoutError(`${this.place.label}${problem}`));
  }

  #overdue(now: number): string | undefined {
    const phase = this.#exchange?.phase ?? "waiting";
    if (now >= this.#deadline) return ` took longer than ${this.#totalMs} ms (${DURING[phase]}).`;
    const activity = this.#exchange?.activity ?? -1;
    if (activity !== this.#seen) {
      this.#seen = activity;
      this.#quietSince = now;
      return undefined;
    }
    const patience = this.#patience(phase);
    return now - this.#quietSince >= patience
      ? `: nothing came for ${patience} ms (${DURING[phase]}).`
      : undefined;
  }

  #patience(phase: Phase | "waiting"): number {
    const { timeouts } = this.#engine.settings;
    if (phase === "headers") return timeouts.headersMs;
    return phase === "body" ? timeouts.bodyIdleMs : Number.POSITIVE_INFINITY;
  }

  #repeats(): boolean {
    const { method, idempotent } = this.#prepared.request;
    return this.#attempt < this.#engine.settings.retry.attempts && mayRepeat(method, idempotent);
  }

  /** False when there is no time left for another attempt, so that the outcome at hand is the one. */
  #sendLater(delay: number | undefined): boolean {
    if (delay === undefined || performance.now() + delay >= this.#deadline) return false;
    this.#exchange = undefined;
    // This timer does keep the process alive: somebody waits for the outcome.
    this.#backOff = setTimeout(() => this.send(), delay);
    return true;
  }

  #cancel(error: McsError): void {
    this.#exchange?.cancel();
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    if (this.#backOff !== undefined) clearTimeout(this.#backOff);
    if (this.#onAbort !== undefined) this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#engine.ended(this);
  }
}

const DURING: Readonly<Record<Phase | "waiting", string>> = {
  waiting: "waiting for the next attempt",
  queued: "waiting for a connection",
  headers: "waiting for the response headers",
  body: "receiving the body",
  decoding: "decoding the body",
};

function shortened(path: string): string {
  const [bare = ""] = path.split("?", 1);
  return bare.length <= 200 ? bare : `${bare.slice(0, 200)}…`;
}
