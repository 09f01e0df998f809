import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { serveHttp, started } from "./support.ts";

const INDEX = fileURLToPath(new URL("../src/index.ts", import.meta.url));
const FIXTURES = new URL("fixtures/", import.meta.url);

/** Runs a module in a process of its own, beside the sources: what is loaded there is what the adapter loads. */
async function run(code: string): Promise<string> {
  const args = ["--conditions=@mcs/source", "--input-type=module", "--eval", code];
  const cwd = fileURLToPath(FIXTURES);
  return (await promisify(execFile)(process.execPath, args, { timeout: 10_000, cwd })).stdout.trim();
}

const ask = (url: string): string => `
  import { HttpAdapter } from ${JSON.stringify(INDEX)};
  const adapter = new HttpAdapter();
  await adapter.request({ method: "GET", url: "${url}/", trusted: true });
  await adapter.close();
`;

test("a call loads nothing of HTTP/2", async () => {
  const server = await serveHttp((_, response) => response.end("done"));
  const output = await run(`${ask(server.origin)}
    console.log(process.moduleLoadList.filter((name) => name === "NativeModule http2").length);
  `);
  expect(output).toBe("0");
});

test("the same copy of undici speaks HTTP/2 with whoever asks for it", async () => {
  const plain = await serveHttp((_, response) => response.end("done"));
  const options = {
    cert: readFileSync(new URL("cert.pem", FIXTURES)),
    key: readFileSync(new URL("key.pem", FIXTURES)),
  };
  const server: Http2SecureServer = createSecureServer(options, ({ httpVersion }, response) => {
    response.end(`HTTP/${httpVersion}`);
  });
  const { port } = await started(server);
  const output = await run(`${ask(plain.origin)}
    const { Pool } = await import("undici");
    const pool = new Pool("https://localhost:${port}", { allowH2: true, connect: { rejectUnauthorized: false } });
    for (const _ of [1, 2]) {
      const { body } = await pool.request({ method: "GET", path: "/" });
      console.log(await body.text());
    }
    await pool.destroy();
  `);
  expect(output).toBe("HTTP/2.0\nHTTP/2.0");
});
