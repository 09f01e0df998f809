import type { Dialect, OpenTableOptions, Row } from "../src/index.ts";

/** A file that somebody's program wrote, and what a careful person sees in it. */
export interface OddFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly options?: OpenTableOptions;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly dialect?: Partial<Dialect>;
}

export const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

export function utf16(text: string, mark = true): Buffer {
  return Buffer.from(mark ? `\ufeff${text}` : text, "utf16le");
}

export function bigEndian(text: string): Buffer {
  return utf16(text).swap16();
}

/** A table that many odd files hold. */
export const people: readonly string[] = ["id", "name"];
export const table = "id,name,amount\n1,Ann,2.50\n2,Bob,10.00\n3,Cid,7.25\n";
export const tableColumns: readonly string[] = ["id", "name", "amount"];
export const tableRows: readonly Row[] = [
  ["1", "Ann", "2.50"],
  ["2", "Bob", "10.00"],
  ["3", "Cid", "7.25"],
];
