/** How bytes become records: what the scanner has to know of a dialect, as plain data that also crosses to a worker. */
export interface ScanRules {
  /** The byte between two fields; negative where every line is one field. */
  readonly delimiter: number;
  /** The byte around a field that holds delimiters or line ends; negative for none. */
  readonly quote: number;
  /** Within quotes a backslash makes the next quote or backslash plain, beside the doubled quote. */
  readonly backslash: boolean;
  /** Blanks between a delimiter and a quote belong to neither. */
  readonly spacesAroundQuotes: boolean;
  /** Lines that begin with these bytes are no records; empty for none. */
  readonly comment: Uint8Array;
  /** A CR without an LF ends a record too. */
  readonly loneCr: boolean;
  /** A blank line is a record of one empty field: so in tables of one column. */
  readonly keepBlank: boolean;
  /** Widths of the fields in characters, where no delimiter is between them. */
  readonly widths: readonly number[] | undefined;
}
