import { ClosedError } from "@mcs/core";
import type { HttpPort, HttpRequest, HttpResponse } from "@mcs/core/ports";
import type { Engine } from "./engine.ts";
import { NetworkPolicy } from "./network-policy.ts";
import { type HttpAdapterOptions, type Settings, settingsFrom } from "./options.ts";

/**
 * HTTP/1.1 over undici, with limits, time-outs, retries and a network policy.
 *
 * Construction does no I/O and loads nothing; one adapter serves any number of origins and calls at once. It
 * keeps no process alive: `close()` is for those who want their sockets gone at a certain moment.
 *
 * @throws ConfigurationError from the constructor, for an option that is unknown or cannot be used.
 */
export class HttpAdapter implements HttpPort {
  readonly adapter = "http";
  readonly #settings: Settings;
  readonly #policy: NetworkPolicy;
  #engine: Engine | undefined;
  #loading: Promise<Engine> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: HttpAdapterOptions = {}) {
    this.#settings = settingsFrom(options);
    this.#policy = new NetworkPolicy(this.#settings.network);
  }

  /**
   * Sends one request and gathers the response, whatever its status. Redirects are not followed, cookies not
   * kept.
   *
   * Rejects with `NetworkError`, `NetworkRefusedError`, `InvalidRequestError`, or core's `ClosedError`,
   * `TimeoutError`, `AbortedError` and `LimitError`.
   */
  request(request: HttpRequest): Promise<HttpResponse> {
    if (this.#closed !== undefined) return Promise.reject(new ClosedError("The HTTP adapter"));
    return this.#engine === undefined ? this.#firstRequest(request) : this.#engine.request(request);
  }

  /** Finishes the calls under way and closes the connections. Later requests are rejected. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #firstRequest(request: HttpRequest): Promise<HttpResponse> {
    this.#loading ??= this.#load();
    return (await this.#loading).request(request);
  }

  async #load(): Promise<Engine> {
    const settings = this.#settings;
    const [{ Engine }, { loadUndici }] = await Promise.all([import("./engine.ts"), import("./undici.ts")]);
    this.#engine = new Engine(await loadUndici(settings.proxy !== undefined), settings, this.#policy);
    return this.#engine;
  }

  async #close(): Promise<void> {
    await (await this.#loading)?.close();
  }
}
