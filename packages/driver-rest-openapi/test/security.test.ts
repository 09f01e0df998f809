import { inspect } from "node:util";
import { secret } from "@mcs/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation, openApi, startApi } from "./support.ts";

const CANARY = "canary-7f3a/9+ü&=";
const schemes = {
  header: { type: "apiKey", in: "header", name: "X-Key" },
  query: { type: "apiKey", in: "query", name: "key" },
  cookie: { type: "apiKey", in: "cookie", name: "sid" },
  basic: { type: "http", scheme: "basic" },
  bearer: { type: "http", scheme: "bearer" },
  oauth: { type: "oauth2", flows: {} },
};
const secured = (...security: object[]) =>
  oneOperation("get", "/p", { security }, { components: { securitySchemes: schemes } });

afterEach(() => vi.unstubAllEnvs());

describe("credentials go where the document asks for them", () => {
  test.each([
    ["header", "x-key", "k1234"],
    ["bearer", "authorization", "Bearer k1234"],
    ["oauth", "authorization", "Bearer k1234"],
    ["basic", "authorization", "Basic azEyMzQ="],
    ["cookie", "cookie", "sid=k1234"],
  ])("%s", async (scheme, header, value) => {
    await using api = await startApi(secured({ [scheme]: [] }), { auth: secret("k1234") });
    await api.driver.executeTool("op", {});
    expect(api.server.requests.at(-1)?.header(header)).toBe(value);
  });

  test("query", async () => {
    await using api = await startApi(secured({ query: [] }), { auth: { query: secret("a b") } });
    expect(await api.call("op", {})).toBe("GET /p?key=a%20b");
  });

  test("a user and a password", async () => {
    await using api = await startApi(secured({ basic: [] }), {
      auth: { basic: { username: "u", password: secret("pass") } },
    });
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.header("authorization")).toBe(`Basic ${btoa("u:pass")}`);
  });

  test("of alternatives the first for which there are credentials, all of its schemes together", async () => {
    const auth = { query: secret("qqqq"), header: secret("hhhh") };
    await using api = await startApi(secured({ bearer: [] }, { header: [], query: [] }), { auth });
    expect(await api.call("op", {})).toBe("GET /p?key=qqqq");
    expect(api.server.requests.at(-1)?.header("x-key")).toBe("hhhh");
    expect(api.server.requests.at(-1)?.header("authorization")).toBeUndefined();
  });

  test("an operation that wants none gets none", async () => {
    const document = openApi(
      { "/p": { get: { operationId: "op", security: [] } } },
      { security: [{ header: [] }], components: { securitySchemes: schemes } },
    );
    await using api = await startApi(document, { auth: secret("k1234") });
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.header("x-key")).toBeUndefined();
  });

  test("an environment variable is read at first use, and its absence names it", async () => {
    await using api = await startApi(secured({ header: [] }), { auth: { env: "MCS_TEST_KEY" } });
    expect(await api.driver.listTools()).toHaveLength(1);
    await expect(api.call("op", {})).rejects.toMatchObject({
      code: "missing_credential",
      message: expect.stringContaining("MCS_TEST_KEY"),
    });
    vi.stubEnv("MCS_TEST_KEY", "from-env");
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.header("x-key")).toBe("from-env");
  });

  test("a document behind the same key", async () => {
    await using api = await startApi(secured({ header: [] }), {}, (request) => ({
      json: { seen: request.header("x-key") ?? null },
    }));
    const behind = new RestDriver({
      url: `${api.server.url}/openapi.json`,
      headers: { "X-Key": secret("k1234") },
    });
    expect(await behind.executeTool("op", {})).toEqual({ seen: "[secret]" });
    expect(api.server.requests.map((request) => request.header("x-key"))).toEqual(["k1234", "k1234"]);
    await behind.close();
  });

  test("a plain string and an unknown scheme are refused", async () => {
    expect(() => new RestDriver({ url: "http://a", auth: "text" as never })).toThrow(
      /auth is a plain string\. Wrap it/,
    );
    expect(() => new RestDriver({ url: "http://a", auth: { key: "text" as never } })).toThrow(
      /auth\.key is a plain string/,
    );
    await using api = await startApi(secured({ header: [] }), { auth: { nope: secret("k1234") } });
    await expect(api.driver.listTools()).rejects.toThrow(
      /auth names nope, which the document does not have\. It may name header, /,
    );
  });

  test("a key that the document lists among the parameters is the driver's to send, once it has it", async () => {
    const parameters = [{ name: "key", in: "query", required: true, schema: { type: "string" } }];
    const document = oneOperation("get", "/p", { parameters }, { components: { securitySchemes: schemes } });
    await using open = await startApi(document);
    expect((await open.driver.listTools())[0]?.parameters.map(({ name }) => name)).toEqual(["key"]);
    await using api = await startApi(document, { auth: { query: secret("k1234") } });
    expect((await api.driver.listTools())[0]?.parameters).toEqual([]);
    expect(await api.call("op", {})).toBe("GET /p?key=k1234");
  });

  test("no argument replaces a header of the operator's", async () => {
    const parameters = [{ name: "X-Tenant", in: "header", schema: {} }];
    await using api = await startApi(oneOperation("get", "/p", { parameters }), {
      headers: { "x-tenant": "ours" },
    });
    await expect(api.call("op", { "X-Tenant": "theirs" })).rejects.toThrow("is not known");
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.headerValues("x-tenant")).toEqual(["ours"]);
  });
});

describe("credentials go to named origins only", () => {
  const elsewhere = (url: string) => ({ ...secured({ header: [] }), servers: [{ url }] });

  test("not to a server that only the document names", async () => {
    await using api = await startApi(elsewhere("https://evil.example"), { auth: secret("k1234") });
    await expect(api.call("op", {})).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining(
        'sends the credentials to https://evil.example, which you did not name. If that is right, pass serverUrl, or origins: ["https://evil.example"]',
      ),
    });
  });

  test("not to a server in a private network that only the document names", async () => {
    await using other = await startApi(secured({}));
    await using api = await startApi(elsewhere(other.server.url));
    await expect(api.call("op", {})).rejects.toMatchObject({ code: "network_refused" });
    expect(other.server.requests).toHaveLength(0);
  });

  test("to one that the operator names", async () => {
    await using other = await startApi(secured({}));
    await using api = await startApi(elsewhere(other.server.url), {
      auth: secret("k1234"),
      origins: [other.server.url],
    });
    await api.call("op", {}).catch(() => undefined);
    expect(other.server.requests.at(-1)?.header("x-key")).toBe("k1234");
  });

  test("a redirected document does not take them along", async () => {
    await using other = await startApi(secured({ header: [] }));
    await using api = await startApi("", { headers: { "x-key": secret("k1234") } });
    const redirecting = new RestDriver({
      url: `${api.server.url}/moved`,
      headers: { "x-key": secret("k1234") },
    });
    await redirecting.listTools().catch(() => undefined);
    expect(other.server.requests).toHaveLength(0);
    await redirecting.close();
  });
});

test("a canary appears nowhere, even when the server echoes it in every encoding", async () => {
  const echoes = [
    CANARY,
    encodeURIComponent(CANARY),
    Buffer.from(CANARY).toString("base64"),
    Buffer.from(CANARY).toString("base64url"),
    Buffer.from(`user:${CANARY}`).toString("base64"),
    JSON.stringify(CANARY),
  ];
  const auth = { header: secret(CANARY), basic: { username: "user", password: secret(CANARY) } };
  const escaped = `{"plain":${JSON.stringify(echoes)},"escaped":"${[...CANARY].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}","${CANARY}":1}`;
  const logged: unknown[] = [];
  for (const method of ["log", "error", "warn", "info", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => void logged.push(parts));
  }
  const seen: unknown[] = [];
  for (const reply of [
    { body: escaped, headers: { "content-type": "application/json" } },
    { body: echoes.join(" "), headers: { "content-type": "text/plain" } },
    { status: 500, body: escaped },
    { body: `{${echoes.join(" ")}`, headers: { "content-type": "application/json" } },
    { status: 307, headers: { location: `/x/${encodeURIComponent(CANARY)}` } },
    { reset: "before-headers" as const },
  ]) {
    await using api = await startApi(secured({ header: [], basic: [] }), { auth }, reply);
    const { driver } = api;
    seen.push(
      await driver.getDriverSystemMessage(),
      await driver.getFunctionDescription(),
      await driver.getDriverContext(),
    );
    seen.push(await driver.listTools(), await driver.diagnostics(), await driver.prepareRequest("op", {}));
    seen.push(await driver.processLlmResponse('{"tool":"op","arguments":{}}'));
    seen.push(
      await driver
        .executeTool("op", {})
        .catch((error: unknown) => [error, (error as Error).stack, JSON.stringify(error)]),
    );
    seen.push(driver, inspect(driver, { showHidden: true, depth: 20 }), JSON.stringify(driver));
    expect(api.server.requests.at(-1)?.header("x-key")).toBe(CANARY);
  }
  vi.restoreAllMocks();
  const everything = inspect([seen, logged], {
    showHidden: true,
    depth: 30,
    maxStringLength: null,
    maxArrayLength: null,
  });
  for (const form of echoes) expect(everything).not.toContain(form.replace(/^"|"$/g, ""));
  expect(everything).toContain("[secret]");
});

describe("a credential is the only one of its name", () => {
  const free = (place: string, stated: object = {}): object => ({
    name: "f",
    in: place,
    schema: { type: ["object", "string"], additionalProperties: true },
    ...stated,
  });
  const form = { content: { "application/x-www-form-urlencoded": { schema: {} } } };
  const whole = { schema: undefined, ...form };
  const rows: Array<[string, "query" | "cookie", object, unknown]> = [
    ["an object's field", "query", free("query"), { a: "1", key: "evil" }],
    ["another case", "query", free("query"), { KEY: "evil" }],
    ["a list of it", "query", free("query"), { "key[]": "evil" }],
    ["a name that is encoded", "query", free("querystring", whole), "a=1&k%65y=evil"],
    ["a name with spaces", "query", free("querystring", whole), "a=1&+key=evil"],
    ["a whole query", "query", free("querystring", whole), "key=evil"],
    ["a whole query behind a semicolon", "query", free("querystring", whole), "a=1;key=evil"],
    ["a whole query as an object", "query", free("querystring", whole), { key: "evil" }],
    ["a cookie", "cookie", free("cookie"), { sid: "evil" }],
    ["a cookie as it is written", "cookie", free("cookie", { style: "cookie" }), { sid: "evil" }],
    ["a header of cookies", "cookie", free("header", { name: "Cookie" }), "a=1; sid=evil"],
  ];
  for (const [title, place, stated, value] of rows) {
    test.each([
      ["known", { [place]: secret("k1234") }],
      ["provided", { [place]: () => secret("k1234") }],
    ])(`${title} is refused, where the credential is %s`, async (_, auth) => {
      const document = oneOperation(
        "get",
        "/p",
        { security: [{ [place]: [] }], parameters: [stated] },
        { openapi: "3.2.0", components: { securitySchemes: schemes } },
      );
      const argument = "name" in stated ? String(stated.name) : "f";
      await using api = await startApi(document, { auth });
      await expect(api.driver.executeTool("op", { [argument]: value })).rejects.toMatchObject({
        code: "invalid_arguments",
        issues: [{ path: [argument] }],
      });
      await expect(api.driver.prepareRequest("op", { [argument]: value })).rejects.toThrow(
        /a credential is sent/,
      );
      expect(api.server.requests).toHaveLength(1);
    });
  }

  test("other names are sent, and the same one where no credential is", async () => {
    const document = (security: object[]): object =>
      oneOperation(
        "get",
        "/p",
        { security, parameters: [free("query")] },
        { components: { securitySchemes: schemes } },
      );
    await using api = await startApi(document([{ query: [] }]), { auth: { query: secret("k1234") } });
    expect(await api.call("op", { f: { monkey: "1" } })).toBe("GET /p?monkey=1&key=k1234");
    await using other = await startApi(document([{ header: [] }]), { auth: { header: secret("k1234") } });
    expect(await other.call("op", { f: { key: "1" } })).toBe("GET /p?key=1");
  });
});

test("a cookie's value begins no other cookie, whatever of it is left as it is", async () => {
  const stated = { name: "f", in: "cookie", schema: { type: "string" }, allowReserved: true };
  for (const openapi of ["3.1.1", "3.2.0"]) {
    await using api = await startApi({ ...oneOperation("get", "/p", { parameters: [stated] }), openapi });
    await api.driver.executeTool("op", { f: "a/b;sid=evil" });
    expect(api.server.requests.at(-1)?.header("cookie")).toMatch(/^f=[^;]*$/);
  }
});
