import { setTimeout } from "node:timers/promises";
import { LimitError } from "@mcs/core";
import { CsvError, fileChanged } from "../errors.ts";
import { type PlacedBatch, ScanStop, scanChunks } from "../scan/chunks.ts";
import { FieldText } from "../scan/field-text.ts";
import type { ByteSource } from "../source/byte-source.ts";
import { prepared, type TableInfo } from "./table-info.ts";

/** What a scan of a table needs to be told. */
export interface TableScan {
  /** How many fields of each record are wanted, from the first. @defaultValue all */
  readonly keep?: number;
  /** Count also the fields that are not kept. @defaultValue true where all are kept */
  readonly countAll?: boolean;
  /** Where to begin: the offset of a record. @defaultValue the first record of data */
  readonly start?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after every block. */
  readonly onBatch?: (rows: number, bytes: number) => void;
}

/** A record of more bytes is refused: the longest field that is read is a little shorter. */
const MAX_RECORD_BYTES = 16 * 2 ** 20;

/** Programs write the two halves of a record milliseconds apart. */
const LOOKS = 10;
const LOOK_EVERY_MS = 25;

/** One open file with what is known of its table. Whoever opened it closes it. */
export class TableFile {
  readonly info: TableInfo;
  /** The bytes as they are scanned: decompressed and in an encoding that is scanned. */
  readonly source: ByteSource;
  readonly #maxRecordBytes: number;

  constructor(source: ByteSource, info: TableInfo, maxRecordBytes: number = MAX_RECORD_BYTES) {
    this.info = info;
    this.source = prepared(source, info);
    this.#maxRecordBytes = maxRecordBytes;
  }

  get name(): string {
    return this.source.name;
  }

  get maxRecordBytes(): number {
    return this.#maxRecordBytes;
  }

  text(): FieldText {
    return new FieldText(this.info.rules, this.info.encoding);
  }

  /** The records, a batch at a time, in the order of the file. */
  async *scan(scan: TableScan = {}): AsyncGenerator<PlacedBatch, void, undefined> {
    const { rules, dataStart } = this.info;
    const start = scan.start ?? dataStart;
    const keep = scan.keep ?? Number.POSITIVE_INFINITY;
    const task = {
      rules,
      keep,
      countAll: scan.countAll ?? keep === Number.POSITIVE_INFINITY,
      start,
      until: Number.POSITIVE_INFINITY,
      maxRecordBytes: this.#maxRecordBytes,
    };
    let last = start;
    try {
      for await (const placed of scanChunks(this.source.stream(start, scan.signal), task)) {
        scan.signal?.throwIfAborted();
        yield placed;
        scan.onBatch?.(placed.batch.rows, placed.next - last);
        last = placed.next;
      }
    } catch (error) {
      throw error instanceof ScanStop ? await this.stopped(error, scan.signal) : error;
    }
  }

  /** A scan's stop as an error with its line. */
  async stopped(stop: ScanStop, signal: AbortSignal | undefined): Promise<Error> {
    await this.source.verify();
    if (stop.reason === "unterminated" && (await this.#isBeingWritten(signal))) {
      return fileChanged(this.name);
    }
    const line = await this.lineAt(stop.offset, signal);
    if (stop.reason === "unterminated") {
      return new CsvError(
        "unterminated_quote",
        `A quote is opened in line ${line} of ${JSON.stringify(this.name)} and never closed.`,
        { line, remedy: "Close it, or say that the file has no quotes (quote: null)." },
      );
    }
    const limit = this.#maxRecordBytes;
    return new LimitError(
      `The record in line ${line} of ${JSON.stringify(this.name)} has more than ${limit} bytes.`,
      { remedy: "Perhaps a quote is not closed; else raise maxRecordBytes." },
    );
  }

  /**
   * A file that ends within quotes may be one of which a record is being written: it is looked at for a moment,
   * whether the rest comes.
   */
  async #isBeingWritten(signal: AbortSignal | undefined): Promise<boolean> {
    const { isChanged } = this.source;
    if (isChanged === undefined) return false;
    for (let look = 0; look < LOOKS; look++) {
      await setTimeout(LOOK_EVERY_MS, undefined, signal === undefined ? {} : { signal }).catch(() =>
        signal?.throwIfAborted(),
      );
      if (await isChanged()) return true;
    }
    return false;
  }

  /** The number of the line that holds this byte, from 1. */
  async lineAt(offset: number, signal?: AbortSignal): Promise<number> {
    let line = 1;
    let read = 0;
    let lastWasCr = false;
    for await (const block of this.source.stream(0, signal)) {
      const end = Math.min(block.length, offset - read);
      for (let i = 0; i < end; i++) {
        const c = block[i];
        if (c === 13 || (c === 10 && !lastWasCr)) line++;
        lastWasCr = c === 13;
      }
      read += block.length;
      if (read >= offset) break;
    }
    return line;
  }
}
