import { ConfigurationError, secret } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { RestDriver, type RestOptions } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { written } from "./wire-support.ts";

const text = { type: "string" };
const parameter = (name: string, place: string): object => ({
  name,
  in: place,
  required: true,
  schema: text,
});

async function names(document: object, options: RestOptions = {}): Promise<string[]> {
  const [tool] = await new RestDriver({ document, ...options }).listTools();
  return (tool?.parameters ?? []).map(({ name }) => name);
}

test("headers that only an adapter writes are no parameters, and that is reported", async () => {
  const stated = ["Host", "content-length", "Transfer-Encoding", "Connection", "X-Ok"];
  const document = oneOperation("get", "/a", { parameters: stated.map((name) => parameter(name, "header")) });
  expect(await names(document)).toEqual(["X-Ok"]);
  const found = await new RestDriver({ document, serverUrl: "http://api.test" }).diagnostics();
  expect(found.filter(({ code }) => code === "unsupported")).toHaveLength(4);
  expect((await written(document, { "X-Ok": "1" })).headers["x-ok"]).toBe("1");
});

describe("what the operator gives a value for is no parameter of a tool", () => {
  const document = oneOperation("post", "/a/{v}", {
    parameters: [
      ...["v"].map((name) => parameter(name, "path")),
      ...["token", "q"].map((name) => parameter(name, "query")),
      ...["X-Version", "Token", "Idempotency-Key"].map((name) => parameter(name, "header")),
      parameter("session", "cookie"),
    ],
  });
  const options: RestOptions = {
    headers: { "x-version": "7" },
    idempotencyKey: true,
    parameters: {
      path: { v: "a/b" },
      query: { token: secret("hush & hush") },
      header: { token: "h" },
      cookie: { session: "c" },
    },
  };

  test("by the options headers, idempotencyKey and parameters", async () => {
    expect(await names(document, options)).toEqual(["q"]);
    const request = await written(document, { q: "1" }, options);
    expect(request).toMatchObject({ path: "/a/a%2Fb", query: "token=[secret]&q=1" });
    expect(request.headers).toMatchObject({ "x-version": "7", token: "h", cookie: "session=c" });
  });

  test("it is sent as the document writes it, and no argument replaces it", async () => {
    await using server = await startCaptureServer({ json: {} });
    await using driver = new RestDriver({ document, serverUrl: server.url, ...options });
    await driver.executeTool("op", { q: "1" });
    expect(server.requests[0]?.target).toBe("/a/a%2Fb?token=hush%20%26%20hush&q=1");
    await expect(driver.executeTool("op", { q: "1", "query token": "mine" })).rejects.toThrow("query token");
  });

  test("no field of a free-form argument takes its name", async () => {
    const form = { name: "f", in: "query", schema: { type: "object", additionalProperties: true } };
    const other = oneOperation("get", "/a", { parameters: [parameter("token", "query"), form] });
    const given = { parameters: { query: { token: "the operator's" } } };
    expect(await written(other, { f: { a: "1" } }, given)).toMatchObject({
      query: "token=the%20operator%27s&a=1",
    });
    await expect(written(other, { f: { Token: "mine" } }, given)).rejects.toThrow("Token");
  });

  const free = { name: "f", in: "query", schema: { type: "object", additionalProperties: true } };
  const nested = { name: "tenant", in: "query", style: "deepObject", schema: { type: "object" } };
  test.each<[string, object, Record<string, unknown>]>([
    ["ids[]", free, { f: { "ids[]": "mine" } }],
    ["page[size]", free, { f: { "page[size]": "1000" } }],
    ["tenant[id]", nested, { tenant: { id: "mine" } }],
  ])("a name with brackets is protected as well: %s", async (name, other, args) => {
    const stated = oneOperation("get", "/a", { parameters: [parameter(name, "query"), other] });
    await expect(written(stated, args, { parameters: { query: { [name]: "1" } } })).rejects.toThrow(name);
  });

  test.each<[string, object, Record<string, unknown>, string]>([
    ["filter", { ...nested, name: "filter[x]" }, { "filter[x]": { gt: "1" } }, "filter%5Bx%5D%5Bgt%5D=1"],
    ["sort", { ...parameter("Sort", "query"), allowReserved: true }, { Sort: "a" }, "Sort=a"],
  ])("what the document itself calls alike is still sent, beside %s", async (name, other, args, sent) => {
    const stated = oneOperation("get", "/a", { parameters: [parameter(name, "query"), other] });
    const request = await written(stated, args, {
      parameters: { query: { [name]: "1" } },
    });
    expect(request.query).toBe(`${name}=1&${sent}`);
  });

  test("it goes to named origins only: a call to another fails, with nothing sent", async () => {
    await using server = await startCaptureServer((request) =>
      request.target === "/openapi.json"
        ? { json: { ...document, servers: [{ url: "http://elsewhere.test" }] } }
        : { json: {} },
    );
    await using driver = new RestDriver({ url: `${server.url}/openapi.json`, ...options });
    await expect(driver.executeTool("op", { q: "1" })).rejects.toThrow(ConfigurationError);
    expect(server.requests).toHaveLength(1);
  });

  test("what fits no parameter is reported, and what is no value refused", async () => {
    const driver = new RestDriver({ document, parameters: { query: { tokn: "x", q: "1" } } });
    expect(await driver.diagnostics()).toContainEqual(
      expect.objectContaining({ code: "unmatched_parameter", pointer: "options#/parameters/query/tokn" }),
    );
    for (const parameters of [{ body: { a: "1" } }, { query: { a: 1 } }, { query: null }])
      expect(() => new RestDriver({ document, parameters: parameters as never })).toThrow(ConfigurationError);
  });
});
