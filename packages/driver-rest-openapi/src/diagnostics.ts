/** Something about the document that the operator should know: what was left out, and why. */
export interface Diagnostic {
  /** An error cost a tool; a warning cost a detail of one; information cost nothing. */
  readonly severity: "error" | "warning" | "info";
  /** Stable, for programs. */
  readonly code: DiagnosticCode;
  /** The place, as a JSON pointer (RFC 6901) into the document; another file's stands after its URL and `#`. */
  readonly pointer: string;
  readonly message: string;
}

export type DiagnosticCode =
  | "no_operations"
  | "broken_reference"
  | "malformed"
  | "unsupported"
  | "renamed"
  | "too_large";

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
