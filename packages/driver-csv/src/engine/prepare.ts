import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import type { TableFile } from "../table/table-file.ts";
import { projectedRow } from "../table/project.ts";
import { csvLine } from "../table/write-csv.ts";
import type { LocalFile } from "./local-file.ts";
import { headerLines, readsAlike } from "./reads-alike.ts";
import type { EngineFile } from "./relation.ts";
import type { TemporaryFiles } from "./temporary-files.ts";

/** What preparing files for the engine needs. */
export interface Preparation {
  readonly call: Call;
  readonly temporary: TemporaryFiles;
  /** Opens a file where it lies; undefined where it does not lie on this machine. */
  readonly openInPlace: (file: TableFile) => Promise<LocalFile | undefined>;
  /** Has every file read by our scanner. */
  readonly rewrite: boolean;
}

/** A table as the engine reads it. */
export interface PreparedTable {
  readonly files: readonly EngineFile[];
  readonly inPlace: readonly LocalFile[];
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
  const inPlace: LocalFile[] = [];
  let longRecords = 0;
  for (const [index, { file }] of table.parts.entries()) {
    const common = { width: file.info.columns.length, fields: table.fields(index) };
    if (preparation.rewrite || !readsAlike(file.info)) {
      const { long, ...written } = await rewritten(table, file, preparation);
      longRecords += long;
      files.push({ ...common, ...written });
      continue;
    }
    const local = await lying(file, preparation);
    if (local !== undefined) {
      inPlace.push(local.file);
      files.push({ ...common, ...local.written });
    } else files.push({ ...common, ...(await copied(table, file, preparation)) });
  }
  return { files, inPlace, longRecords };
}

async function lying(
  file: TableFile,
  { call, openInPlace }: Preparation,
): Promise<{ file: LocalFile; written: Written } | undefined> {
  const skip = await headerLines(file, call.signal);
  const local = skip === undefined ? undefined : await openInPlace(file);
  if (skip === undefined || local === undefined) return undefined;
  return { file: local, written: { path: local.path, dialect: file.info.dialect, skip } };
}

async function copied(
  table: CombinedTable,
  { source, info }: TableFile,
  { call, temporary }: Preparation,
): Promise<Written> {
  const path = await temporary.write(async (write) => {
    for await (const block of source.stream(info.dataStart, call.signal)) {
      call.signal.throwIfAborted();
      await write(block);
      call.scanned(table, 0, block.length);
    }
  });
  return { path, dialect: info.dialect, skip: 0 };
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
