import { AbortedError, LimitError } from "@mcs/core";
import type { HttpRequest, HttpResponse } from "@mcs/core/ports";
import { Call, type PreparedRequest } from "./call.ts";
import { ConnectionLoss } from "./connection-loss.ts";
import { Deadlines } from "./deadlines.ts";
import { InvalidRequestError } from "./errors.ts";
import { headerPairs, wireHeaders } from "./headers.ts";
import type { NetworkPolicy } from "./network-policy.ts";
import type { Settings } from "./options.ts";
import { Pools } from "./pools.ts";
import { TargetReader } from "./target.ts";
import type { Undici } from "./undici.ts";

/** A token (RFC 9110, section 5.6.2). Methods are case-sensitive, so what is in lower case is another one. */
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What does the work of an adapter; made, and undici loaded with it, at the first request. */
export class Engine {
  readonly settings: Settings;
  readonly pools: Pools;
  readonly loss = new ConnectionLoss();
  readonly #targets = new TargetReader();
  readonly #deadlines = new Deadlines();
  #underWay = 0;
  #drained: (() => void) | undefined;

  constructor(undici: Undici, settings: Settings, policy: NetworkPolicy) {
    this.settings = settings;
    this.pools = new Pools(undici, settings, policy, this.loss);
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      if (request.signal?.aborted === true)
        throw new AbortedError(undefined, { cause: request.signal.reason });
      const call = new Call(this, this.#prepare(request), resolve, reject);
      this.#underWay++;
      this.#deadlines.add(call);
      call.send();
    });
  }

  /** For calls: this one has its outcome. */
  ended(call: Call): void {
    this.#deadlines.delete(call);
    this.#underWay--;
    if (this.#underWay === 0) this.#drained?.();
  }

  /** Waits for the calls under way. No request may follow. */
  async close(): Promise<void> {
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    await this.pools.close();
  }

  #prepare(request: HttpRequest): PreparedRequest {
    const { method } = request;
    if (!METHOD.test(method) || method === "CONNECT") {
      throw new InvalidRequestError(`${JSON.stringify(method)} is not a method that can be sent.`);
    }
    const target = this.#targets.read(request.url);
    const wire = wireHeaders(request.headers, this.settings);
    const headers = this.settings.proxy === undefined ? wire : headerPairs(wire);
    return {
      request,
      target,
      options: {
        origin: target.origin.origin,
        path: target.path,
        method,
        headers,
        body: this.#body(request),
      },
    };
  }

  #body({ body }: HttpRequest): Uint8Array | null {
    if (body === undefined) return null;
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    if (bytes.length > this.settings.maxRequestBytes) {
      throw new LimitError(
        `The request body has ${bytes.length} bytes; ${this.settings.maxRequestBytes} are allowed.`,
      );
    }
    return bytes;
  }
}
