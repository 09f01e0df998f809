import picocolors from "picocolors";
import type { Io, Output } from "./io.ts";

type Colors = ReturnType<typeof picocolors.createColors>;

export interface TerminalOptions {
  /** @defaultValue true; streams that are no terminals have none in any case */
  readonly color?: boolean;
  /** Leaves out what `note` would say. @defaultValue false */
  readonly quiet?: boolean;
}

/** Results go to `out`; everything else that a person may want to know goes to `err`. */
export class Terminal {
  readonly out: Channel;
  readonly err: Channel;
  readonly quiet: boolean;

  constructor({ stdout, stderr, env }: Io, { color = true, quiet = false }: TerminalOptions = {}) {
    // NO_COLOR counts when it is not empty, see no-color.org.
    const wanted = color && !env.NO_COLOR && env.TERM !== "dumb";
    this.out = new Channel(stdout, wanted);
    this.err = new Channel(stderr, wanted);
    this.quiet = quiet;
  }

  /** A line on `err` that may be left out. */
  async note(text: string): Promise<void> {
    if (!this.quiet) await this.err.line(text);
  }
}

/** One stream with its colours. */
export class Channel {
  readonly isTerminal: boolean;
  readonly color: Colors;
  readonly #stream: Output;

  constructor(stream: Output, color: boolean) {
    this.#stream = stream;
    this.isTerminal = stream.isTTY === true;
    this.color = picocolors.createColors(color && this.isTerminal);
  }

  /** Columns of the terminal; infinite for a pipe or a file, where nothing is cut. */
  get width(): number {
    return this.isTerminal ? (this.#stream.columns ?? 80) : Number.POSITIVE_INFINITY;
  }

  /** Resolves when the stream has taken it, so that a slow pipe is waited for. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(data, (error) => (error ? reject(error) : resolve()));
    });
  }

  line(text = ""): Promise<void> {
    return this.write(`${text}\n`);
  }
}

/**
 * Text from elsewhere (a document, an API, a model) made safe for a terminal: control characters, which
 * could move the cursor, retitle the window or fake output, are shown as `\x1b`.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (char) => {
    if (char === "\n" || char === "\t") return char;
    if (char === "\r") return "";
    const code = char.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** The text on one line of at most `width` characters, its end cut off with `…`. */
export function oneLine(text: string, width: number): string {
  const flat = printable(text.replace(/\s+/g, " ").trim());
  return flat.length <= width ? flat : `${flat.slice(0, Math.max(1, width - 1))}…`;
}
