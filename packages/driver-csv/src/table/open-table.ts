import { ConfigurationError } from "@mcs/core";
import type { FilesystemPort, HttpPort } from "@mcs/core/ports";
import { checkDialect, type Dialect, type DialectOptions } from "../dialect/dialect.ts";
import { fileChanged } from "../errors.ts";
import type { Batch } from "../scan/batch.ts";
import type { FieldText } from "../scan/field-text.ts";
import type { ByteSource } from "../source/byte-source.ts";
import { openFileSource } from "../source/file-source.ts";
import { type HttpSourceOptions, openHttpSource } from "../source/http-source.ts";
import { TableFile } from "./table-file.ts";
import { type Column, inspect, type TableInfo } from "./table-info.ts";

/** A record's values as they stand in the file; null where the record ends before the column. */
export type Row = Array<string | null>;

/** Options of {@link openTable}. */
export interface OpenTableOptions extends DialectOptions, HttpSourceOptions {
  readonly signal?: AbortSignal;
  /** A record of more bytes is refused. @defaultValue 16777216 */
  readonly maxRecordBytes?: number;
}

/** An opened table: its columns are known, its rows are read as they are asked for. */
export interface Table {
  readonly columns: readonly Column[];
  readonly dialect: Dialect;
  /**
   * The records in their order. A short one is filled up with null; a long one keeps its surplus values behind those
   * of the columns. Leaving the loop closes the file.
   *
   * @throws CsvError `"file_changed"` where the file is not the one any more that was opened,
   * `"unterminated_quote"`; LimitError for a record that is too long
   */
  rows(options?: { readonly signal?: AbortSignal }): AsyncGenerator<Row, void, undefined>;
}

/**
 * A table in a file: its dialect is sniffed, and whatever of it the options state is taken from them.
 *
 * ```ts
 * const table = await openTable(new LocalFsAdapter({ root: "data" }), "sales.csv");
 * for await (const row of table.rows()) console.log(row);
 * ```
 *
 * @param path relative to the root of a `FilesystemPort`; for an `HttpPort` a URL
 */
export async function openTable(
  port: FilesystemPort | HttpPort,
  path: string,
  options: OpenTableOptions = {},
): Promise<Table> {
  checkDialect(options);
  const open = (signal?: AbortSignal): Promise<ByteSource> => openSource(port, path, options, signal);
  const source = await open(options.signal);
  let info: TableInfo;
  try {
    info = await inspect(source, options, options.signal);
    await source.verify();
  } finally {
    await source.close();
  }
  return new OpenedTable(open, info, source, options.maxRecordBytes);
}

export function openSource(
  port: FilesystemPort | HttpPort,
  path: string,
  options: HttpSourceOptions = {},
  signal?: AbortSignal,
): Promise<ByteSource> {
  if ("open" in port) return openFileSource(port, path, signal);
  if (/^https?:/i.test(path)) return openHttpSource(port, path, options, signal);
  throw new ConfigurationError(`${JSON.stringify(path)} is no URL.`, { remedy: "An HttpPort reads URLs." });
}

class OpenedTable implements Table {
  readonly columns: readonly Column[];
  readonly dialect: Dialect;
  readonly #open: (signal?: AbortSignal) => Promise<ByteSource>;
  readonly #info: TableInfo;
  readonly #seen: Pick<ByteSource, "version" | "size">;
  readonly #maxRecordBytes: number | undefined;

  constructor(
    open: (signal?: AbortSignal) => Promise<ByteSource>,
    info: TableInfo,
    seen: Pick<ByteSource, "version" | "size">,
    maxRecordBytes: number | undefined,
  ) {
    this.columns = info.columns;
    this.dialect = info.dialect;
    this.#open = open;
    this.#info = info;
    this.#seen = { version: seen.version, size: seen.size };
    this.#maxRecordBytes = maxRecordBytes;
  }

  async *rows({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<Row, void, undefined> {
    const source = await this.#open(signal);
    try {
      if (source.version !== this.#seen.version || source.size !== this.#seen.size)
        throw fileChanged(source.name);
      const file = new TableFile(source, this.#info, this.#maxRecordBytes);
      const text = file.text();
      const reader = new RowReader(this.#info, text);
      for await (const { batch } of file.scan({ signal })) {
        for (let row = 0; row < batch.rows; row++) yield reader.row(batch, row);
      }
      await source.verify();
    } finally {
      await source.close();
    }
  }
}

/** Records as rows of a table: of its width at least, without the field that a trailing delimiter makes. */
class RowReader {
  readonly #width: number;
  readonly #trailing: boolean;
  readonly #text: FieldText;

  constructor({ columns, dialect }: TableInfo, text: FieldText) {
    this.#width = columns.length;
    this.#trailing = dialect.trailingDelimiter;
    this.#text = text;
  }

  row(batch: Batch, row: number): Row {
    const width = this.#width;
    const count = batch.counts[row] as number;
    const first = batch.first[row] as number;
    const values = new Array<string | null>(Math.max(width, count));
    for (let k = 0; k < count; k++) values[k] = this.#text.at(batch, first + k);
    for (let k = count; k < width; k++) values[k] = null;
    if (this.#trailing && count === width + 1 && values[width] === "") values.length = width;
    return values;
  }
}
