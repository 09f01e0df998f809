import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { HttpAdapter } from "@mcs/adapter-http";
import { describe, expect, test } from "vitest";
import type { CsvOptions } from "../src/index.ts";
import { closing, folder, local } from "./engine-support.ts";
import { bench } from "./support.ts";

describe("tables that the engine cannot open where they are", () => {
  const text = `id,city\n${Array.from({ length: 3000 }, (_, i) => `${i},Zürich ${i % 7}`).join("\n")}\n`;
  const query =
    'SELECT count(*) AS n, count(DISTINCT city) AS cities, max(city) AS city, sum(id) AS ids FROM "t.csv"';
  const expected = [[3000, 7, "Zürich 6", 4498500]];

  test("in memory, compressed, in other encodings, under titles, between comments, of fixed widths", async () => {
    const forms: Record<string, string | Uint8Array> = {
      "plain.csv": text,
      "gzip.csv.gz": gzipSync(text),
      "utf16.csv": Buffer.from(`\ufeff${text}`, "utf16le"),
      "latin1.csv": Buffer.from(text, "latin1"),
      "mark.csv": `\ufeff${text}`,
      "cr.csv": text.replaceAll("\n", "\r"),
      "quotes.csv": text.replace("1500,Zürich 2\n", '1500,"Zürich 2"\n'),
      "titles.csv": `Report of the day\nin two lines\n\n${text}`,
      "comments.csv": `# a comment\n${text.replace("\n2000,", "\n# another, within\n2000,")}`,
      "fixed.csv": text.replace(/^(\w+),/gm, (_, id: string) => id.padEnd(6)),
    };
    const tables = { "fixed.csv": { path: "fixed.csv", widths: [6, 20] } };
    const inMemory = closing(bench(forms, { tables }));
    const onDisk = local(forms, { tables });
    for (const name of Object.keys(forms)) {
      const sql = query.replace("t.csv", name);
      expect([name, (await inMemory.call("run_sql", { sql })).rows]).toEqual([name, expected]);
      expect([name, (await onDisk.sql(sql)).rows]).toEqual([name, expected]);
    }
  });

  test("behind HTTP, joined with a file of this machine", async () => {
    const server = createServer((_request, response) => response.end("city;country\nZürich 1;CH\n")).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const http = new HttpAdapter();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/c.csv`;
    const { sql } = local({ "t.csv": text }, { http, tables: { countries: { url } } });
    const { rows } = await sql(
      'SELECT country, count(*) FROM "t.csv" JOIN countries USING (city) GROUP BY 1',
    );
    expect(rows).toEqual([["CH", 429]]);
    await http.close();
    server.close();
  });

  test("several files are one table, each in its own dialect", async () => {
    const { sql } = local({
      "log-1.csv": "day,n,x\n2024-01-01,1,1.5\n2024-01-02,2,2.5\n",
      "log-2.csv": "n;day;x\n3;2024-01-03;3,5\n4;2024-01-04;4,25\n",
    });
    expect((await sql('SELECT sum(n), max(day), sum(x) FROM "log-*.csv"')).rows).toEqual([
      [10, "2024-01-04", 11.75],
    ]);
  });

  test("short records have NULL, long ones are counted", async () => {
    const { sql } = local({ "r.csv": "a,b\n1\n1,2,3\n4,5\n6,7\n" });
    const result = await sql('SELECT a, b FROM "r.csv" ORDER BY a, b NULLS FIRST');
    expect(result.rows).toEqual([
      [1, null],
      [1, 2],
      [4, 5],
      [6, 7],
    ]);
    expect(result.notes.join()).toContain("1 records have more fields");
  });

  test("an unterminated quote is the same error as without the engine", async () => {
    const { failure } = local({ "q.csv": 'id,name\n1,Ann\n2,"Bob\n3,Cid\n' });
    expect(await failure('SELECT * FROM "q.csv"')).toMatchObject({ code: "unterminated_quote", line: 3 });
  });

  test("a copy that is too large is refused, and no copy stays behind", async () => {
    const temporaryFolder = mkdtempSync(join(folder, "temporary-"));
    const { call, failure, driver } = bench(
      { "t.csv": text },
      { engine: { maxDiskBytes: 1000, temporaryFolder } },
    );
    expect(await failure("run_sql", { sql: query })).toMatchObject({ code: "limit_exceeded" });
    expect((await call("run_sql", { sql: "SELECT 1 AS one" })).rows).toEqual([[1]]);
    await driver.close();
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });

  test("line ends of another kind within quotes, from the first record on", async () => {
    const files: Record<string, Uint8Array> = {};
    const tables: NonNullable<CsvOptions["tables"]> = {};
    const expected: Record<string, string> = {};
    for (const end of ["\r\n", "\n"]) {
      for (const inner of ["\n", "\r\n", "\r"]) {
        for (const header of [`id,text${end}`, ""]) {
          const content = `${header}${Array.from({ length: 20 }, (_, i) => `${i},"a${inner}b"${end}`).join("")}`;
          for (const [kind, bytes] of [
            ["csv", Buffer.from(content)],
            ["csv.gz", gzipSync(content)],
          ] as const) {
            const name = JSON.stringify([end, inner, header, kind]).replaceAll('"', "'");
            const path = `${Object.keys(files).length}.${kind}`;
            files[path] = bytes;
            Object.assign(tables, { [name]: { path, columns: ["id", "text"], header: header !== "" } });
            expected[name] = `a${inner}b`;
          }
        }
      }
    }
    const { sql } = local(files, { tables });
    for (const [name, text] of Object.entries(expected)) {
      const { rows } = await sql(`SELECT count(*), any_value(text) FROM "${name}"`);
      expect([name, rows]).toEqual([name, [[20, text]]]);
    }
  });

  test("columns whose names differ in their case only", async () => {
    const { sql } = local({ "c.csv": "ID,id\n1,2\n3,4\n" });
    const result = await sql('SELECT * FROM "c.csv" ORDER BY 1');
    expect([result.columns, result.rows[0]]).toEqual([
      ["ID", "id_2"],
      [1, 2],
    ]);
    expect(result.notes).toHaveLength(1);
  });
});

test("a file that changes while the engine reads it is read again from a snapshot", async () => {
  const row = `${randomBytes(40).toString("hex")},1\n`;
  const { root, sql } = local({ "grow.csv": `text,n\n${row.repeat(200_000)}` });
  const running = sql('SELECT count(*) AS n, sum(n) AS s FROM "grow.csv"');
  const timer = setInterval(() => writeFileSync(join(root, "grow.csv"), row, { flag: "a" }), 1);
  const result = await running
    .finally(() => clearInterval(timer))
    .catch((error: unknown) => error as { code: string });
  if ("code" in result) expect(result.code).toBe("file_changed");
  else expect(result.rows[0]?.[0]).toBe(result.rows[0]?.[1]);
});
