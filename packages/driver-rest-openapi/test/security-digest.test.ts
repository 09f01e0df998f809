import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { secret } from "@mcs/core";
import type { CapturedRequest } from "@mcs/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation, openApi, startApi } from "./support.ts";

const schemes = { digest: { type: "http", scheme: "digest" } };
const document = openApi(
  {
    "/p": {
      get: {
        operationId: "read",
        parameters: [{ name: "q", in: "query", schema: { type: "string" } }],
      },
      post: {
        operationId: "write",
        requestBody: { content: { "application/json": { schema: { type: "object" } } } },
      },
    },
  },
  { security: [{ digest: [] }], components: { securitySchemes: schemes } },
);
const auth = { digest: { username: "Mufasa", password: secret("Circle of Life") } };

/** A server of other people's, which wants its count to grow. */
async function httpAuthServer(algorithm: "MD5" | "MD5-sess") {
  const { default: httpAuth } = await import("http-auth");
  const ha1 = createHash("md5").update("Mufasa:api:Circle of Life").digest("hex");
  const digest = httpAuth.digest({ realm: "api", algorithm }, (user, callback) =>
    callback(user === "Mufasa" ? ha1 : ""),
  );
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.authorization === undefined ? "bare" : "signed"}`);
    digest.check((_, answer) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        answer.setHeader("content-type", "application/json");
        answer.end(JSON.stringify({ body: Buffer.concat(chunks).toString() }));
      });
    })(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const driver = new RestDriver({ document, serverUrl: `http://127.0.0.1:${port}`, auth });
  onTestFinished(() => driver.close());
  return { driver, seen };
}

describe.each(["MD5", "MD5-sess"] as const)("a server of other people's, with %s", (algorithm) => {
  test("is answered once, and then without being asked", async () => {
    const { driver, seen } = await httpAuthServer(algorithm);
    expect(await driver.executeTool("write", { body: { a: 1 } })).toEqual({ body: '{"a":1}' });
    expect(await driver.executeTool("read", { q: "ü &=" })).toEqual({ body: "" });
    expect(await driver.executeTool("write", { body: { b: 2 } })).toEqual({ body: '{"b":2}' });
    expect(seen).toEqual(["POST bare", "POST signed", "GET signed", "POST signed"]);
  });

  test("accepts calls that run side by side", async () => {
    const { driver } = await httpAuthServer(algorithm);
    const calls = Array.from({ length: 40 }, (_, n) => driver.executeTool("write", { body: { n } }));
    expect(await Promise.all(calls)).toEqual(
      Array.from({ length: 40 }, (_, n) => ({ body: JSON.stringify({ n }) })),
    );
  });
});

/** Checks answers by the text of RFC 7616, for what the other server does not know. */
function checker(algorithm: string, extra = "") {
  const hashName = { MD5: "md5", "SHA-256": "sha256", "SHA-512-256": "sha512-256" }[
    algorithm.replace("-sess", "")
  ] as string;
  const hash = (text: string) => createHash(hashName).update(text).digest("hex");
  const nonces: string[] = [];
  const challenge = (stale = "") => {
    nonces.push(randomUUID());
    const header = `Digest realm="api", nonce="${nonces.at(-1)}", opaque="o", algorithm=${algorithm}, qop="auth"${extra}${stale}`;
    return { status: 401, headers: { "www-authenticate": header } };
  };
  const reply = (request: CapturedRequest) => {
    const header = request.header("authorization");
    if (header === undefined) return challenge();
    const given = Object.fromEntries(
      [...header.matchAll(/([\w*]+)=(?:"([^"]*)"|([^,\s]*))/g)].map(([, name, quoted, bare]) => [
        name,
        quoted ?? bare,
      ]),
    );
    if (given.nonce !== nonces.at(-1)) return challenge(", stale=true");
    const name = extra.includes("userhash") ? hash("Mufasa:api") : "Mufasa";
    const base = hash("Mufasa:api:Circle of Life");
    const a1 = algorithm.endsWith("-sess") ? hash(`${base}:${given.nonce}:${given.cnonce}`) : base;
    const a2 = hash(`${request.method}:${request.target}`);
    const right = hash(`${a1}:${given.nonce}:${given.nc}:${given.cnonce}:auth:${a2}`);
    const fits =
      given.response === right &&
      given.username === name &&
      given.uri === request.target &&
      given.opaque === "o";
    return fits ? { json: { count: given.nc, you: given.response } } : challenge();
  };
  return { reply, forget: () => nonces.push("another") };
}

describe("answers by the text of RFC 7616", () => {
  test.each([
    ["SHA-256", ""],
    ["SHA-256-sess", ""],
    ["SHA-512-256", ""],
    ["SHA-256", ", userhash=true"],
  ])("%s%s", async (algorithm, extra) => {
    const { reply } = checker(algorithm, extra);
    await using api = await startApi(document, { auth }, reply);
    expect(await api.driver.executeTool("read", { q: "a b" })).toEqual({
      count: "00000001",
      you: "[secret]",
    });
    expect(await api.driver.executeTool("read", {})).toEqual({ count: "00000002", you: "[secret]" });
  });

  test("curl agrees with this server", async ({ skip }) => {
    const { reply } = checker("SHA-256");
    await using api = await startApi(document, {}, reply);
    const { promisify } = await import("node:util");
    const execFile = promisify((await import("node:child_process")).execFile);
    const args = [
      "-s",
      "--noproxy",
      "*",
      "--digest",
      "-u",
      "Mufasa:Circle of Life",
      `${api.server.url}/p?q=1`,
    ];
    const result = await execFile("curl", args).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return skip("there is no curl here");
      throw error;
    });
    expect(JSON.parse(result.stdout)).toMatchObject({ count: "00000001" });
  });

  test("a nonce that became stale is replaced within the call, and the body goes out again", async () => {
    const { reply, forget } = checker("SHA-256");
    await using api = await startApi(document, { auth }, reply);
    await api.driver.executeTool("write", { body: { a: 1 } });
    forget();
    await api.driver.executeTool("write", { body: { a: 2 } });
    const bodies = api.server.requests
      .filter(({ method }) => method === "POST")
      .map((request) => request.text());
    expect(bodies).toEqual(['{"a":1}', '{"a":1}', '{"a":2}', '{"a":2}']);
  });

  test("a wrong password is tried once", async () => {
    const { reply } = checker("SHA-256");
    const wrong = { digest: secret("Mufasa:hakuna") };
    await using api = await startApi(document, { auth: wrong }, reply);
    await expect(api.driver.executeTool("read", {})).rejects.toMatchObject({
      code: "http_status",
      status: 401,
    });
    expect(api.server.requests.filter(({ target }) => target === "/p")).toHaveLength(2);
  });

  test("an answer that was refused is not given again to the same question", async () => {
    const challenge = { "www-authenticate": 'Digest realm="api", nonce="always-the-same", qop="auth"' };
    let isOpen = true;
    await using api = await startApi(document, { auth }, (request) =>
      isOpen && request.header("authorization") !== undefined ? {} : { status: 401, headers: challenge },
    );
    await api.driver.executeTool("read", {});
    isOpen = false;
    await expect(api.driver.executeTool("read", {})).rejects.toMatchObject({ status: 401 });
    expect(api.server.requests.filter(({ target }) => target === "/p")).toHaveLength(3);
  });

  test("a key in the query is part of what is signed", async () => {
    const both = oneOperation(
      "get",
      "/p",
      { security: [{ digest: [], key: [] }] },
      { components: { securitySchemes: { ...schemes, key: { type: "apiKey", in: "query", name: "key" } } } },
    );
    const { reply } = checker("SHA-256");
    const provided = ({ scheme }: { scheme: string }) =>
      secret(scheme === "key" ? "k1234" : "Mufasa:Circle of Life");
    await using api = await startApi(both, { auth: provided }, reply);
    expect(await api.driver.executeTool("op", {})).toMatchObject({ count: "00000001" });
    expect(api.server.requests.at(-1)?.target).toBe("/p?key=k1234");
  });

  test("a server that asks for Basic does not get it", async () => {
    await using api = await startApi(
      document,
      { auth },
      { status: 401, headers: { "www-authenticate": 'Basic realm="api"' } },
    );
    await expect(api.driver.executeTool("read", {})).rejects.toMatchObject({ status: 401 });
    expect(api.server.requests.map((request) => request.header("authorization"))).not.toContainEqual(
      expect.stringMatching(/./),
    );
  });

  test("a credential without a colon is refused before it is sent", async () => {
    await using api = await startApi(document, { auth: { digest: secret("token-1234") } });
    await expect(api.driver.executeTool("read", {})).rejects.toMatchObject({ code: "invalid_configuration" });
  });
});
