import { readHead } from "../source/byte-source.ts";
import type { TableFile } from "../table/table-file.ts";
import type { TableInfo } from "../table/table-info.ts";

/**
 * Whether the engine, told the dialect, reads a file as our scanner does or says that it cannot. In these dialects
 * it has nothing to decide: records of equal width, RFC 4180's quotes, UTF-8, one kind of line end. One thing it
 * decides otherwise: blanks before a quote, where the samples show none.
 *
 * @param skip what {@link headerLines} says
 */
export function readsAlike(
  { dialect, columns, transcode, encoding }: TableInfo,
  skip: number | undefined,
): boolean {
  return (
    encoding === "utf-8" &&
    transcode === undefined &&
    columns.length > 1 &&
    dialect.widths === null &&
    (dialect.quote === null || dialect.quote === dialect.escape) &&
    dialect.comment === null &&
    !dialect.spacesAroundQuotes &&
    !dialect.trailingDelimiter &&
    !dialect.keepBlankLines &&
    (dialect.lineEnds === "lf" || (dialect.lineEnds === "crlf" && skip === 1))
  );
}

/** A header is looked at as a whole. */
const LONGEST_HEADER = 1 << 20;

/**
 * How many lines stand before the first record, or undefined where they cannot simply be counted: with a byte order
 * mark, a preamble, or a line end within a name.
 */
export async function headerLines(file: TableFile, signal: AbortSignal): Promise<number | undefined> {
  const { source, info } = file;
  const { dataStart, dialect } = info;
  if (dialect.byteOrderMark || dialect.skipLines > 0 || dataStart > LONGEST_HEADER) return undefined;
  if (dataStart === 0) return 0;
  const bytes = await readHead(source, dataStart, signal);
  const cr = bytes.indexOf(13);
  const isOneLine = bytes.indexOf(10) === dataStart - 1 && (cr < 0 || cr === dataStart - 2);
  return isOneLine ? 1 : undefined;
}
