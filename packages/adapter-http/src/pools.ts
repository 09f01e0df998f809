import { revealCredential } from "@mcs/core";
import type { buildConnector, Dispatcher, Pool } from "undici";
import type { ConnectionLoss } from "./connection-loss.ts";
import { createConnector, tlsOptions } from "./connector.ts";
import { NetworkRefusedError } from "./errors.ts";
import type { NetworkPolicy } from "./network-policy.ts";
import type { ProxyOptions, Settings } from "./options.ts";
import type { Origin } from "./target.ts";
import type { Undici } from "./undici.ts";

interface Entry {
  readonly dispatcher: Dispatcher;
  lastUse: number;
}

/**
 * The connections, by origin. Trusted and untrusted requests never share one: a socket that was opened to a
 * private address for a trusted request must not serve an untrusted one that the policy would refuse.
 */
export class Pools {
  readonly #undici: Undici;
  readonly #settings: Settings;
  readonly #policy: NetworkPolicy;
  readonly #loss: ConnectionLoss;
  readonly #trusted = new Map<string, Entry>();
  readonly #untrusted = new Map<string, Entry>();
  #uses = 0;

  constructor(undici: Undici, settings: Settings, policy: NetworkPolicy, loss: ConnectionLoss) {
    this.#undici = undici;
    this.#settings = settings;
    this.#loss = loss;
    this.#policy = policy;
  }

  /** @throws NetworkRefusedError when the origin's name, scheme or literal address is not allowed. */
  get(origin: Origin, trusted: boolean): Dispatcher {
    const pools = trusted ? this.#trusted : this.#untrusted;
    let entry = pools.get(origin.origin);
    if (entry === undefined) {
      entry = { dispatcher: this.#open(origin, trusted), lastUse: 0 };
      pools.set(origin.origin, entry);
      if (pools.size > this.#settings.maxOrigins) evictOldest(pools, entry);
    }
    entry.lastUse = ++this.#uses;
    return entry.dispatcher;
  }

  async close(): Promise<void> {
    const entries = [...this.#trusted.values(), ...this.#untrusted.values()];
    await Promise.all(entries.map(({ dispatcher }) => dispatcher.close()));
  }

  #open(origin: Origin, trusted: boolean): Dispatcher {
    const settings = this.#settings;
    if (settings.socketPath !== undefined && !trusted) {
      throw new NetworkRefusedError(
        `${origin.origin} is not trusted, and this adapter leads to a local socket.`,
        { host: origin.host },
      );
    }
    const refusal = this.#policy.refusalOfOrigin(origin, trusted);
    if (refusal !== undefined) throw refusal;
    const { buildConnector, ProxyAgent } = this.#undici;
    return settings.proxy === undefined || ProxyAgent === undefined
      ? this.#pool(origin.origin, createConnector(buildConnector, origin, trusted, this.#policy, settings))
      : this.#proxy(ProxyAgent, settings.proxy, trusted);
  }

  #pool(origin: string | URL, connect: buildConnector.connector): Pool {
    const options = { ...poolOptions(this.#settings), connect: this.#loss.watched(connect) };
    return new this.#undici.Pool(origin, options);
  }

  #proxy(ProxyAgent: NonNullable<Undici["ProxyAgent"]>, proxy: ProxyOptions, trusted: boolean): Dispatcher {
    const { tls, timeouts } = this.#settings;
    return new ProxyAgent({
      uri: proxy.url,
      connectTimeout: timeouts.connectMs,
      requestTls: { ...tlsOptions(tls, trusted), allowH2: false },
      proxyTls: { ...tlsOptions(tls, false), allowH2: false },
      factory: (origin, { connect }: { connect: buildConnector.connector }) => this.#pool(origin, connect),
      ...(proxy.authorization === undefined ? {} : { token: revealCredential(proxy.authorization) }),
    });
  }
}

/** Time-outs are watched by the calls themselves; the parser is not to be chosen by an environment variable. */
function poolOptions(settings: Settings): Pool.Options {
  return {
    connections: settings.connections,
    keepAliveTimeout: settings.keepAliveMs,
    keepAliveMaxTimeout: settings.keepAliveMs,
    maxHeaderSize: settings.maxHeaderBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    useMilo: false,
  };
}

/** Closing lets the calls under way finish. */
function evictOldest(pools: Map<string, Entry>, newest: Entry): void {
  let oldest: [string, Entry] | undefined;
  for (const pair of pools) {
    if (pair[1] !== newest && (oldest === undefined || pair[1].lastUse < oldest[1].lastUse)) oldest = pair;
  }
  if (oldest === undefined) return;
  pools.delete(oldest[0]);
  void oldest[1].dispatcher.close();
}
