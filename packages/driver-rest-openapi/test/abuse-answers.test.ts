import { gzipSync } from "node:zlib";
import { McsError, secret } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { afterAll, describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { bounded, endWorker, errorOf } from "./abuse-support.ts";
import { oneOperation, startApi } from "./support.ts";

describe("servers that never end", { timeout: 30_000 }, () => {
  const slow = async function* (): AsyncGenerator<string> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield " ";
    }
  };
  const endless = function* (): Generator<string> {
    for (;;) yield "x".repeat(65_536);
  };

  test("slow loris: a body that drips and headers that never come", async () => {
    for (const reply of [{ body: slow() }, { delayMs: 60_000 }]) {
      await using api = await startApi(oneOperation("get", "/p", {}), { timeoutMs: 400 }, reply);
      expect((await errorOf(api.driver.executeTool("op", {}))).code).toBe("timeout");
    }
    await using server = await startCaptureServer({ body: slow() });
    await using driver = new RestDriver({ url: server.url, timeoutMs: 400 });
    expect((await errorOf(driver.listTools())).code).toBe("document_unreachable");
  });

  test("an endless body, as an answer and as a document", async () => {
    await using api = await startApi(oneOperation("get", "/p", {}), { maxResponseBytes: 1_000_000 }, () => ({
      body: endless(),
    }));
    expect((await errorOf(api.driver.executeTool("op", {}))).code).toBe("limit_exceeded");
    await using server = await startCaptureServer({ body: endless() });
    await using driver = new RestDriver({ url: server.url, maxDocumentBytes: 1_000_000 });
    expect((await errorOf(driver.listTools())).code).toBe("document_unreachable");
  });

  test("a gzip bomb in an answer, also in an error's body", async () => {
    const body = gzipSync(Buffer.alloc(100 * 2 ** 20));
    for (const status of [200, 500]) {
      const reply = { status, body, headers: { "content-encoding": "gzip", "content-type": "text/plain" } };
      await using api = await startApi(oneOperation("post", "/p", {}), {}, reply);
      expect(["limit_exceeded", "http_status"]).toContain(
        (await errorOf(api.driver.executeTool("op", {}))).code,
      );
    }
  });

  test("CVE-2026-111768: arrays of a million and 10,000 levels in an answer", async () => {
    const answers = [
      `[${"1,".repeat(999_999)}1]`,
      `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
      `${'{"a":'.repeat(10_000)}"\\u0061"${"}".repeat(10_000)}`,
    ];
    for (const body of answers) {
      const reply = { body, headers: { "content-type": "application/json" } };
      const document = oneOperation(
        "get",
        "/p",
        { security: [{ key: [] }] },
        {
          components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
        },
      );
      await using api = await startApi(document, { auth: secret("k1234") }, reply);
      const outcome: unknown = await api.driver.executeTool("op", {}).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(McsError.is(outcome)).toBe(true);
      else expect(outcome).toBeInstanceOf(Object);
    }
  });

  test("CVE-2026-111768: 10,000 levels in an answer reach a model or are explained to it", async () => {
    const body = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const reply = { body, headers: { "content-type": "application/json" } };
    await using api = await startApi(oneOperation("get", "/p", {}), {}, reply);
    const response = await api.driver.processLlmResponse('{"tool":"op","arguments":{}}');
    expect(response.callExecuted || response.callFailed).toBe(true);
  });
});

describe("small answers take no time, whatever is in them", { timeout: 30_000 }, () => {
  afterAll(endWorker);

  test.each([
    [
      "nothing but line breaks between a value and what is none",
      "application/json",
      `{}${"\n".repeat(200_000)}x`,
    ],
    ["closed braces and line breaks", "application/json", `{${"}\n".repeat(100_000)}x`],
    ["a field of a form 200,000 times", "application/x-www-form-urlencoded", "a&".repeat(200_000)],
  ])("%s", async (_, type, body) => {
    await using server = await startCaptureServer({ body, headers: { "content-type": type } });
    const document = oneOperation("get", "/p", {});
    const outcome = await bounded({ document, serverUrl: server.url, call: { tool: "op", arguments: {} } });
    expect(outcome.typed).toBe(true);
  });

  test("an XML answer of as many elements and attributes as its schema has properties", async () => {
    const names = Array.from({ length: 40_000 }, (_, index) => `p${index}`);
    const properties = Object.fromEntries(
      names.map((name, index) => [name, { type: "string", xml: { attribute: index % 2 === 0 } }]),
    );
    const content = { "application/xml": { schema: { type: "object", properties } } };
    const document = oneOperation("get", "/p", { responses: { 200: { description: "", content } } });
    const body = `<r ${names.map((name) => `${name}=""`).join(" ")}>${names.map((name) => `<${name}/>`).join("")}</r>`;
    await using server = await startCaptureServer({ body, headers: { "content-type": "application/xml" } });
    const call = { tool: "op", arguments: {} };
    expect((await bounded({ document, serverUrl: server.url, call })).typed).toBe(true);
  });
});
