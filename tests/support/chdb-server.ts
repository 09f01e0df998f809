import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

// A program: ClickHouse of the package chdb, in this process, behind as much of ClickHouse's HTTP interface as its
// documentation has for queries: the statement as the body, settings in the query, Basic authentication, and errors
// with their code in a header. Arguments: the folder that chdb is installed in, the data's folder, user, password.
const [packages = "", data = "", user = "", password = ""] = process.argv.slice(2);

interface Chdb {
  readonly Session: new (folder: string) => { query(sql: string, format?: string): string };
}
const { Session } = createRequire(join(packages, "package.json"))("chdb") as Chdb;
const session = new Session(data);

/** What stands in the query beside settings. */
const OTHERS = new Set(["database", "query_id", "wait_end_of_query", "default_format", "role", "session_id"]);

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sql = Buffer.concat(chunks).toString("utf8");
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const fail = (status: number, code: string, message: string): void => {
    response.writeHead(status, { "X-ClickHouse-Exception-Code": code }).end(message);
  };
  if (request.headers.authorization !== expected) {
    fail(403, "516", "Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)");
    return;
  }
  const settings = [...searchParams]
    .filter(([name]) => !OTHERS.has(name))
    .map(([name, value]) => `${name} = ${/^\d+$/.test(value) ? value : `'${value}'`}`);
  try {
    const all = settings.length === 0 ? sql : `${sql}\nSETTINGS ${settings.join(", ")}`;
    response.end(session.query(all, "TabSeparated"));
  } catch (error) {
    // What a failed statement had put out already would come with the next one's answer.
    session.query("SELECT 1", "TabSeparated");
    const message = error instanceof Error ? error.message : String(error);
    fail(500, /Code: (\d+)/.exec(message)?.[1] ?? "1002", message);
  }
});
server.listen(0, "127.0.0.1", () => console.log(`listening on ${(server.address() as AddressInfo).port}.`));
