import type { Shape } from "../dialect/candidates.ts";
import { type Dialect, type DialectOptions, scanRules } from "../dialect/dialect.ts";
import { guessEncoding } from "../dialect/encoding.ts";
import { notText } from "../dialect/not-text.ts";
import { readSample } from "../dialect/sample-reading.ts";
import { sniff } from "../dialect/sniff.ts";
import { type ColumnType, commonType, valueType } from "../dialect/types.ts";
import { CsvError } from "../errors.ts";
import type { ScanEncoding } from "../scan/field-text.ts";
import type { ScanRules } from "../scan/rules.ts";
import { type ByteSource, isSeekable, readHead } from "../source/byte-source.ts";
import { compressionOf, decompressed } from "../source/decompressed.ts";
import { transcoded } from "../source/transcoded.ts";
import { guessRecordStart } from "./guess-record-start.ts";

/** A column as the samples show it. */
export interface Column {
  /** Unique within the table. */
  readonly name: string;
  /** What the sampled values look like; no value is changed by it. */
  readonly type: ColumnType;
}

/** What is known of a table before it is read: plain data, the same for every call while the file is the same. */
export interface TableInfo {
  readonly columns: readonly Column[];
  readonly dialect: Dialect;
  readonly rules: ScanRules;
  readonly encoding: ScanEncoding;
  /** How the file's bytes have to be prepared for scanning. */
  readonly compression: Dialect["compression"];
  readonly transcode: string | undefined;
  /** Where the first record of data begins, in prepared bytes. */
  readonly dataStart: number;
  /** Average bytes of a record in the samples, for estimates. */
  readonly recordBytes: number;
}

const SAMPLE = 1 << 16;
const LARGEST_SAMPLE = 1 << 24;

/** Looks at the start, the middle and the end of a file. */
export async function inspect(
  source: ByteSource,
  options: DialectOptions = {},
  signal?: AbortSignal,
): Promise<TableInfo> {
  const raw = await readHead(source, SAMPLE, signal);
  const compression = compressionOf(raw);
  const plain = compression === "none" ? source : decompressed(source, compression);
  let head = compression === "none" ? raw : await readHead(plain, SAMPLE, signal);
  const otherwise = notText(head);
  if (otherwise !== undefined) {
    throw new CsvError("unreadable_file", `${source.name} is ${otherwise}.`, {
      remedy: "Export it as CSV in UTF-8 first.",
    });
  }
  const others = await laterSamples(plain, signal);
  const guess = guessEncoding([head, ...others.map(({ bytes }) => bytes)]);
  const name = options.encoding?.toLowerCase() ?? guess.encoding;
  const scanned = scanEncoding(name);
  const transcode = scanned === undefined ? name : undefined;
  let markLength = guess.markLength;
  if (transcode !== undefined) {
    // The decoder takes the mark away, and a position in the file means nothing in what it puts out.
    head = await readHead(transcoded(plain, transcode), SAMPLE, signal);
    others.length = 0;
    markLength = 0;
  } else if (guess.markLength === 2) markLength = 0;
  const encoding = scanned ?? "utf-8";
  let isWhole = head.length < SAMPLE || (transcode === undefined && plain.size === head.length);
  let sniffed = sniff(head, markLength, isWhole, encoding, options);
  // A header may have ten thousand names, and a record be as long as a book.
  for (
    let length = SAMPLE * 4;
    !isWhole && sniffed.rows.length === 0 && length <= LARGEST_SAMPLE;
    length *= 4
  ) {
    const scannable = transcode === undefined ? plain : transcoded(plain, transcode);
    head = await readHead(scannable, length, signal);
    isWhole = head.length < length;
    sniffed = sniff(head, markLength, isWhole, encoding, options);
  }
  const shape = withLaterEscapes(sniffed.shape, options, others, sniffed.names.length, encoding);
  const rules = scanRules(shape);
  const width = sniffed.names.length;
  const fields = width + (sniffed.trailingDelimiter ? 1 : 0);
  const later = others.map(({ bytes, where }) => ({
    where,
    ...aligned(bytes, fields, rules, encoding, where === "end"),
  }));
  const rows = [...sniffed.rows, ...later.flatMap((sample) => sample.rows)];
  const remarks = [...sniffed.remarks];
  for (const { where, rows: found } of later) {
    if (found.length === 0)
      remarks.push(`No record of ${width} fields was found in a sample from the ${where}.`);
  }
  const types = sniffed.names.map((_, column) =>
    rows.map((row) => valueType(row[column] ?? "", sniffed.decimal)).reduce(commonType, "empty"),
  );
  const dialect: Dialect = {
    ...shape,
    delimiter: width > 1 || options.delimiter !== undefined ? shape.delimiter : "",
    header: sniffed.header,
    encoding: name === "utf8" ? "utf-8" : name,
    byteOrderMark: guess.markLength > 0,
    compression,
    lineEnds: sniffed.lineEnds,
    skipLines: sniffed.skipLines,
    trailingDelimiter: sniffed.trailingDelimiter,
    decimal: sniffed.decimal,
    confidence: sniffed.confidence,
    sampled: ["start", ...later.map(({ where }) => where)],
    remarks,
  };
  return {
    columns: sniffed.names.map((column, index) => ({ name: column, type: types[index] ?? "text" })),
    dialect,
    rules,
    encoding,
    compression,
    transcode,
    dataStart: sniffed.dataStart,
    recordBytes: mean([
      averageBytes(head, sniffed.dataStart, rules, encoding, isWhole),
      ...later.flatMap(({ recordBytes = [] }) => recordBytes),
    ]),
  };
}

/** The source as the scanner reads it. */
export function prepared(source: ByteSource, info: TableInfo): ByteSource {
  const plain = info.compression === "none" ? source : decompressed(source, info.compression);
  return info.transcode === undefined ? plain : transcoded(plain, info.transcode);
}

function scanEncoding(name: string): ScanEncoding | undefined {
  if (name === "utf-8" || name === "utf8" || name === "ascii" || name === "us-ascii") return "utf-8";
  if (name === "latin1" || name === "iso-8859-1") return "latin1";
  return name === "windows-1252" || name === "cp1252" ? "windows-1252" : undefined;
}

async function laterSamples(
  source: ByteSource,
  signal: AbortSignal | undefined,
): Promise<Array<{ where: "middle" | "end"; bytes: Buffer }>> {
  if (!isSeekable(source) || source.size <= SAMPLE) return [];
  const { size } = source;
  const [middle, end] = await Promise.all([
    source.read(Math.floor(size / 2), SAMPLE, signal),
    source.read(size - SAMPLE, SAMPLE, signal),
  ]);
  return [
    { where: "middle", bytes: Buffer.from(middle) },
    { where: "end", bytes: Buffer.from(end) },
  ];
}

/** A few records before what is looked at. */
const BEFORE = 500;

/** A backslash before a quote may first be needed far behind the beginning. */
function withLaterEscapes(
  shape: Shape,
  { escape: given }: DialectOptions,
  samples: ReadonlyArray<{ readonly where: "middle" | "end"; readonly bytes: Buffer }>,
  width: number,
  encoding: ScanEncoding,
): Shape {
  const { quote } = shape;
  if (given !== undefined || quote === null || shape.escape === "\\") return shape;
  const telling = samples.flatMap(({ bytes, where }) => {
    const found = bytes.indexOf(`\\${quote}`);
    return found < 0 ? [] : [{ where, bytes: bytes.subarray(Math.max(0, found - BEFORE)) }];
  });
  const other = { ...shape, escape: "\\" };
  const fitting = (as: Shape): number =>
    telling.reduce(
      (sum, { bytes, where }) =>
        sum + aligned(bytes, width, scanRules(as), encoding, where === "end").rows.length,
      0,
    );
  return telling.length > 0 && fitting(other) > fitting(shape) ? other : shape;
}

interface Aligned {
  readonly rows: readonly (readonly string[])[];
  /** Average bytes of a record; undefined where none was found. */
  readonly recordBytes: number | undefined;
}

/** Records of a sample that begins anywhere: those after a line end from which on most have the table's width. */
function aligned(
  sample: Buffer,
  width: number,
  rules: ScanRules,
  encoding: ScanEncoding,
  isEnd: boolean,
): Aligned {
  const start = guessRecordStart(sample, width, rules, encoding, isEnd);
  if (start < 0) return { rows: [], recordBytes: undefined };
  const { rows, end } = readSample(sample, start, isEnd, rules, encoding);
  return {
    rows: rows.filter((row) => row.length === width),
    recordBytes: rows.length === 0 ? undefined : (end - start) / rows.length,
  };
}

function averageBytes(
  head: Buffer,
  from: number,
  rules: ScanRules,
  encoding: ScanEncoding,
  isWhole: boolean,
): number {
  const { rows, end } = readSample(head, from, isWhole, rules, encoding, 500);
  return rows.length === 0 ? 1 : Math.max(1, (end - from) / rows.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
