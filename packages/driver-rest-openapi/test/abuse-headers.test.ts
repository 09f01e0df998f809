import { McsError, secret } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { oneOperation, openApi, startApi } from "./support.ts";

describe("header injection", () => {
  const evil = "a\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1\r\n";

  /** Calls every tool of the document and gives what arrived. */
  async function arrived(document: object, args: Record<string, unknown>, options: object = {}) {
    await using api = await startApi(document, options);
    const errors: unknown[] = [];
    for (const { name } of await api.driver.listTools()) {
      await api.driver.executeTool(name, args).catch((error: unknown) => errors.push(error));
    }
    for (const error of errors) expect(McsError.is(error)).toBe(true);
    for (const request of api.server.requests) {
      expect(request.header("x-evil")).toBeUndefined();
      expect(request.target).not.toContain("/evil");
    }
    return api.server.requests.slice(1);
  }

  test("through values of headers, cookies, the query and forms", async () => {
    const parameters = ["header", "cookie", "query"].map((place) => ({
      name: `p_${place}`,
      in: place,
      schema: {},
    }));
    const args = { p_header: evil, p_cookie: evil, p_query: evil, field: evil };
    for (const type of [
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "text/plain",
      "application/json",
    ]) {
      const requestBody = { content: { [type]: { schema: { type: "object", properties: { field: {} } } } } };
      for (const name of ["p_header", "p_cookie", "p_query", "field"] as const) {
        await arrived(oneOperation("post", "/p", { parameters, requestBody }), { [name]: args[name] });
      }
    }
  });

  test("through the document: names, media types, paths, servers, methods and ids", async () => {
    const parameter = (place: string) => [{ name: evil, in: place, schema: {} }];
    const body = (type: string, rest: object = {}) => ({
      requestBody: {
        content: { [type]: { schema: { type: "object", properties: { [evil]: {} } }, ...rest } },
      },
    });
    const cases: object[] = [
      ...["header", "cookie", "query"].map((place) =>
        oneOperation("get", "/p", { parameters: parameter(place) }),
      ),
      oneOperation("post", "/p", body(evil)),
      oneOperation("post", "/p", body(`application/json; x="${evil}"`)),
      oneOperation("post", "/p", body("multipart/form-data")),
      oneOperation(
        "post",
        "/p",
        body("multipart/form-data", { encoding: { [evil]: { contentType: evil } } }),
      ),
      oneOperation("post", "/p", body(`multipart/form-data; boundary="${evil}"`)),
      oneOperation("get", `/p${evil}`, {}),
      openApi({
        "/p": { get: { operationId: evil, summary: evil, responses: { 200: { content: { [evil]: {} } } } } },
      }),
      openApi(
        { "/p": { additionalOperations: { [evil]: {}, "GET /evil HTTP/1.1\r\n\r\n": {} } } },
        { openapi: "3.2.0" },
      ),
    ];
    for (const document of cases) await arrived(document, { [evil]: evil });
  });

  test("through a security scheme's name and a credential", async () => {
    for (const place of ["header", "query", "cookie"]) {
      const document = oneOperation(
        "get",
        "/p",
        { security: [{ key: [] }] },
        {
          components: { securitySchemes: { key: { type: "apiKey", in: place, name: evil } } },
        },
      );
      await arrived(document, {}, { auth: secret("k1234") });
      const named = oneOperation(
        "get",
        "/p",
        { security: [{ key: [] }] },
        {
          components: { securitySchemes: { key: { type: "apiKey", in: place, name: "X-Key" } } },
        },
      );
      await arrived(named, {}, { auth: secret(evil) });
    }
  });

  test("a header parameter does not reframe the request or rename its host", async () => {
    const names = [
      "Host",
      "Content-Length",
      "Transfer-Encoding",
      "Connection",
      "Upgrade",
      "Expect",
      "Trailer",
      "TE",
    ];
    for (const name of names) {
      const parameters = [{ name, in: "header", schema: { type: "string" } }];
      const requestBody = { content: { "application/json": { schema: { properties: { a: {} } } } } };
      for (const value of ["evil.example", "chunked", "0", "close, x-key"]) {
        const requests = await arrived(oneOperation("post", "/p", { parameters, requestBody }), {
          [name]: value,
          a: 1,
        });
        for (const request of requests) {
          expect(request.header("host")).toMatch(/^127\.0\.0\.1:\d+$/);
          expect(request.text()).toBe('{"a":1}');
        }
      }
    }
  });
});
