import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpAdapter } from "@mcs/adapter-http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CsvToolDriver, openTable } from "../src/index.ts";
import type { Result } from "./support.ts";

const http = new HttpAdapter();
const lines = Array.from({ length: 60_000 }, (_, i) => `${i},name ${i}\n`).join("");
let content = Buffer.from(`id,name\n${lines}`);
/** Ranges asked for, in bytes. */
let asked: number[] = [];
let headers: string[] = [];
let onRequest = (): void => undefined;

/** A server as object stores are: ranges, strong tags, conditions. Below `/whole` it knows no ranges. */
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  onRequest();
  headers.push(String(request.headers["x-key"]));
  const tag = `"${content.length}-${content[10]}"`;
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (request.url?.startsWith("/gone.csv")) return void response.writeHead(404).end();
  const condition = request.headers["if-match"];
  if (condition !== undefined && condition !== tag) return void response.writeHead(412).end();
  if (request.url?.startsWith("/whole") || range === null)
    return void response.writeHead(200, { etag: tag }).end(content);
  const start = Number(range[1]);
  const end = Math.min(Number(range[2]) + 1, content.length);
  asked.push(end - start);
  response.writeHead(206, { etag: tag, "content-range": `bytes ${start}-${end - 1}/${content.length}` });
  response.end(content.subarray(start, end));
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
  headers = [];
  onRequest = () => undefined;
});
afterAll(async () => {
  await http.close();
  server.close();
});

test("a table behind HTTP is read in parts, and its head without the rest", async () => {
  await using driver = new CsvToolDriver({
    http,
    tables: { names: { url: `${url}/t.csv`, headers: { "x-key": "k" } } },
  });
  const head = (await driver.executeTool("read_rows", { table: "names", limit: 2 })) as Result;
  expect(head.rows).toEqual([
    ["0", "name 0"],
    ["1", "name 1"],
  ]);
  expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(content.length / 2);
  expect(new Set(headers)).toEqual(new Set(["k"]));
  const sum = (await driver.executeTool("aggregate", {
    table: "names",
    measures: [{ op: "sum", column: "id" }],
  })) as Result;
  expect(sum.rows).toEqual([[(60_000 * 59_999) / 2]]);
});

test("a slice is fetched from where its records are, once that is known", async () => {
  await using driver = new CsvToolDriver({ http, tables: { names: { url: `${url}/t.csv` } } });
  await driver.executeTool("read_rows", { table: "names", start: -1 });
  asked = [];
  const slice = (await driver.executeTool("read_rows", {
    table: "names",
    start: 55_000,
    limit: 1,
  })) as Result;
  expect(slice.rows).toEqual([["55000", "name 55000"]]);
  expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(400_000);
});

test("a server that knows no ranges sends the file whole", async () => {
  const table = await openTable(http, `${url}/whole.csv`);
  let rows = 0;
  for await (const _ of table.rows()) rows++;
  expect(rows).toBe(60_000);
});

test("a file that changes between two parts is an error", async () => {
  const table = await openTable(http, `${url}/t.csv`);
  const before = content;
  let requests = 0;
  onRequest = () => {
    if (++requests === 3) content = Buffer.concat([before, Buffer.from("1,x\n")]);
  };
  const read = async (): Promise<void> => {
    for await (const _ of table.rows());
  };
  await expect(read()).rejects.toMatchObject({ code: "file_changed" });
  content = before;
});

test("a file that is not there is an error with the address and the status", async () => {
  const error = await openTable(http, `${url}/gone.csv?key=secret`).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "http_status" });
  expect(String(error)).toContain("/gone.csv answered 404");
  expect(String(error)).not.toContain("secret");
});
