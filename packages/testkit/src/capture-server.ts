import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { CapturedRequest } from "./captured-request.ts";

/** What the server answers with. All fields may be left out: 200, no headers of its own, no body. */
export interface CannedReply {
  /** @defaultValue 200 */
  readonly status?: number;
  /** A value may be repeated. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Bytes and text go out as they are, chunks one after the other (without a `content-length`). */
  readonly body?: string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  /** Sent as the body, with `content-type: application/json` unless `headers` say otherwise. */
  readonly json?: unknown;
  /** Milliseconds before the answer begins. @defaultValue 0 */
  readonly delayMs?: number;
  /** Breaks the connection instead of answering, or after the status and the body were sent as if more came. */
  readonly reset?: "before-headers" | "after-body";
  /** Written to the connection instead of an HTTP response, which is then closed. */
  readonly raw?: string | Uint8Array;
}

/** Decides on the answer once a request has arrived whole. What it throws is answered with a 500 that says so. */
export type CaptureHandler = (request: CapturedRequest) => CannedReply | Promise<CannedReply>;

/** A running server. `await using` closes it. */
export interface CaptureServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** All that arrived, in the order in which it was complete. */
  readonly requests: readonly CapturedRequest[];
  /** How many connections were opened. */
  readonly connections: number;
  /** Forgets requests and connections; given replies start again with the first. */
  reset(): void;
  /** Ends open connections and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on a free port of 127.0.0.1 that records every request as it arrived and answers
 * what it is told: one reply for all, a list of replies (the last one repeats), or a function.
 *
 * ```ts
 * await using server = await startCaptureServer({ json: { id: 7 } });
 * const { url, requests } = server;
 * ```
 */
export async function startCaptureServer(
  answer: CannedReply | readonly CannedReply[] | CaptureHandler = {},
): Promise<CaptureServer> {
  const requests: CapturedRequest[] = [];
  let handler = toHandler(answer);
  let connections = 0;
  const server = createServer((incoming, response) => {
    void serve(incoming, response, (request) => {
      requests.push(request);
      return handler(request);
    });
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections;
    },
    reset() {
      requests.length = 0;
      connections = 0;
      handler = toHandler(answer);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toHandler(answer: CannedReply | readonly CannedReply[] | CaptureHandler): CaptureHandler {
  if (typeof answer === "function") return answer;
  if (!isList(answer)) return () => answer;
  let next = 0;
  return () => answer[Math.min(next++, answer.length - 1)] ?? {};
}

function isList(answer: CannedReply | readonly CannedReply[]): answer is readonly CannedReply[] {
  return Array.isArray(answer);
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  handler: CaptureHandler,
): Promise<void> {
  try {
    const request = await CapturedRequest.from(incoming);
    const reply = await replyOf(handler, request);
    if (reply.delayMs !== undefined) await setTimeout(reply.delayMs, undefined, { ref: false });
    await send(response, reply);
  } catch {
    // The client went away, in the middle of its request or of the answer: nobody is left to be told.
    response.destroy();
  }
}

async function replyOf(handler: CaptureHandler, request: CapturedRequest): Promise<CannedReply> {
  try {
    return await handler(request);
  } catch (error) {
    return { status: 500, body: `The handler of the capture server failed: ${String(error)}` };
  }
}

async function send(response: ServerResponse, reply: CannedReply): Promise<void> {
  const { socket } = response;
  if (reply.reset === "before-headers") {
    socket?.resetAndDestroy();
    return;
  }
  if (reply.raw !== undefined) {
    socket?.end(reply.raw);
    return;
  }
  const { status = 200, headers = {}, json } = reply;
  const body = json === undefined ? (reply.body ?? "") : JSON.stringify(json);
  response.statusCode = status;
  if (json !== undefined) response.setHeader("content-type", "application/json");
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const whole = typeof body === "string" || body instanceof Uint8Array;
  if (whole && reply.reset === undefined) {
    response.end(body);
    return;
  }
  for await (const chunk of whole ? [body] : body) {
    await new Promise<void>((resolve, reject) => {
      response.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
  if (reply.reset === "after-body") socket?.resetAndDestroy();
  else response.end();
}
