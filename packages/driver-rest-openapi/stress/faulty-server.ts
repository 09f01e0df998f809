import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { seeded } from "../corpus/generate.ts";

/** A server that counts what arrives and fails one time in a hundred, before or after it did its work. */
export interface FaultyServer extends AsyncDisposable {
  readonly url: string;
  /** How often each token arrived, with the work that belongs to it done. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** Faults by their kind. */
  readonly faults: ReadonlyMap<string, number>;
}

const KINDS = ["reset before the work", "reset after the work", "reset in the body", "503", "malformed JSON"];

export async function startFaultyServer(document: object): Promise<FaultyServer> {
  const random = seeded(7);
  const arrivals = new Map<string, number>();
  const faults = new Map<string, number>();
  const answer = (token: string, response: ServerResponse): void => {
    const kind = random() < 0.01 ? KINDS[Math.floor(random() * KINDS.length)] : undefined;
    if (kind !== undefined) faults.set(kind, (faults.get(kind) ?? 0) + 1);
    if (kind === "reset before the work") {
      response.socket?.resetAndDestroy();
      return;
    }
    // A refusal with 503 and an answer that cannot be read come after the work as well: a second try would double it.
    if (token !== "") arrivals.set(token, (arrivals.get(token) ?? 0) + 1);
    if (kind === "reset after the work") response.socket?.resetAndDestroy();
    else if (kind === "503") response.writeHead(503, { "retry-after": "0" }).end("busy");
    else if (kind === "malformed JSON") response.setHeader("content-type", "application/json").end("{oops");
    else if (kind === "reset in the body") {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"ok":', () => response.socket?.resetAndDestroy());
    } else response.setHeader("content-type", "application/json").end('{"ok":true}');
  };
  const server = createServer((request, response) => {
    if (request.url === "/openapi.json") response.end(JSON.stringify(document));
    else void tokenOf(request).then((token) => answer(token, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    faults,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function tokenOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? "" : String((JSON.parse(text) as { token: unknown }).token);
}
