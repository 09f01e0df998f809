import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A line to a server on this machine that can break. */
export interface BreakableLine extends AsyncDisposable {
  readonly port: number;
  /** How many connections were made so far. */
  readonly connections: number;
  /** Breaks every connection. New ones can be made. */
  drop(): void;
  /** Lets nothing through on the connections that stand, while they seem fine; nor on new ones, until `drop`. */
  freeze(which: "old" | "all"): void;
}

export async function startLine(target: number): Promise<BreakableLine> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let isFrozen = false;
  const server = createServer((near) => {
    connections++;
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    if (!isFrozen) near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const drop = () => {
    isFrozen = false;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const freeze = (which: "old" | "all") => {
    isFrozen = which === "all";
    for (const socket of sockets) {
      socket.unpipe();
      socket.pause();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    drop,
    freeze,
    async [Symbol.asyncDispose]() {
      drop();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}
