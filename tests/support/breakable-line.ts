import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";

/** A line to a server on this machine that can break. */
export interface BreakableLine extends AsyncDisposable {
  readonly port: number;
  /** How many connections were made so far. */
  readonly connections: number;
  /** Breaks every connection. New ones can be made. */
  drop(): void;
  /** Lets nothing through on the connections that stand, while they seem fine; nor on new ones, until `drop`. */
  freeze(which: "old" | "all"): void;
  /** Changes a byte in each piece that comes from the server, until `drop`. */
  tamper(): void;
}

export async function startLine(target: number): Promise<BreakableLine> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let isFrozen = false;
  let isTampering = false;
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
    if (isFrozen) return;
    const tampering = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const last = chunk.length - 1;
        if (isTampering) chunk[last] = (chunk[last] ?? 0) ^ 1;
        done(null, chunk);
      },
    });
    near.pipe(far).pipe(tampering).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const drop = () => {
    isFrozen = false;
    isTampering = false;
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
    tamper: () => {
      isTampering = true;
    },
    async [Symbol.asyncDispose]() {
      drop();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}
