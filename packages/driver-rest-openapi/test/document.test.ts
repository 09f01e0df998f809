import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { type Diagnostic, RestDriver } from "../src/index.ts";
import { namesOf, oneOperation, openApi, startApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";

const codes = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);

describe("a document that cannot be used is an error that says what and where", () => {
  const cases: Array<[string, Parameters<typeof startCaptureServer>[0], string, RegExp]> = [
    [
      "missing",
      { status: 404 },
      "document_unreachable",
      /openapi\.json could not be fetched: the server answered 404/,
    ],
    ["forbidden", { status: 401 }, "document_unreachable", /answered 401\. It asks for credentials/],
    ["a web page", { body: "<!doctype html><html></html>" }, "document_unreadable", /is a web page/],
    [
      "broken JSON",
      { body: '{"openapi": "3.1.0", "paths": {' },
      "document_unreadable",
      /is not valid JSON: /,
    ],
    [
      "broken YAML",
      { body: "openapi: 3.1.0\npaths: [\n" },
      "document_unreadable",
      /is neither JSON nor YAML: /,
    ],
    ["empty", { body: "" }, "document_not_openapi", /it is empty/],
    ["some other JSON", { json: { hello: 1 } }, "document_not_openapi", /neither "openapi" nor "swagger"/],
    [
      "an unknown version",
      { json: { openapi: "4.0.0" } },
      "document_not_openapi",
      /its version "4\.0\.0" is not known/,
    ],
    ["a list", { json: [] }, "document_not_openapi", /it is a list/],
    [
      "an endless redirect",
      { status: 302, headers: { location: "/openapi.json" } },
      "document_unreachable",
      /redirects without end/,
    ],
  ];
  for (const [what, reply, code, message] of cases) {
    test(what, async () => {
      await using server = await startCaptureServer(reply);
      await using driver = new RestDriver({ url: `${server.url}/openapi.json?token=hidden` });
      const error = await driver.listTools().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "DocumentError", code, message: expect.stringMatching(message) });
      expect(String(error)).not.toContain("hidden");
    });
  }

  test("a server that is not there", async () => {
    const server = await startCaptureServer();
    await server.close();
    await using driver = new RestDriver({ url: `${server.url}/openapi.json` });
    await expect(driver.listTools()).rejects.toMatchObject({
      code: "document_unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("a file that is not there", async () => {
    await expect(new RestDriver({ file: "no/such/file.yaml" }).listTools()).rejects.toMatchObject({
      code: "document_unreachable",
      message: expect.stringContaining("no/such/file.yaml could not be read: ENOENT"),
    });
  });

  test("larger than the limit", async () => {
    await using api = await startApi(openApi({}, { "x-filler": "x".repeat(5000) }), {
      maxDocumentBytes: 1000,
    });
    await expect(api.driver.listTools()).rejects.toMatchObject({ code: "document_unreachable" });
  });

  test("options that name no document, or two", () => {
    expect(() => new RestDriver({} as never)).toThrow(/No OpenAPI document was given/);
    expect(() => new RestDriver({ url: "http://a", file: "b" } as never)).toThrow(
      /url and file were given together/,
    );
    expect(() => new RestDriver({ url: "file:///etc/passwd" })).toThrow(/no http\(s\) URL/);
  });
});

test("a failure to load is not kept: the next use tries again", async () => {
  await using server = await startCaptureServer([{ status: 503, headers: { "retry-after": "0" } }]);
  await using driver = new RestDriver({ url: `${server.url}/openapi.json` });
  await expect(driver.listTools()).rejects.toThrow(/503/);
  const before = server.requests.length;
  await expect(driver.listTools()).rejects.toThrow(/503/);
  expect(server.requests.length).toBeGreaterThan(before);
});

test("the document is fetched once, however many ask at the same time", async () => {
  await using api = await startApi(oneOperation("get", "/a", {}));
  await Promise.all(Array.from({ length: 20 }, () => api.driver.listTools()));
  expect(api.server.requests).toHaveLength(1);
});

test("construction does no I/O and describes the driver", async () => {
  await using server = await startCaptureServer();
  const driver = new RestDriver({ url: `${server.url}/openapi.json` });
  expect(driver.meta.bindings).toEqual([{ capability: "rest", adapter: "http", specFormat: "OpenAPI" }]);
  expect(server.requests).toHaveLength(0);
});

describe("formats", () => {
  const yaml = `
openapi: 3.0.3
info: { title: T, version: 1 }
x-base: &base
  responses: { "200": { description: ok } }
paths:
  /a:
    get:
      <<: *base
      operationId: a
      parameters:
        - { name: on, in: query, schema: { type: string, enum: [on, off, 2020-01-01] } }
`;
  test("YAML by URL, with merge keys, and no dates or switches in place of strings", async () => {
    await using api = await startApi(yaml);
    const [tool] = await api.driver.listTools();
    expect(tool?.name).toBe("a");
    expect(tool?.parameters[0]?.schema).toMatchObject({ enum: ["on", "off", "2020-01-01"] });
  });

  test.each(["---\n", "...\n", "\n---\n# nothing\n"])("YAML that ends in %j", async (end) => {
    await using api = await startApi(`${yaml}${end}`);
    expect(await namesOf(api.driver)).toEqual(["a"]);
    expect(await api.driver.diagnostics()).toEqual([]);
  });

  test("of several documents in one YAML text the first that is not empty, and that is reported", async () => {
    await using api = await startApi(`---\n---\n${yaml}---\nother: things\n`);
    expect(await namesOf(api.driver)).toEqual(["a"]);
    expect(await api.driver.diagnostics()).toMatchObject([
      { code: "malformed", message: expect.stringContaining("several documents") },
    ]);
  });

  test("of equal keys in YAML the last, and that is reported with its line", async () => {
    await using api = await startApi(`${yaml.trim()}\n  /a:\n    post: { operationId: b }\n`);
    expect(await namesOf(api.driver)).toEqual(["b"]);
    expect(await api.driver.diagnostics()).toMatchObject([
      { code: "malformed", message: expect.stringMatching(/^Line 12 /) },
    ]);
  });

  test("a file, and another file that it refers to", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "openapi.yaml"), `${yaml}  /b:\n    $ref: "parts/b.json"\n`);
    await import("node:fs/promises").then(({ mkdir }) => mkdir(join(folder, "parts")));
    await writeFile(join(folder, "parts/b.json"), JSON.stringify({ get: { operationId: "b" } }));
    expect(await namesOf(new RestDriver({ file: join(folder, "openapi.yaml") }))).toEqual(["a", "b"]);
  });

  test("an unquoted version number", async () => {
    expect(
      await namesOf(
        new RestDriver({ document: { swagger: 2, paths: { "/a": { get: { operationId: "a" } } } } }),
      ),
    ).toEqual(["a"]);
  });

  test("JSON with a byte order mark", async () => {
    await using api = await startApi(`\ufeff${JSON.stringify(oneOperation("get", "/a", {}))}`);
    expect(await namesOf(api.driver)).toEqual(["op"]);
  });
});

describe("references", () => {
  test("a broken reference costs the operation that needs it, and is reported with its place", async () => {
    const document = openApi({
      "/good": { get: { operationId: "good" } },
      "/bad": { get: { operationId: "bad", parameters: [{ $ref: "#/components/parameters/None" }] } },
      "/body": { post: { operationId: "body", requestBody: { $ref: "#/components/requestBodies/None" } } },
      "/item": { $ref: "#/components/pathItems/None" },
    });
    const driver = new RestDriver({ document });
    expect(await namesOf(driver)).toEqual(["good"]);
    expect(codes(await driver.diagnostics())).toEqual([
      "broken_reference /paths/~1item",
      "broken_reference /paths/~1bad/get/parameters/0",
      "broken_reference /paths/~1body/post/requestBody",
    ]);
  });

  test("a broken schema reference costs the schema: any value goes, and it is reported", async () => {
    const parameters = [{ name: "q", in: "query", schema: { $ref: "#/components/schemas/None" } }];
    await using api = await startApi(oneOperation("get", "/a", { parameters }));
    expect(await api.call("op", { q: "x" })).toBe("GET /a?q=x");
    expect(codes(await api.driver.diagnostics())).toEqual([
      "broken_reference /paths/~1a/get/parameters/0/schema",
    ]);
  });

  test("a schema that contains itself stays a cycle, and is checked to any depth", async () => {
    const Node = {
      type: "object",
      properties: { name: { type: "string" }, next: { $ref: "#/components/schemas/Node" } },
      required: ["name"],
    };
    const requestBody = {
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/Node" } } },
    };
    await using api = await startApi(
      oneOperation("post", "/nodes", { requestBody }, { components: { schemas: { Node } } }),
    );
    await api.call("op", { name: "a", next: { name: "b", next: { name: "c" } } });
    expect(api.server.requests.at(-1)?.json()).toEqual({
      name: "a",
      next: { name: "b", next: { name: "c" } },
    });
    await expect(api.driver.executeTool("op", { name: "a", next: { name: "b", next: {} } })).rejects.toThrow(
      /"next\.next\.name" is missing/,
    );
  });

  test("references that go round in a circle end", async () => {
    const schemas = { A: { $ref: "#/components/schemas/B" }, B: { $ref: "#/components/schemas/A" } };
    const parameters = [{ name: "q", in: "query", schema: { $ref: "#/components/schemas/A" } }];
    const driver = new RestDriver({
      document: oneOperation("get", "/a", { parameters }, { components: { schemas } }),
    });
    expect(await namesOf(driver)).toEqual(["op"]);
    expect(codes(await driver.diagnostics())).toEqual([
      "broken_reference /paths/~1a/get/parameters/0/schema",
    ]);
  });

  test("aliases that multiply in YAML do not multiply here", async () => {
    const bomb = ["openapi: 3.1.0", "paths: {}", "a0: &a0 { lol: 1 }"];
    for (let i = 1; i < 40; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    const api = await startApi(bomb.join("\n"));
    expect(await api.driver.listTools()).toEqual([]);
    await api[Symbol.asyncDispose]();
  });
});

test("a document without operations is an empty list and a diagnostic, not an error", async () => {
  const driver = new RestDriver({ document: openApi({}) });
  expect(await driver.listTools()).toEqual([]);
  expect(codes(await driver.diagnostics())).toEqual(["no_operations /paths"]);
});
