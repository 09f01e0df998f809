import { assemblerFor } from "./native/index.ts";
import { asRecord } from "./native/shape.ts";
import { extractionOf, readNative, textOf } from "./read.ts";
import type { Extraction, StreamAssembler } from "./reading.ts";
import { readingOf } from "./text/read-text.ts";
import { TextScanner } from "./text/scanner.ts";
import { type CallableTool, ToolIndex } from "./tool-index.ts";

/** Reads an answer while it arrives. One for each answer. */
export interface ToolCallStream {
  /**
   * Takes a piece of text, or an event of any provider's stream, and returns the text that may be shown now.
   * Text that is no call comes at once; what may become a call waits until it is decided, and a call is
   * never shown.
   */
  push(chunk: string | object): string;
  /** The answer is complete. The outcome is that of `extractToolCalls` on the whole, however it was cut. */
  end(): Extraction & {
    /** What was still waiting, and turned out to be text. */
    readonly rest: string;
  };
}

/**
 * Reads an answer while it arrives.
 *
 * ```ts
 * const stream = toolCallStream(await driver.listTools());
 * for await (const chunk of answer) show(stream.push(chunk));
 * const { calls, rest } = stream.end();
 * ```
 */
export function toolCallStream(tools: readonly CallableTool[]): ToolCallStream {
  const index = new ToolIndex(tools);
  const scanner = new TextScanner(index);
  let assembler: StreamAssembler | undefined;
  let payload: object | undefined;
  return {
    push(chunk) {
      if (typeof chunk === "string") return scanner.push(chunk);
      const event = asRecord(chunk);
      if (event === undefined) return "";
      assembler ??= assemblerFor(event);
      // A provider may answer without streaming; its whole answer is then the only event.
      if (assembler === undefined) payload ??= event;
      const text = assembler === undefined ? textOf(event) : assembler.push(event);
      return text === "" ? "" : scanner.push(text);
    },
    end() {
      const rest = scanner.end();
      const answer = assembler?.payload() ?? payload;
      const native = answer === undefined ? undefined : readNative(answer, index);
      return { ...extractionOf(native ?? readingOf(scanner)), rest };
    },
  };
}
