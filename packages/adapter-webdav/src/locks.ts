import type { DavClient } from "./client.ts";
import { hasStatus } from "./errors.ts";

const LOCK = `<?xml version="1.0" encoding="utf-8"?>
<lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>`;

/** A lock that is held: nobody else writes the resource. */
export interface Held {
  readonly token: string;
  /** True when there was no such resource: the lock made an empty one. */
  readonly madeFile: boolean;
}

/** Runs while the resource is locked; without a lock where the server has none. */
export async function withLock<T>(
  client: DavClient,
  url: string,
  signal: AbortSignal | undefined,
  run: (held: Held | undefined) => Promise<T>,
): Promise<T> {
  const held = await lock(client, url, signal);
  try {
    return await run(held);
  } finally {
    // A lock that cannot be given back ends by itself.
    if (held !== undefined) {
      const headers = { "lock-token": `<${held.token}>` };
      await client.send({ method: "UNLOCK", url, headers }).catch(() => {});
    }
  }
}

async function lock(
  client: DavClient,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Held | undefined> {
  const headers = { "content-type": "application/xml", depth: "0", timeout: "Second-120" };
  try {
    const response = await client.change({ method: "LOCK", url, headers, body: LOCK, signal });
    const token = /<([^>]+)>/.exec(response.headers.get("lock-token") ?? "")?.[1];
    return token === undefined ? undefined : { token, madeFile: response.status === 201 };
  } catch (error) {
    if (hasStatus(error, 400, 403, 405, 415, 501)) return undefined;
    throw error;
  }
}
