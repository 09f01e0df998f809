import type { MCSDriver, MCSToolDriver, SupportsDriverContext, SupportsToolCallSignalling } from "@mcs/core";
import type { Diagnostic, PreparedRequest, RestDriverOptions } from "@mcs/driver-rest-openapi";

/** What the commands need of a driver; `RestDriver` is one. */
export interface CliDriver
  extends MCSDriver,
    MCSToolDriver,
    SupportsDriverContext,
    SupportsToolCallSignalling {
  /** What of the document could not be used. */
  diagnostics(): Promise<readonly Diagnostic[]>;
  /** What a call would send, with secrets masked; for `--dry-run`. */
  prepareRequest(toolName: string, args: Readonly<Record<string, unknown>>): Promise<PreparedRequest>;
  /** Called when the command is done. */
  close(): Promise<void>;
}

/** Makes the driver of a command out of what its command line says. */
export type DriverFactory = (options: RestDriverOptions) => Promise<CliDriver>;

/** Where a person types, or a program writes. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };
/** Where a result or a remark goes. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The world around `run`: everything that it reads from and writes to, files aside. */
export interface Io {
  /** For `--args -`, and for the conversation of `mcs chat`. */
  readonly stdin: Input;
  /** Gets results alone. */
  readonly stdout: Output;
  /** Gets remarks, questions and errors. */
  readonly stderr: Output;
  /** The environment: credentials are read from it, and `NO_COLOR`, `OPENAI_BASE_URL` and others. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @defaultValue loads `@mcs/driver-rest-openapi` and makes a `RestDriver` */
  readonly createDriver?: DriverFactory;
  /**
   * Calls the listener at Ctrl-C until the returned function is called. Of several listeners the latest
   * alone is called.
   */
  onInterrupt(listener: () => void): () => void;
}
