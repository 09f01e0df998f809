import type { buildConnector, Pool, ProxyAgent } from "undici";
import { deferHttp2 } from "./deferred-http2.ts";

/** What is used of undici. */
export interface Undici {
  readonly Pool: typeof Pool;
  readonly buildConnector: typeof buildConnector;
  /** Present when it was asked for. */
  readonly ProxyAgent?: typeof ProxyAgent;
}

/**
 * Loads undici, only as much of it as is needed: a pool and its connector are a third of the whole in time,
 * and a process that makes one call spends most of it there. Their paths are no promise of undici's, so
 * wherever they do not lead to what is expected the whole package is loaded instead.
 */
export async function loadUndici(withProxy: boolean): Promise<Undici> {
  return (withProxy ? undefined : await loadParts()) ?? import("undici");
}

// Not written into the import, so that neither a compiler looks for their types nor a bundler for the files.
const POOL: string = "undici/lib/dispatcher/pool.js";
const CONNECT: string = "undici/lib/core/connect.js";

async function loadParts(): Promise<Undici | undefined> {
  try {
    deferHttp2();
    const [pool, connect] = await Promise.all([import(POOL), import(CONNECT)]);
    const { default: Pool } = pool as { default?: Undici["Pool"] };
    const { default: buildConnector } = connect as { default?: Undici["buildConnector"] };
    const complete = typeof Pool === "function" && typeof buildConnector === "function";
    return complete ? { Pool, buildConnector } : undefined;
  } catch {
    return undefined;
  }
}
