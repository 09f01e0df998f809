import { TextScanner } from "./text/scanner.ts";
import { ToolIndex } from "./tool-index.ts";

/** Tools of which nothing is known: whatever looks like a name may be one. */
class AnyTool extends ToolIndex {
  override resolve(written: string): string | undefined {
    return /^[\p{L}_][\p{L}\p{N}_.:-]{0,63}$/u.test(written) ? written : undefined;
  }
}

const ANY = new AnyTool([]);

/**
 * Tool-call signalling: pure functions for clients that show text while it streams in. They know no tools,
 * so they err on the side of waiting. `toolCallStream` does the same in one pass over a whole stream.
 */
export function mightBeToolCall(text: string): boolean {
  const scanner = new TextScanner(ANY);
  scanner.push(text);
  return scanner.items.length > 0 || scanner.waiting;
}

export function isCompleteToolCall(text: string): boolean {
  const scanner = new TextScanner(ANY);
  scanner.push(text);
  return scanner.items.some((item) => item.ok);
}
