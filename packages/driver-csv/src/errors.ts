import { McsError, type McsErrorOptions } from "@mcs/core";

/** The codes of a {@link CsvError}; the package's README says when each comes. */
export type CsvErrorCode =
  /** A quote is opened and never closed. The message has its line. */
  | "unterminated_quote"
  /** The file is another one than when the call began. */
  | "file_changed"
  /** It cannot be read: damaged compression, or not text. */
  | "unreadable_file"
  /** No file fits the name. */
  | "table_not_found"
  /** No column has this name. */
  | "unknown_column"
  /** A condition cannot be understood. */
  | "invalid_condition"
  /** Exact work would need more memory than is allowed. */
  | "memory_cap"
  /** SQL that is not one SELECT over tables. */
  | "sql_refused"
  /** The engine says what is wrong with a query. */
  | "sql_failed"
  /** A column has a value that is not of the type that the samples show. */
  | "type_mismatch"
  /** A chart would have no points. */
  | "nothing_to_draw";

/** What is wrong with a table or with what was asked of it. */
export class CsvError extends McsError {
  override readonly name = "CsvError";
  declare readonly code: CsvErrorCode;
  /** Where in the file, counted from 1. */
  readonly line: number | undefined;

  constructor(
    code: CsvErrorCode,
    message: string,
    options: McsErrorOptions & { readonly line?: number } = {},
  ) {
    const { line, ...rest } = options;
    super(code, message, rest);
    this.line = line;
  }
}

export function fileChanged(name: string, cause?: unknown): CsvError {
  return new CsvError("file_changed", `${JSON.stringify(name)} changed while it was read.`, {
    remedy: "Call again to read what is there now.",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** @param what such as "The exact distinct count of city" */
export function memoryCap(what: string, remedy: string): CsvError {
  return new CsvError("memory_cap", `${what} needs more memory than is allowed.`, { remedy });
}
