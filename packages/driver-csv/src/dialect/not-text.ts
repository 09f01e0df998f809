/** How files begin that somebody calls a table and that are no text. */
const BEGINNINGS: ReadonlyArray<readonly [what: string, bytes: readonly number[]]> = [
  ["an Excel workbook or another ZIP archive", [0x50, 0x4b, 0x03, 0x04]],
  ["an Excel workbook of an old version", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a Parquet file", [0x50, 0x41, 0x52, 0x31]],
  ["a PDF", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["a SQLite database", [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ["text in UTF-32", [0xff, 0xfe, 0, 0]],
  ["text in UTF-32", [0, 0, 0xfe, 0xff]],
];

/** What a file is instead of text that can be read; undefined where nothing speaks against it. */
export function notText(head: Buffer): string | undefined {
  return BEGINNINGS.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))?.[0];
}
