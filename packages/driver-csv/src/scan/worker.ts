import { type MessagePort, parentPort } from "node:worker_threads";
import { McsError } from "@mcs/core";
import { release } from "../source/byte-source.ts";
import { ScanStop } from "./chunks.ts";
import { reduceRange } from "./range.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

/** A thread that works out plans over ranges of files. It opens nothing: the bytes are brought to it. */
if (parentPort !== null) serve(parentPort);

function serve(port: MessagePort): void {
  const inboxes = new Map<number, Inbox>();
  port.on("message", (message: ToWorker) => {
    if (message.type === "start") {
      const inbox = new Inbox(() => say({ type: "taken", id: message.id }));
      inboxes.set(message.id, inbox);
      void run(message, inbox).finally(() => inboxes.delete(message.id));
    } else inboxes.get(message.id)?.put(message);
  });

  async function run({ id, task }: Extract<ToWorker, { type: "start" }>, inbox: Inbox): Promise<void> {
    try {
      const progress = (rows: number, bytes: number): void => say({ type: "progress", id, rows, bytes });
      say({ type: "done", id, ...(await reduceRange(task, inbox, progress)) });
    } catch (error) {
      if (error instanceof ScanStop) say({ type: "stopped", id, reason: error.reason, offset: error.offset });
      else {
        const { code, remedy } = McsError.is(error) ? error : { code: undefined, remedy: undefined };
        const message = error instanceof Error ? error.message : String(error);
        say({ type: "failed", id, message, code, remedy });
      }
    }
  }

  function say(message: FromWorker): void {
    port.postMessage(message);
  }
}

/** The blocks of a range in the order in which they were sent. */
class Inbox implements AsyncIterable<Uint8Array> {
  readonly #taken: () => void;
  readonly #waiting: Array<Exclude<ToWorker, { type: "start" }>> = [];
  #wake: (() => void) | undefined;

  constructor(taken: () => void) {
    this.#taken = taken;
  }

  put(message: Exclude<ToWorker, { type: "start" }>): void {
    this.#waiting.push(message);
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      if (message.type === "end") return;
      if (message.type === "cancel") throw new Error("The scan was cancelled.");
      yield message.bytes;
      this.#taken();
      release(message.bytes);
    }
  }
}
