import { inspect } from "node:util";
import { secret } from "@mcs/core";
import { describe, expect, test } from "vitest";
import type { CredentialProvider, CredentialRequest } from "../src/index.ts";
import { oneOperation, startApi } from "./support.ts";

const schemes = {
  key: { type: "apiKey", in: "query", name: "key" },
  sid: { type: "apiKey", in: "cookie", name: "sid" },
  login: { type: "http", scheme: "basic" },
  bearer: { type: "http", scheme: "bearer" },
};
const secured = (...security: object[]) =>
  oneOperation("get", "/p", { security }, { components: { securitySchemes: schemes } });
const tokens: Record<string, string> = { ann: "token-of-ann", bob: "token-of-bob" };
const byUser: CredentialProvider = ({ context }) => secret(tokens[context as string] ?? "token-of-nobody");

/** Says what it was sent, and what it knows of everybody. */
const echo = (request: { header(name: string): string | undefined }) => ({
  json: { you: request.header("authorization") ?? null, all: Object.values(tokens) },
});

describe("a function gives the credential of each call", () => {
  test("it is told what for, and asked again each time", async () => {
    const asked: CredentialRequest[] = [];
    const auth: CredentialProvider = async (request) => {
      asked.push(request);
      return byUser(request);
    };
    await using api = await startApi(secured({ bearer: [] }), { auth });
    for (const context of ["ann", "bob", "ann", undefined]) {
      await api.driver.executeTool("op", {}, context === undefined ? {} : { context });
    }
    expect(asked.map(({ context }) => context)).toEqual(["ann", "bob", "ann", undefined]);
    expect(asked[0]).toEqual({ scheme: "bearer", operation: "op", origin: api.server.url, context: "ann" });
    expect(api.server.requests.slice(1).map((request) => request.header("authorization"))).toEqual([
      "Bearer token-of-ann",
      "Bearer token-of-bob",
      "Bearer token-of-ann",
      "Bearer token-of-nobody",
    ]);
  });

  test("the context comes through a model's call as well", async () => {
    await using api = await startApi(secured({ bearer: [] }), { auth: byUser });
    await api.driver.processLlmResponse('{"tool":"op","arguments":{}}', { context: "bob" });
    expect(api.server.requests.at(-1)?.header("authorization")).toBe("Bearer token-of-bob");
  });

  test("for schemes in every place, several at once, beside one that is simply known", async () => {
    const auth = {
      key: secret("k1234"),
      sid: () => secret("s 1234"),
      login: async () => ({ username: "ann", password: secret("pass") }),
    };
    await using api = await startApi(secured({ key: [], sid: [], login: [] }), { auth });
    expect(await api.call("op", {})).toBe("GET /p?key=k1234");
    const request = api.server.requests.at(-1);
    expect(request?.header("cookie")).toBe("sid=s%201234");
    expect(request?.header("authorization")).toBe(`Basic ${btoa("ann:pass")}`);
  });

  test("undefined sends the call without", async () => {
    await using api = await startApi(secured({ bearer: [] }), { auth: () => undefined });
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.header("authorization")).toBeUndefined();
  });

  test.each([
    ["a plain string", () => "token" as never],
    ["null", () => null as never],
    ["something for another kind of scheme", () => ({ username: "u", password: secret("pass") })],
    ["a password as a plain string", () => ({ username: "u", password: "pass" as never })],
    ["another function", () => (() => secret("k1234")) as never],
    ["an object that is no credential", () => ({ token: 1 }) as never],
  ])("%s is an error, and nothing is sent", async (_, auth) => {
    await using api = await startApi(secured({ bearer: [] }), { auth });
    await expect(api.call("op", {})).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("auth() for bearer"),
    });
    expect(api.server.requests).toHaveLength(1);
  });

  test("it is not asked for an origin that nobody named", async () => {
    const document = { ...secured({ bearer: [] }), servers: [{ url: "https://evil.example" }] };
    const auth = () => {
      throw new Error("asked");
    };
    await using api = await startApi(document, { auth });
    await expect(api.call("op", {})).rejects.toMatchObject({ code: "invalid_configuration" });
  });

  test("an abort does not wait for it", async () => {
    await using api = await startApi(secured({ bearer: [] }), { auth: () => new Promise(() => {}) });
    const controller = new AbortController();
    const call = api.driver.executeTool("op", {}, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(call).rejects.toMatchObject({ code: "aborted" });
  });

  test("a request for people to look at asks for nothing", async () => {
    const auth = () => {
      throw new Error("asked");
    };
    await using api = await startApi(secured({ bearer: [] }), { auth });
    const { headers } = await api.driver.prepareRequest("op", {});
    expect(headers.authorization).toBe("Bearer [secret]");
  });
});

test("CVE-2026-25536: users of one driver see nothing of each other, side by side", async () => {
  await using api = await startApi(secured({ bearer: [] }), { auth: byUser }, echo);
  const users = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? "ann" : "bob"));
  const results = await Promise.all(users.map((context) => api.driver.executeTool("op", {}, { context })));
  for (const [index, result] of results.entries()) {
    // What the call itself was made with is removed. The rest is the server's to show, and nobody kept it.
    const rest = users[index] === "ann" ? ["[secret]", "token-of-bob"] : ["token-of-ann", "[secret]"];
    expect(result).toEqual({ you: "Bearer [secret]", all: rest });
  }
  expect(inspect(api.driver, { showHidden: true, depth: 20 })).not.toMatch(/token-of-(ann|bob)/);
});
