import type { Readable } from "node:stream";
import { LimitError } from "@mcs/core";

/** The whole body as text. @throws LimitError for one of more than `maxBytes` */
export async function bodyOf(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<string> {
  const abort = (): void => {
    stream.destroy(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
  };
  signal.addEventListener("abort", abort, { once: true });
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw new LimitError(`The result has more than ${maxBytes} bytes.`, {
          remedy: "Ask for fewer rows or columns.",
        });
      }
      chunks.push(chunk);
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
  return Buffer.concat(chunks).toString("utf8");
}
