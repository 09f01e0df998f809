import { describe, expect, test } from "vitest";
import { ALL, get, parameters, query, read, v2, v3, v31 } from "./abuse-reading.ts";

describe("odd shapes of documents that are published all the same", () => {
  const cases: Array<[string, string | Uint8Array | object, readonly string[]]> = [
    ["no paths", { openapi: "3.0.0" }, []],
    ["null paths", v3(null), []],
    ["paths as a list", v3([{ get: {} }]), []],
    [
      "null everywhere",
      v3(
        {
          "/n": null,
          "/a": {
            get: {
              tags: null,
              parameters: null,
              requestBody: null,
              responses: null,
              security: null,
              summary: null,
              description: null,
              operationId: null,
            },
            put: null,
            parameters: null,
            servers: null,
          },
        },
        ALL,
      ),
      ["GET /a()"],
    ],
    [
      "null in Swagger 2.0",
      v2(
        {
          "/a": {
            post: { parameters: null, consumes: null, produces: null, responses: null, schemes: null },
          },
        },
        {
          definitions: null,
          parameters: null,
          securityDefinitions: null,
          consumes: null,
          host: null,
          basePath: null,
        },
      ),
      ["POST /a()"],
    ],
    ["parameters as an object", v3(get({ parameters: { q: query({}) } })), ["GET /a()"]],
    [
      "parameters that are null, a text, and an empty object",
      v3(parameters(null, "q", {}, query({}))),
      ["GET /a(q)"],
    ],
    [
      "duplicated parameters",
      v3(parameters(query({ type: "string" }), query({ type: "integer" }))),
      ["GET /a(q)"],
    ],
    [
      "places in the wrong case",
      v2({
        "/a": {
          post: {
            parameters: [
              { name: "b", in: "Body", schema: {} },
              { name: "q", in: "QUERY", type: "string" },
            ],
          },
        },
      }),
      ["POST /a()"],
    ],
    ["a path without a slash", v3({ a: { get: {} } }), ["GET /a()"]],
    ["an empty path", v3({ "": { get: {} }, "/": { get: {} } }), ["GET ()", "GET /()"]],
    ["two names side by side", v3({ "/{a}{b}": { get: {} } }), ["GET /{a}{b}(a! b!)"]],
    ["a name twice", v3({ "/{a}/x/{a}": { get: {} } }), ["GET /{a}/x/{a}(a!)"]],
    [
      "names that nothing describes",
      v3({ "/{a}/{b}": { get: { parameters: [{ name: "b", in: "path" }] } } }),
      ["GET /{a}/{b}(b! a!)"],
    ],
    ["braces without names", v3({ "/{}/{": { get: {} } }), ["GET /{}/{()"]],
    ["a query in the path", v3({ "/a?x=1": { get: { parameters: [query({})] } } }), ["GET /a?x=1(q)"]],
    [
      "extensions among paths and operations",
      v3({ "x-a": { get: {} }, "/a": { "x-get": {}, get: {} } }),
      ["GET /a()"],
    ],
    [
      "webhooks and callbacks",
      v31(
        { "/a": { post: { callbacks: { c: { "{$url}": { post: {} } } } } } },
        { webhooks: { w: { post: {} } } },
      ),
      ["POST /a()"],
    ],
    ["methods in capitals", v3({ "/a": { GET: {} } }), []],
    [
      "parameters of the path beside a reference",
      v3(
        { "/a": { $ref: "#/components/x/i", parameters: [query({})], put: {} } },
        { components: { x: { i: { parameters: [query({}, "r")], get: {} } } } },
      ),
      ["GET /a(r q)", "PUT /a(q)"],
    ],
    [
      "a path item that is another's",
      v3({ "/a": { $ref: "#/paths/~1b" }, "/b": { get: { operationId: "b" } } }),
      ["GET /a()", "GET /b()"],
    ],
    [
      "references to another operation's parameter",
      v3({
        "/a": { get: { parameters: [{ $ref: "#/paths/~1b~1%7Bid%7D/get/parameters/0" }] } },
        "/b/{id}": { get: { parameters: [query({ type: "string" }), { name: "id", in: "path" }] } },
      }),
      ["GET /a(q)", "GET /b/{id}(q id!)"],
    ],
    [
      "Swagger's body beside formData",
      v2({
        "/a": {
          post: {
            parameters: [
              { name: "b", in: "body", schema: { type: "array" } },
              { name: "f", in: "formData", type: "string" },
            ],
          },
        },
      }),
      ["POST /a(body)"],
    ],
    [
      "formData with files and arrays",
      v2({
        "/a": {
          post: {
            consumes: ["multipart/form-data"],
            parameters: [
              { name: "f", in: "formData", type: "file", required: true },
              {
                name: "l",
                in: "formData",
                type: "array",
                items: { type: "string" },
                collectionFormat: "multi",
              },
            ],
          },
        },
      }),
      ["POST /a(f! l)"],
    ],
    ["responses that are no object", v3(get({ responses: [] })), ["GET /a()"]],
    [
      "tags and ids of other types",
      v3({
        "/a": { get: { operationId: 7, tags: "x", summary: 1, description: ["x"], deprecated: "true" } },
      }),
      ["GET /a()"],
    ],
    [
      "numbers as keys",
      "openapi: 3.0.0\npaths:\n  1:\n    get: {}\n  /a:\n    get:\n      responses:\n        200: {description: ok}\n",
      ["GET /1()", "GET /a()"],
    ],
    ["duplicate keys", "openapi: 3.0.0\npaths:\n  /a: {get: {}}\n  /a: {put: {}}\n", ["PUT /a()"]],
    [
      "anchors and merge keys",
      "openapi: 3.0.0\nx: &p\n  get: &g {operationId: g}\npaths:\n  /a: *p\n  /b:\n    <<: *p\n    put: {<<: *g, operationId: h}\n",
      ["GET /a()", "GET /b()", "PUT /b()"],
    ],
    [
      "dates, switches and numbers that YAML would change",
      "openapi: 3.0.0\ninfo: {version: 1.10}\npaths:\n  /a:\n    get:\n      parameters:\n      - {name: on, in: query, schema: {type: string, enum: [2020-01-01, yes, off, 0o17, 1_000, 12:30:45]}}\n",
      ["GET /a(on)"],
    ],
    ["a version that is a number", "swagger: 2.0\npaths:\n  /a: {get: {}}\n", ["GET /a()"]],
    ["a version in quotes with spaces", '{"openapi":"3.1.0 ","paths":{"/a":{"get":{}}}}', ["GET /a()"]],
    [
      "comments, document marks and a directive",
      "%YAML 1.2\n---\n# c\nopenapi: 3.0.0 # c\npaths: {/a: {get: {}}}\n...\n",
      ["GET /a()"],
    ],
    ["line ends of Windows", "openapi: 3.0.0\r\npaths:\r\n  /a:\r\n    get: {}\r\n", ["GET /a()"]],
    ["a byte order mark before YAML", "\ufeffopenapi: 3.0.0\npaths: {/a: {get: {}}}\n", ["GET /a()"]],
    [
      "JSON with trailing commas and comments, as YAML reads them",
      '{"openapi": "3.0.0", "paths": {"/a": {"get": {},},},}',
      ["GET /a()"],
    ],
    ["tabs in YAML's flow style", "openapi: 3.0.0\npaths: {\n\t/a: {\n\t\tget: {}\n\t}\n}\n", ["GET /a()"]],
    [
      "text in another encoding",
      Buffer.from("openapi: 3.0.0\npaths: {/a: {get: {summary: gr\u00fc\u00df}}}\n", "latin1"),
      ["GET /a()"],
    ],
  ];
  test.each(cases)("%s", async (_, document, tools) => {
    expect((await read(document)).tools).toEqual(tools);
  });

  const utf16 = Buffer.from(
    '\ufeff{"openapi": "3.0.0", "paths": {"/a": {"get": {"summary": "gr\u00fcn"}}}}',
    "utf16le",
  );
  test.each<[string, Uint8Array]>([
    ["UTF-16 with its mark", utf16],
    ["UTF-16 without its mark", utf16.subarray(2)],
    ["UTF-16 the other way round", Buffer.from(utf16).swap16()],
  ])("%s", async (_, document) => {
    expect(await read(document)).toMatchObject({ tools: ["GET /a()"], diagnostics: [] });
  });

  test.each<[string, string, RegExp]>([
    [
      "tags that only other tools know",
      "openapi: 3.0.0\nx: !include other.yaml\ny: !!set {a, b}\npaths: !paths {/a: {get: {}}}\n",
      /The tag !include is not known/,
    ],
    [
      "tabs at the beginning of lines",
      "openapi: 3.0.0\npaths:\n\t/a:\n\t\tget: {}\n  /b:\n  \tget: {}\n",
      /begin with tabs/,
    ],
  ])("%s are passed over with a diagnostic", async (_, document, message) => {
    const { tools, diagnostics } = await read(document);
    expect(tools.slice(0, 1)).toEqual(["GET /a()"]);
    expect(diagnostics).toContainEqual({
      severity: "warning",
      code: "malformed",
      pointer: "",
      message: expect.stringMatching(message),
    });
  });

  test.each<[string, object, string]>([
    ["a parameter without a name", v3(parameters({ in: "query" })), "/paths/~1a/get/parameters/0"],
    [
      "a parameter in the wrong case",
      v3(parameters({ name: "q", in: "Query" })),
      "/paths/~1a/get/parameters/0",
    ],
    ["a name that nothing describes", v3({ "/{a}": { get: {} } }), "/paths/~1{a}/get"],
    ["a path item that is no object", v3({ "/a": [] }), "/paths/~1a"],
    ["a broken reference", v3(parameters({ $ref: "#/nowhere" })), "/paths/~1a/get/parameters/0"],
    ["an operation that is no object", v3({ "/a": { get: [] } }), "/paths/~1a/get"],
    ["parameters that are no list", v3(get({ parameters: { q: query({}) } })), "/paths/~1a/get/parameters"],
    ["a method in capitals", v3({ "/a": { GET: {} } }), "/paths/~1a/GET"],
    ["a reference that is no text", v3({ "/a": { $ref: 7 } }), "/paths/~1a/$ref"],
    [
      "additional operations that are no object",
      v3({ "/a": { additionalOperations: [] } }),
      "/paths/~1a/additionalOperations",
    ],
    [
      "a method that cannot be sent",
      v3({ "/a": { additionalOperations: { "A B": {} } } }),
      "/paths/~1a/additionalOperations/A B",
    ],
  ])("%s is reported with its place", async (_, document, pointer) => {
    expect((await read(document)).diagnostics.map((diagnostic) => diagnostic.pointer)).toContain(pointer);
  });
});
