import { ConfigurationError } from "@mcs/core";
import type { ScanRules } from "../scan/rules.ts";
import type { Compression } from "../source/decompressed.ts";

/** What is known of how a file writes its table. */
export interface Dialect {
  /** One character; `""` for a table of one column or of fixed widths. */
  readonly delimiter: string;
  /** `null` where quotes mean nothing. */
  readonly quote: string | null;
  /** What stands before a quote within quotes: the quote itself (RFC 4180) or a backslash. */
  readonly escape: string;
  readonly header: boolean;
  /** `"utf-8"`, `"utf-16le"`, `"utf-16be"`, `"windows-1252"`, `"latin1"`, or a label of the Encoding standard. */
  readonly encoding: string;
  /** The file begins with a byte order mark. */
  readonly byteOrderMark: boolean;
  readonly compression: Compression;
  /** How lines end as far as was seen. Any of them ends a record, unless `loneCr` is false. */
  readonly lineEnds: "lf" | "crlf" | "cr" | "mixed" | "none";
  /** A CR without an LF ends a record. */
  readonly loneCr: boolean;
  /** Lines that begin with it are no records; `null` for none. */
  readonly comment: string | null;
  /** Lines before the header, or before the first record where there is none. */
  readonly skipLines: number;
  /** Blanks between a delimiter and a quote belong to neither. */
  readonly spacesAroundQuotes: boolean;
  /** Every record ends with a delimiter that stands for no field. */
  readonly trailingDelimiter: boolean;
  /** A blank line is a record: so in tables of one column. */
  readonly keepBlankLines: boolean;
  /** The decimal mark that numbers are read with where something is calculated. */
  readonly decimal: "." | ",";
  /** Widths in characters, where fields are not delimited; else `null`. */
  readonly widths: readonly number[] | null;
  /** From 0 to 1: how well the samples fit. 1 where every part was given. */
  readonly confidence: number;
  /** Where samples were taken. */
  readonly sampled: ReadonlyArray<"start" | "middle" | "end">;
  /** What was seen and decided that somebody may want to know. */
  readonly remarks: readonly string[];
}

/** Parts of a dialect that are known; the others are sniffed. */
export interface DialectOptions {
  /** One ASCII character; `""` for a table of one column. */
  readonly delimiter?: string;
  /** One ASCII character; `null` for none. */
  readonly quote?: string | null;
  /** The quote itself or a backslash. */
  readonly escape?: string;
  /** Whether the first record has the columns' names. */
  readonly header?: boolean;
  /** Names for the columns, in place of those of the header. */
  readonly columns?: readonly string[];
  /** Any label of the Encoding standard, such as `"utf-16le"`, `"windows-1252"` or `"shift_jis"`. */
  readonly encoding?: string;
  /** What comment lines begin with; `null` for none. */
  readonly comment?: string | null;
  /** Lines to leave out before the header. */
  readonly skipLines?: number;
  /** Whether a CR without an LF ends a record. @defaultValue true */
  readonly loneCr?: boolean;
  readonly spacesAroundQuotes?: boolean;
  readonly keepBlankLines?: boolean;
  readonly decimal?: "." | ",";
  /** Widths of the fields in characters. */
  readonly widths?: readonly number[];
}

/** @throws ConfigurationError for a part that no file can have. */
export function checkDialect(options: DialectOptions): void {
  const { delimiter, quote, escape: escaping, encoding, skipLines, widths } = options;
  if (delimiter !== undefined && delimiter !== "") checkCharacter("delimiter", delimiter);
  if (typeof quote === "string") checkCharacter("quote", quote);
  if (escaping !== undefined && escaping !== "\\" && escaping !== (quote ?? '"')) {
    throw new ConfigurationError(`The escape is ${JSON.stringify(escaping)}.`, {
      remedy: "It has to be the quote itself or a backslash.",
    });
  }
  if (skipLines !== undefined && !(Number.isInteger(skipLines) && skipLines >= 0)) {
    throw new ConfigurationError(`skipLines is ${String(skipLines)}.`, {
      remedy: "It counts lines, from 0.",
    });
  }
  if (
    widths !== undefined &&
    !(widths.length > 0 && widths.every((width) => Number.isInteger(width) && width > 0))
  ) {
    throw new ConfigurationError("widths has to be a list of numbers of characters.");
  }
  if (encoding !== undefined && encoding !== "latin1") {
    try {
      new TextDecoder(encoding);
    } catch (cause) {
      throw new ConfigurationError(`The encoding ${JSON.stringify(encoding)} is not known.`, { cause });
    }
  }
}

function checkCharacter(name: string, value: string): void {
  if (isDelimiter(value)) return;
  throw new ConfigurationError(`The ${name} is ${JSON.stringify(value)}.`, {
    remedy: "It has to be one ASCII character, and no line end.",
  });
}

/** One ASCII character, and no line end. */
export function isDelimiter(value: string): boolean {
  const code = value.charCodeAt(0);
  return value.length === 1 && code > 0 && code < 128 && value !== "\n" && value !== "\r";
}

/** What the scanner needs of a dialect. */
export function scanRules(
  dialect: Pick<
    Dialect,
    | "delimiter"
    | "quote"
    | "escape"
    | "spacesAroundQuotes"
    | "comment"
    | "loneCr"
    | "keepBlankLines"
    | "widths"
  >,
): ScanRules {
  const { delimiter, quote, widths } = dialect;
  return {
    delimiter: delimiter === "" ? NO_BYTE : delimiter.charCodeAt(0),
    quote: quote === null ? NO_BYTE : quote.charCodeAt(0),
    backslash: dialect.escape === "\\",
    spacesAroundQuotes: dialect.spacesAroundQuotes,
    comment: new TextEncoder().encode(dialect.comment ?? ""),
    loneCr: dialect.loneCr,
    keepBlank: dialect.keepBlankLines,
    widths: widths ?? undefined,
  };
}

const NO_BYTE = -2;
