import type { ScanEncoding } from "../scan/field-text.ts";
import { afterLine, isWhite } from "../scan/lines.ts";
import { bestCandidate, type Candidate, type Shape } from "./candidates.ts";
import { guessComment, hiddenHeader, withoutFalseComments } from "./comments.ts";
import { type Dialect, type DialectOptions, scanRules } from "./dialect.ts";
import { guessWidths } from "./fixed-columns.ts";
import { columnNames, looksLikeHeader } from "./header.ts";
import { lineEnds, linesBefore } from "./line-ends.ts";
import { readSample, usualLength } from "./sample-reading.ts";
import { separatorLine, tableBegin } from "./table-begin.ts";
import { guessDecimal } from "./types.ts";

/** What a sample of a file's beginning tells of its table. */
export interface Sniffed {
  readonly shape: Shape;
  readonly header: boolean;
  readonly names: readonly string[];
  readonly trailingDelimiter: boolean;
  readonly decimal: "." | ",";
  readonly lineEnds: Dialect["lineEnds"];
  readonly skipLines: number;
  /** Where the first record of data begins, in bytes from the start of the sample. */
  readonly dataStart: number;
  readonly confidence: number;
  readonly remarks: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * @param sample the beginning of a file, in an encoding that is scanned
 * @param markLength bytes of it that are a byte order mark
 * @param isWhole the sample is the whole file
 */
export function sniff(
  sample: Buffer,
  markLength: number,
  isWhole: boolean,
  encoding: ScanEncoding,
  given: DialectOptions,
): Sniffed {
  const remarks: string[] = [];
  let options = given;
  let from = markLength;
  const separator = separatorLine(sample, from);
  if (separator !== undefined && given.skipLines === undefined) {
    from = separator.end;
    remarks.push(`The first line says that the delimiter is ${JSON.stringify(separator.delimiter)}.`);
    if (given.delimiter === undefined) options = { ...options, delimiter: separator.delimiter };
  }
  for (let line = 0; line < (given.skipLines ?? 0); line++)
    from = Math.max(from, afterLine(sample, from, true));
  const comment = given.comment === undefined ? guessComment(sample, from) : given.comment;
  let found = bestCandidate(sample, from, isWhole, encoding, options, comment);
  if (comment !== null && given.comment === undefined) {
    const without = bestCandidate(
      sample,
      from,
      isWhole,
      encoding,
      { ...options, delimiter: found.shape.delimiter },
      null,
    );
    found = withoutFalseComments(found, without, comment);
  }
  if (given.widths === undefined && given.delimiter === undefined && !isDelimited(found)) {
    const widths = guessWidths(
      sample
        .subarray(from, isWhole ? undefined : sample.lastIndexOf(10))
        .toString(encoding === "utf-8" ? "utf8" : "latin1"),
    );
    if (widths !== undefined) {
      found = fixedWidth(found, widths, sample, from, isWhole, encoding);
      remarks.push("The columns are lined up with spaces.");
    }
  }
  const table = describe(
    found,
    sample,
    from,
    isWhole,
    encoding,
    { ...options, ...given },
    remarks,
    markLength,
  );
  if (!isWhole || given.columns !== undefined || !isWhite(sample, from, sample.length, NO_BYTE)) return table;
  return {
    ...table,
    header: false,
    names: [],
    rows: [],
    dataStart: sample.length,
    remarks: ["There is nothing in it."],
  };
}

const NO_BYTE = -1;

function describe(
  found: Candidate,
  sample: Buffer,
  from: number,
  isWhole: boolean,
  encoding: ScanEncoding,
  given: DialectOptions,
  remarks: string[],
  markLength: number,
): Sniffed {
  const { shape } = found;
  const { rows, at, end } = found.reading;
  const lead = given.skipLines === undefined ? tableBegin(found, sample) : 0;
  let table = rows.slice(lead);
  let headerAt = at[lead] ?? end;
  let commentHeader: readonly string[] | undefined;
  if (shape.comment !== null && given.header !== false) {
    const hidden = hiddenHeader(found, sample, from, isWhole, encoding, headerAt);
    if (hidden !== undefined) {
      commentHeader = hidden.names;
      headerAt = hidden.at;
      remarks.push("The last comment line before the data has the names of the columns.");
    }
  }
  const data = table.slice(commentHeader === undefined ? 1 : 0);
  const decimal = given.decimal ?? guessDecimal(data.flat());
  const header =
    commentHeader !== undefined ||
    (given.header ?? (table[0] !== undefined && looksLikeHeader(table[0], data, decimal)));
  const names = commentHeader ?? (header ? (table[0] ?? []) : []);
  const records = header && commentHeader === undefined ? table.slice(1) : table;
  let dataStart = at[lead] ?? end;
  if (header && commentHeader === undefined) dataStart = at[lead + 1] ?? end;
  const trailingDelimiter = shape.widths === null && hasTrailingDelimiter(names, records, header);
  const usual = usualLength(records);
  const dataWidth = usual - (trailingDelimiter ? 1 : 0);
  const isMost = records.filter(({ length }) => length === usual).length * 2 > records.length;
  // A delimiter at the end of the header alone names nothing either.
  const isBeyond = records.length > 0 && records.every(({ length }) => length < names.length);
  const endsBlank = names.length > 1 && names.at(-1)?.trim() === "";
  const headerWidth = names.length - (endsBlank && (trailingDelimiter || isBeyond) ? 1 : 0);
  const width = header
    ? Math.max(
        headerWidth,
        (records.length >= 2 && isMost) || headerWidth === 0 ? Math.min(dataWidth, headerWidth + 50) : 0,
      )
    : dataWidth;
  const named = columnNames(given.columns ?? names.slice(0, headerWidth), Math.max(width, 1));
  if (header || given.columns !== undefined) remarks.push(...named.remarks);
  else remarks.push("There is no header: columns are called by their numbers.");
  if (trailingDelimiter) remarks.push("Records end with a delimiter that stands for no field.");
  if (headerAt > from) {
    remarks.push(`The table begins in line ${linesBefore(sample, headerAt) + 1}.`);
  }
  if (found.reading.strayQuotes > 0)
    remarks.push("Some quotes stand where none may stand and are read as they look.");
  if (decimal === ",") remarks.push("Numbers have a decimal comma.");
  const odd = records.filter((row) => row.length - (trailingDelimiter ? 1 : 0) !== named.names.length).length;
  if (odd > 0 && !trailingDelimiter) {
    remarks.push(
      `${odd} of the first ${records.length} records have fewer or more fields than the table has columns.`,
    );
  }
  table = records;
  return {
    shape,
    header,
    names: named.names,
    trailingDelimiter,
    decimal,
    lineEnds: lineEnds(sample),
    skipLines: linesBefore(sample.subarray(markLength), headerAt - markLength),
    dataStart,
    confidence: confidence(found, given),
    remarks,
    rows: records,
  };
}

function hasTrailingDelimiter(
  names: readonly string[],
  records: readonly (readonly string[])[],
  header: boolean,
): boolean {
  if (records.length === 0)
    return (
      names.length > 1 &&
      names.at(-1)?.trim() === "" &&
      names.slice(0, -1).every((name) => name.trim() !== "")
    );
  const width = usualLength(records);
  const full = records.filter((row) => row.length === width);
  if (width < 2 || !full.every((row) => row.at(-1) === "")) return false;
  if (!header) return records.length > 1 && full.length === records.length && !full.flat().every(isBlank);
  return names.length === width - 1 || (names.length === width && names.at(-1)?.trim() === "");
}

function isBlank(value: string): boolean {
  return value.trim() === "";
}

function isDelimited({ score, width, shape }: Candidate): boolean {
  return width > 1 && (score > 0.6 || shape.delimiter !== " ") && score > 0.35;
}

function fixedWidth(
  found: Candidate,
  widths: readonly number[],
  sample: Buffer,
  from: number,
  isWhole: boolean,
  encoding: ScanEncoding,
): Candidate {
  const shape: Shape = { ...found.shape, delimiter: "", widths, keepBlankLines: false };
  const reading = readSample(sample, from, isWhole, scanRules(shape), encoding);
  return { shape, reading, width: widths.length, lead: 0, fit: 0.7, score: 0.7 };
}

function confidence({ score, width }: Candidate, given: DialectOptions): number {
  if (given.delimiter !== undefined && given.header !== undefined) return 1;
  const value = width < 2 ? 0.5 : score;
  return Math.round(Math.min(1, value) * 100) / 100;
}
