import { type MessagePort, parentPort } from "node:worker_threads";
import { McsError } from "@mcs/core";
import { release } from "../source/byte-source.ts";
import { ScanStop } from "./chunks.ts";
import { reduceRange } from "./range.ts";
import { fileBlocks } from "./shared-file.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

/** How many bytes are scanned between two words of progress, where no block has to be asked for. */
const TOLD_BYTES = 1 << 22;

/**
 * A thread that works out plans over ranges of files. It opens nothing: the bytes are brought to it, or it reads them
 * from a file that was opened for it.
 */
if (parentPort !== null) serve(parentPort);

function serve(port: MessagePort): void {
  const inboxes = new Map<number, Inbox>();
  port.on("message", (message: ToWorker) => {
    if (message.type === "start") {
      void run(message);
    } else inboxes.get(message.id)?.put(message);
  });

  async function run({ id, task, file }: Extract<ToWorker, { type: "start" }>): Promise<void> {
    // Messages cost more than what they tell: one for a block says both that it was read and what was in it.
    let rows = 0;
    let bytes = 0;
    const tell = (): void => {
      say({ type: "taken", id, rows, bytes });
      rows = 0;
      bytes = 0;
    };
    const inbox = new Inbox(tell);
    inboxes.set(id, inbox);
    try {
      const blocks = file === undefined ? inbox : fileBlocks(file, task.start);
      const result = await reduceRange(task, blocks, (moreRows, moreBytes) => {
        rows += moreRows;
        bytes += moreBytes;
        if (file !== undefined && bytes >= TOLD_BYTES) tell();
      });
      tell();
      say({ type: "done", id, ...result });
    } catch (error) {
      if (error instanceof ScanStop) say({ type: "stopped", id, reason: error.reason, offset: error.offset });
      else {
        const { code, remedy } = McsError.is(error) ? error : { code: undefined, remedy: undefined };
        const message = error instanceof Error ? error.message : String(error);
        say({ type: "failed", id, message, code, remedy });
      }
    } finally {
      inboxes.delete(id);
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
