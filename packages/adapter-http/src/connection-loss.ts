import type { Socket } from "node:net";
import type { buildConnector } from "undici";

/**
 * Tells a lost connection from a finished one. Where nothing but the end of the connection marks the end of a
 * body, undici takes a reset for that end, and half a response would pass for a whole one.
 *
 * The listener here hears of a socket's error before undici's own does. What undici concludes from it happens
 * before the next microtask, so whichever exchange ends in between ended because of that error.
 */
export class ConnectionLoss {
  #error: Error | undefined;

  /** The error that is being dealt with at this very moment. */
  get current(): Error | undefined {
    return this.#error;
  }

  watched(connect: buildConnector.connector): buildConnector.connector {
    return (options, callback) => {
      connect(options, (...outcome) => {
        if (outcome[0] === null) this.#watch(outcome[1]);
        callback(...outcome);
      });
    };
  }

  #watch(socket: Socket): void {
    socket.prependListener("error", (error) => {
      this.#error = error;
      queueMicrotask(() => {
        this.#error = undefined;
      });
    });
  }
}
