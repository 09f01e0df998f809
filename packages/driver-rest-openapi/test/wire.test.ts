import { describe, expect, test } from "vitest";
import { oneOperation, startApi } from "./support.ts";

/** One parameter of one operation, and what a value becomes on the wire. */
async function sent(
  place: string,
  parameter: object,
  value: unknown,
): Promise<{ line: string; header: (name: string) => string | undefined }> {
  const path = place === "path" ? "/p/{v}/end" : "/p";
  const parameters = [{ name: "v", in: place, schema: {}, ...parameter }];
  await using api = await startApi(oneOperation("get", path, { parameters }));
  const line = await api.call("op", { v: value });
  const request = api.server.requests.at(-1);
  return { line, header: (name) => request?.header(name) };
}

const list = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

// The table of OpenAPI 3.1.1, section 4.8.12.4, and what it leaves open.
describe("styles in the query", () => {
  const rows: Array<[object, unknown, string]> = [
    [{}, "blue", "v=blue"],
    [{}, "", "v="],
    [{}, 0, "v=0"],
    [{}, false, "v=false"],
    [{}, list, "v=blue&v=black&v=brown"],
    [{}, [], ""],
    [{}, object, "R=100&G=200&B=150"],
    [{ explode: false }, list, "v=blue,black,brown"],
    [{ explode: false }, ["a,b", "c"], "v=a%2Cb,c"],
    [{ explode: false }, object, "v=R,100,G,200,B,150"],
    [{ style: "spaceDelimited", explode: false }, list, "v=blue%20black%20brown"],
    [{ style: "spaceDelimited", explode: false }, object, "v=R%20100%20G%20200%20B%20150"],
    [{ style: "pipeDelimited", explode: false }, list, "v=blue%7Cblack%7Cbrown"],
    [{ style: "pipeDelimited" }, list, "v=blue%7Cblack%7Cbrown"],
    [{ style: "deepObject", explode: true }, object, "v%5BR%5D=100&v%5BG%5D=200&v%5BB%5D=150"],
    [{ style: "deepObject" }, { a: { b: [1, 2] } }, "v%5Ba%5D%5Bb%5D%5B0%5D=1&v%5Ba%5D%5Bb%5D%5B1%5D=2"],
    [{}, "a b&c=d#e+f/ü", "v=a%20b%26c%3Dd%23e%2Bf%2F%C3%BC"],
    [{ allowReserved: true }, "a/b?c:d@e%20f", "v=a/b?c:d@e%20f"],
    [{ allowReserved: true }, "x&y=1#z+", "v=x%26y=1%23z%2B"],
    [{}, "\ud800", "v=%EF%BF%BD"],
    [{}, "\r\n\0", "v=%0D%0A%00"],
    [
      { schema: undefined, content: { "application/json": { schema: {} } } },
      { a: [1] },
      "v=%7B%22a%22%3A%5B1%5D%7D",
    ],
  ];
  for (const [parameter, value, query] of rows) {
    test(`${JSON.stringify(parameter)} ${JSON.stringify(value)}`, async () => {
      expect((await sent("query", parameter, value)).line).toBe(query === "" ? "GET /p" : `GET /p?${query}`);
    });
  }
});

describe("styles in the path", () => {
  const rows: Array<[object, unknown, string]> = [
    [{}, "blue", "blue"],
    [{}, list, "blue,black,brown"],
    [{}, object, "R,100,G,200,B,150"],
    [{ explode: true }, object, "R=100,G=200,B=150"],
    [{ style: "label" }, "blue", ".blue"],
    [{ style: "label" }, list, ".blue,black,brown"],
    [{ style: "label", explode: true }, list, ".blue.black.brown"],
    [{ style: "label" }, object, ".R,100,G,200,B,150"],
    [{ style: "label", explode: true }, object, ".R=100.G=200.B=150"],
    [{ style: "matrix" }, "blue", ";v=blue"],
    [{ style: "matrix" }, "", ";v"],
    [{ style: "matrix" }, list, ";v=blue,black,brown"],
    [{ style: "matrix", explode: true }, list, ";v=blue;v=black;v=brown"],
    [{ style: "matrix" }, object, ";v=R,100,G,200,B,150"],
    [{ style: "matrix", explode: true }, object, ";R=100;G=200;B=150"],
    [{}, "a/b", "a%2Fb"],
    [{}, "a b?c#d;e%", "a%20b%3Fc%23d%3Be%25"],
  ];
  for (const [parameter, value, segment] of rows) {
    test(`${JSON.stringify(parameter)} ${JSON.stringify(value)}`, async () => {
      expect((await sent("path", parameter, value)).line).toBe(`GET /p/${segment}/end`);
    });
  }
});

describe("a path value never leaves its segment (CVE-2026-32871, CVE-2026-61462)", () => {
  test.each([
    "../../x",
    "%2e%2e",
    "..%2f..",
    "..\\..",
    "x/../..",
    ".../",
    "a\0b",
    "a\r\nHost: b",
    "?x",
    "#x",
    ";v=1",
  ])("%j", async (value) => {
    const { line } = await sent("path", {}, value);
    const segments = line.slice("GET ".length).split("/");
    expect(segments).toHaveLength(4);
    expect(decodeURIComponent(segments[2] ?? "")).toBe(value);
  });

  test.each([".", "..", ""])("%j cannot be written there and is refused", async (value) => {
    await expect(sent("path", {}, value)).rejects.toMatchObject({ code: "invalid_arguments" });
  });
});

describe("headers and cookies", () => {
  test.each([
    [{}, "blue", "blue"],
    [{}, list, "blue,black,brown"],
    [{}, object, "R,100,G,200,B,150"],
    [{ explode: true }, object, "R=100,G=200,B=150"],
  ])("a header %j %j", async (parameter, value, expected) => {
    expect((await sent("header", parameter, value)).header("v")).toBe(expected);
  });

  test.each(["a\r\nX-Evil: 1", "a\0b", "snow \u2603"])("a header cannot carry %j", async (value) => {
    await expect(sent("header", {}, value)).rejects.toThrow(
      /argument "v" holds characters that a header cannot carry/,
    );
  });

  test("several cookies are one header", async () => {
    const parameters = ["a", "b"].map((name) => ({ name, in: "cookie", schema: {} }));
    await using api = await startApi(oneOperation("get", "/p", { parameters }));
    await api.call("op", { a: "1;2", b: "x y" });
    expect(api.server.requests.at(-1)?.headerValues("cookie")).toEqual(["a=1%3B2; b=x%20y"]);
  });
});

describe("bodies", () => {
  async function body(mediaType: string, schema: object, args: Record<string, unknown>, extra: object = {}) {
    const requestBody = { required: true, content: { [mediaType]: { schema, ...extra } } };
    await using api = await startApi(oneOperation("post", "/p", { requestBody }));
    await api.call("op", args);
    const request = api.server.requests.at(-1);
    return { type: request?.header("content-type"), text: request?.text() };
  }
  const properties = (...names: string[]) => ({
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, {}])),
  });

  test("JSON, in the document's own media type", async () => {
    expect(await body("application/merge-patch+json", properties("a", "b"), { a: null, b: [1] })).toEqual({
      type: "application/merge-patch+json",
      text: '{"a":null,"b":[1]}',
    });
  });

  test("a media type that is a range is sent as JSON", async () => {
    expect((await body("*/*", properties("a"), { a: 1 })).type).toBe("application/json");
  });

  test("JSON that is no object", async () => {
    expect(
      (await body("application/json", { type: "array", items: { type: "integer" } }, { body: [1, 2] })).text,
    ).toBe("[1,2]");
    expect((await body("application/json", { type: "string" }, { body: "x" })).text).toBe('"x"');
  });

  test("a form: lists repeat, objects are JSON, and what the document says otherwise", async () => {
    const args = { a: ["x y", "&"], b: { c: 1 }, d: { e: 1 }, f: [1, 2] };
    const encoding = { d: { style: "deepObject", explode: true }, f: { style: "form", explode: false } };
    expect(
      await body("application/x-www-form-urlencoded", properties("a", "b", "d", "f"), args, { encoding }),
    ).toEqual({
      type: "application/x-www-form-urlencoded",
      text: "a=x+y&a=%26&b=%7B%22c%22%3A1%7D&d%5Be%5D=1&f=1,2",
    });
  });

  test("text as it is", async () => {
    expect(await body("text/plain", { type: "string" }, { body: "hello\n" })).toEqual({
      type: "text/plain",
      text: "hello\n",
    });
  });

  test("of a body that may be left out, what it requires is required once there is one", async () => {
    const requestBody = {
      content: { "application/json": { schema: { ...properties("a", "b"), required: ["a"] } } },
    };
    await using api = await startApi(oneOperation("post", "/p", { requestBody }));
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.body.byteLength).toBe(0);
    await expect(api.call("op", { b: 1 })).rejects.toThrow(/argument "a" is missing; it is needed once/);
  });
});

describe("answers", () => {
  async function result(reply: object): Promise<unknown> {
    await using api = await startApi(oneOperation("get", "/p", {}), {}, reply);
    return await api.driver.executeTool("op", {});
  }

  test("JSON, also under other names", async () => {
    expect(await result({ json: { a: 1 } })).toEqual({ a: 1 });
    expect(
      await result({ body: "[1]", headers: { "content-type": "application/vnd.x+json; charset=utf-8" } }),
    ).toEqual([1]);
    expect(await result({ body: '{"a":1}' })).toEqual({ a: 1 });
  });

  test("text, no body, and bytes as media", async () => {
    expect(await result({ body: "hi", headers: { "content-type": "text/plain" } })).toBe("hi");
    expect(await result({ status: 204 })).toBeNull();
    const media = await result({ body: Uint8Array.of(1, 2, 3), headers: { "content-type": "image/png" } });
    expect(media).toMatchObject({ type: "image/png", size: 3 });
    expect(JSON.stringify(media)).toBe('{"media":{"type":"image/png","size":3}}');
  });

  test("a charset other than UTF-8", async () => {
    expect(
      await result({
        body: Uint8Array.of(0xfc),
        headers: { "content-type": "text/plain; charset=iso-8859-1" },
      }),
    ).toBe("ü");
  });

  test("JSON that is none is an error that says that the call was carried out", async () => {
    await expect(
      result({ body: "{oops", headers: { "content-type": "application/json" } }),
    ).rejects.toMatchObject({
      code: "unreadable_response",
      message: "GET /p was carried out (status 200), but its answer is not valid JSON: {oops",
    });
  });

  test("a status that is no success fails the call, with a bounded body and when to come back", async () => {
    const reply = {
      status: 429,
      body: "x".repeat(100_000),
      headers: { "retry-after": "7", "content-type": "text/plain" },
    };
    await using api = await startApi(oneOperation("post", "/p", {}), {}, reply);
    const response = await api.driver.processLlmResponse('{"tool":"op","arguments":{}}');
    expect(response).toMatchObject({ callFailed: true, callExecuted: false });
    expect(response.callDetail).toMatch(/^POST \/p answered 429: x+… \(\d+ characters in all\)$/);
    expect(response.callDetail?.length).toBeLessThan(2200);
    await expect(api.driver.executeTool("op", {})).rejects.toMatchObject({ status: 429, retryAfter: 7 });
  });

  test("a redirect is not followed", async () => {
    await expect(
      result({ status: 302, headers: { location: "http://169.254.169.254/latest?x=1" } }),
    ).rejects.toThrow(
      "GET /p answered 302: a redirect to http://169.254.169.254/latest, which is not followed",
    );
  });
});
