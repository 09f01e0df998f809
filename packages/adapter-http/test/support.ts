import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from "node:net";
import type { McsError } from "@mcs/core";
import type { HttpResponse } from "@mcs/core/ports";
import { onTestFinished } from "vitest";
import { HttpAdapter, type HttpAdapterOptions } from "../src/index.ts";

/** A server on loopback that ends with the test. */
export interface TestServer {
  readonly port: number;
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  /** How many connections were accepted so far. */
  connections(): number;
}

export async function serveHttp(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<TestServer> {
  return started(createServer(handler as RequestListener));
}

/** Bytes as they are: `talk` gets each connection at its first bytes, when a request is on its way. */
export async function serveRaw(talk: (socket: Socket) => unknown): Promise<TestServer> {
  return started(
    createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => talk(socket));
    }),
  );
}

export async function started(server: Server | TcpServer): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on("connection", (socket: Socket) => {
    count++;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { port, origin: `http://127.0.0.1:${port}`, connections: () => count };
}

/** An adapter that ends with the test. */
export function adapterWith(options: HttpAdapterOptions = {}): HttpAdapter {
  const adapter = new HttpAdapter(options);
  onTestFinished(() => adapter.close());
  return adapter;
}

export function text(response: HttpResponse): string {
  return new TextDecoder().decode(response.body);
}

/** The error that a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<McsError> {
  try {
    await promise;
  } catch (error) {
    return error as McsError;
  }
  throw new Error("It did not fail.");
}
