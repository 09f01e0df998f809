import { MemoryAdapter } from "@mcs/adapter-memory";
import { describe, expect, test } from "vitest";
import { CsvError, openTable, type Row, type Table } from "../src/index.ts";
import { oddBytes } from "./odd-bytes.ts";
import { oddExports } from "./odd-exports.ts";
import { oddFields } from "./odd-fields.ts";
import { oddHeaders } from "./odd-headers.ts";
import { oddRecords } from "./odd-records.ts";

async function all(table: Table): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of table.rows()) rows.push(row);
  return rows;
}

function port(content: string | Uint8Array): MemoryAdapter {
  return new MemoryAdapter({ files: { "t.csv": content } });
}

describe("odd files are read as a careful person reads them", () => {
  for (const { name, content, options, columns, rows, dialect = {} } of [
    ...oddBytes,
    ...oddFields,
    ...oddRecords,
    ...oddExports,
    ...oddHeaders,
  ]) {
    test(name, async () => {
      const table = await openTable(port(content), "t.csv", options);
      expect({ columns: table.columns.map((column) => column.name), rows: await all(table) }).toEqual({
        columns,
        rows,
      });
      expect(table.dialect).toMatchObject(dialect);
    });
  }
});

test("an unterminated quote is an error with its line", async () => {
  const table = await openTable(port('id,name\n1,Ann\n2,"Bob\n3,Cid\n'), "t.csv");
  const error = await all(table).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CsvError);
  expect(error).toMatchObject({ code: "unterminated_quote", line: 3 });
});

test("a value that is larger than is allowed is an error, and one below is read", async () => {
  const wide = port(`id,text\n1,"${"x".repeat(300_000)}"\n`);
  const rows = await all(await openTable(wide, "t.csv"));
  expect(rows[0]?.[1]).toHaveLength(300_000);
  const error = await openTable(wide, "t.csv", { maxRecordBytes: 100_000 })
    .then(all)
    .catch((reason) => reason);
  expect(error).toMatchObject({ code: "limit_exceeded" });
  expect(String(error)).toContain("line 2");
});

test("what is no text is said to be none, and what it is", async () => {
  const magic = { "Excel workbook": "PK\x03\x04\0", "Parquet file": "PAR1\x15\x04", PDF: "%PDF-1.7\n" };
  for (const [what, bytes] of Object.entries(magic)) {
    const error = await openTable(port(Buffer.from(bytes, "latin1")), "t.csv").catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: "unreadable_file" });
    expect(String(error)).toContain(what);
  }
  const wide = Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]);
  expect(await openTable(port(wide), "t.csv").catch(String)).toContain("UTF-32");
});
