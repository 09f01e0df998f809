import type { CallOptions, Tool, ToolArguments } from "../contract/index.ts";
import { ExecutionError } from "../errors.ts";
import { PerConversation } from "./conversations.ts";

interface Kept {
  readonly bytes: Uint8Array;
  /** The conversation that may read it. */
  readonly owner: object;
}

/** Results that were too large to be shown at once, and the tool that shows the rest. */
export class ReadOn {
  readonly tool: Tool = Object.freeze({
    name: "read_more",
    description:
      "Shows more of a result that was cut because it was too large. The notice at its end says with what to call this.",
    parameters: [
      {
        name: "handle",
        description: "The handle from the notice.",
        required: true,
        schema: { type: "string" },
      },
      {
        name: "offset",
        description: "The byte to go on from, as in the notice.",
        required: true,
        schema: { type: "integer", minimum: 0 },
      },
    ],
    annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  });
  readonly #size: number;
  readonly #keepBytes: number;
  readonly #kept = new Map<string, Kept>();
  readonly #owners = new PerConversation<object>(() => ({}));
  #bytes = 0;

  constructor(size: number, keepBytes: number) {
    this.#size = size;
    this.#keepBytes = keepBytes;
  }

  /** The beginning of a text with the notice. The rest can be read until newer results have taken its place. */
  cut(text: string, options: CallOptions): string {
    const bytes = new TextEncoder().encode(text);
    const handle = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
    this.#kept.set(handle, { bytes, owner: this.#owners.of(options) });
    this.#bytes += bytes.length;
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= this.#keepBytes || oldest === handle) break;
      this.#kept.delete(oldest);
      this.#bytes -= kept.bytes.length;
    }
    return this.#page(bytes, handle, 0);
  }

  /** Was the handle given out here, and to this conversation? */
  knows({ handle }: ToolArguments, options: CallOptions): boolean {
    const kept = this.#kept.get(String(handle));
    return kept !== undefined && kept.owner === this.#owners.of(options);
  }

  /** @throws ExecutionError with code `"gone"` when the result is kept no more, or was never this conversation's. */
  read(args: ToolArguments, options: CallOptions): string {
    const handle = String(args.handle);
    const kept = this.knows(args, options) ? this.#kept.get(handle) : undefined;
    if (kept === undefined) {
      throw new ExecutionError("There is no such result, or it is kept no longer.", {
        code: "gone",
        remedy: "Call the tool that gave it again.",
      });
    }
    return this.#page(kept.bytes, handle, Number(args.offset));
  }

  #page(bytes: Uint8Array, handle: string, offset: number): string {
    const begin = characterAt(bytes, offset);
    const end = pageEnd(bytes, begin, this.#size);
    const shown = new TextDecoder().decode(bytes.subarray(begin, end));
    if (end >= bytes.length)
      return `${shown}\n[End of the result: bytes ${begin} to ${end} of ${bytes.length}.]`;
    const call = JSON.stringify({ handle, offset: end });
    return `${shown}\n[Truncated: bytes ${begin} to ${end} of ${bytes.length}. Read on with read_more of the same driver: ${call}]`;
  }
}

/** A page ends before the character that does not fit; one that no page can hold is shown whole. */
function pageEnd(bytes: Uint8Array, begin: number, size: number): number {
  if (begin >= bytes.length) return bytes.length;
  let end = characterAt(bytes, begin + size);
  if (end <= begin) for (end = begin + 1; end < bytes.length && characterAt(bytes, end) !== end; ) end++;
  return end;
}

/** The beginning of the character that a byte belongs to. */
function characterAt(bytes: Uint8Array, offset: number): number {
  let at = Math.min(offset, bytes.length);
  while (at > 0 && at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}
