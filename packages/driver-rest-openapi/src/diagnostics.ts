/** Something about the document that the operator should know: what was left out, and why. */
export interface Diagnostic {
  /** An error cost a tool; a warning cost a detail of one; information cost nothing. */
  readonly severity: "error" | "warning" | "info";
  /** Stable, for programs. */
  readonly code: DiagnosticCode;
  /**
   * The place, as a JSON pointer (RFC 6901) into the document. Another file's stands after its URL or path and
   * `#`, and one into the driver's options after `options#`.
   */
  readonly pointer: string;
  /** What is wrong and what became of it, for people. */
  readonly message: string;
}

/** What kind of finding it is; the package's README says when each comes. */
export type DiagnosticCode =
  /** Nothing in the document, or nothing that the filters leave, can become a tool. */
  | "no_operations"
  /** A `$ref` leads nowhere, or to a file that could not or may not be read. */
  | "broken_reference"
  /** Something is not what the specification wants there. */
  | "malformed"
  /** Something is right and cannot be used all the same. */
  | "unsupported"
  /** A tool has another name than its operation has an id. */
  | "renamed"
  /** A schema is cut off. */
  | "too_large"
  /** A text seems to be meant for the model rather than about the API. It is kept as it is. */
  | "suspicious_description"
  /** A filter of `include` or `exclude` fits no operation. */
  | "unmatched_filter"
  /** A value of `parameters` fits no parameter of any tool. */
  | "unmatched_parameter"
  /** An action of an overlay finds nothing to change. */
  | "unmatched_action"
  /** The server cannot be reached, so the copy in the cache is used. */
  | "stale_document"
  /** The cache cannot be written to. */
  | "cache_unusable"
  /** The document could not be read again, so it is kept as it was. */
  | "refresh_failed";

/** Collects diagnostics, each once. */
export class Diagnostics {
  readonly #found = new Map<string, Diagnostic>();

  add(severity: Diagnostic["severity"], code: DiagnosticCode, pointer: string, message: string): void {
    const key = `${code} ${pointer} ${message}`;
    if (!this.#found.has(key)) this.#found.set(key, { severity, code, pointer, message });
  }

  list(): readonly Diagnostic[] {
    return [...this.#found.values()];
  }
}
