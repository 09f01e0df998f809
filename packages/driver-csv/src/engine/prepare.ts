import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { projectedRow } from "../table/project.ts";
import type { TableFile } from "../table/table-file.ts";
import { csvLine } from "../table/write-csv.ts";
import { headerLines, readsAlike } from "./reads-alike.ts";
import type { EngineFile } from "./relation.ts";
import type { TemporaryFiles } from "./temporary-files.ts";

/** What preparing files for the engine needs. */
export interface Preparation {
  readonly call: Call;
  readonly temporary: TemporaryFiles;
  /** The path that a file is read by where it lies; undefined where it does not lie on this machine. */
  readonly openInPlace: (file: TableFile) => Promise<string | undefined>;
  /** Has every file read by our scanner. */
  readonly rewrite: boolean;
}

/** A table as the engine reads it. */
export interface PreparedTable {
  readonly files: readonly EngineFile[];
  /** Records that had more fields than there are columns. */
  readonly longRecords: number;
}

type Written = Pick<EngineFile, "path" | "dialect" | "skip">;

/**
 * Files whose dialect the engine reads as we do are read where they lie, or copied byte by byte. All others are read
 * by our scanner and written down in the one dialect that nobody reads differently.
 */
export async function prepareTable(table: CombinedTable, preparation: Preparation): Promise<PreparedTable> {
  const files: EngineFile[] = [];
  let longRecords = 0;
  for (const [index, { file }] of table.parts.entries()) {
    const common = { width: file.info.columns.length, fields: table.fields(index) };
    const skip = await headerLines(file, preparation.call.signal);
    if (preparation.rewrite || !readsAlike(file.info, skip)) {
      const { long, ...written } = await rewritten(table, file, preparation);
      longRecords += long;
      files.push({ ...common, ...written });
      continue;
    }
    const place = skip === undefined ? undefined : await preparation.openInPlace(file);
    const path =
      place ?? (await copied(table, file, skip === undefined ? file.info.dataStart : 0, preparation));
    files.push({ ...common, path, dialect: file.info.dialect, skip: skip ?? 0 });
  }
  return { files, longRecords };
}

async function copied(
  table: CombinedTable,
  { source }: TableFile,
  start: number,
  { call, temporary }: Preparation,
): Promise<string> {
  return temporary.write(async (write) => {
    for await (const block of source.stream(start, call.signal)) {
      call.signal.throwIfAborted();
      await write(block);
      call.scanned(table, 0, block.length);
    }
  });
}

async function rewritten(
  table: CombinedTable,
  file: TableFile,
  { call, temporary }: Preparation,
): Promise<Written & { readonly long: number }> {
  const { dialect, columns } = file.info;
  const fields = Int32Array.from(columns, (_, field) => field);
  const most = columns.length + (dialect.trailingDelimiter ? 1 : 0);
  const text = file.text();
  let long = 0;
  const onBatch = (rows: number, bytes: number): void => call.scanned(table, rows, bytes);
  const path = await temporary.write(async (write) => {
    for await (const { batch } of file.scan({ signal: call.signal, onBatch })) {
      const lines: string[] = [];
      for (let row = 0; row < batch.rows; row++) {
        if ((batch.counts[row] as number) > most) long++;
        lines.push(csvLine(projectedRow(batch, row, fields, text)));
      }
      await write(Buffer.from(lines.join("")));
    }
  });
  const plain = { delimiter: ",", quote: '"', lineEnds: "lf", decimal: dialect.decimal } as const;
  return { path, dialect: plain, skip: 0, long };
}
