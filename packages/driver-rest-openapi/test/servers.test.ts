import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { paths, served, urlOf } from "./served.ts";
import { openApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";

describe("the document's servers", () => {
  const cases: Array<[string, object, string]> = [
    [
      "the first of several",
      served({ url: "http://one.test" }, { url: "http://two.test" }),
      "http://one.test/a",
    ],
    ["a trailing slash", served({ url: "http://one.test/v1/" }), "http://one.test/v1/a"],
    ["many of them", served({ url: "http://one.test/v1///" }), "http://one.test/v1/a"],
    [
      "a query",
      served({ url: "http://one.test/v1?api-version=2&x=%20" }),
      "http://one.test/v1/a?api-version=2&x=%20",
    ],
    ["a fragment", served({ url: "http://one.test/v1#top" }), "http://one.test/v1/a"],
    ["a user and password", served({ url: "http://user:pass@one.test" }), "http://one.test/a"],
    [
      "variables at their defaults",
      served({
        url: "http://{region}.one.test:{port}/{base}",
        variables: { region: { default: "eu" }, port: { default: 8443 }, base: { enum: ["v1/x", "v2"] } },
      }),
      "http://eu.one.test:8443/v1/x/a",
    ],
    [
      "a variable that is the whole beginning",
      served({ url: "{base}/v1", variables: { base: { default: "https://one.test/api" } } }),
      "https://one.test/api/v1/a",
    ],
    [
      "of the path",
      openApi(
        { "/a": { ...paths["/a"], servers: [{ url: "http://path.test" }] } },
        { servers: [{ url: "http://one.test" }] },
      ),
      "http://path.test/a",
    ],
    [
      "beside a path item's reference, before the item's own",
      openApi(
        { "/a": { $ref: "#/components/pathItems/A", servers: [{ url: "http://beside.test" }] } },
        { components: { pathItems: { A: { ...paths["/a"], servers: [{ url: "http://path.test" }] } } } },
      ),
      "http://beside.test/a",
    ],
    [
      "of the operation",
      openApi({
        "/a": {
          get: { operationId: "a", servers: [{ url: "http://operation.test" }] },
          servers: [{ url: "http://path.test" }],
        },
      }),
      "http://operation.test/a",
    ],
    [
      "none of the operation",
      openApi(
        { "/a": { get: { operationId: "a", servers: [] } } },
        { servers: [{ url: "http://one.test" }] },
      ),
      "http://one.test/a",
    ],
  ];
  test.each(cases)("%s", async (_, document, url) => {
    expect(await urlOf(document)).toBe(url);
  });

  test.each([
    ["absent", undefined, "/a"],
    ["/", [{ url: "/" }], "/a"],
    ["relative", [{ url: "/v1/" }], "/v1/a"],
    ["relative to the document", [{ url: "v1" }], "/docs/v1/a"],
    ["above the document", [{ url: "../v1" }], "/v1/a"],
  ])("%s, of a document with a URL", async (_, servers, target) => {
    await using server = await startCaptureServer({
      json: openApi(paths, servers === undefined ? {} : { servers }),
    });
    await using driver = new RestDriver({ url: `${server.url}/docs/openapi.json` });
    expect((await driver.prepareRequest("a", {})).url).toBe(`${server.url}${target}`);
  });

  test("a relative one in another file is relative to that file", async () => {
    await using other = await startCaptureServer({ json: { ...paths["/a"], servers: [{ url: "v2" }] } });
    await using server = await startCaptureServer({
      json: openApi({ "/a": { $ref: `${other.url}/parts/a.json` } }),
    });
    await using driver = new RestDriver({ url: `${server.url}/openapi.json`, origins: [other.url] });
    expect((await driver.prepareRequest("a", {})).url).toBe(`${other.url}/parts/v2/a`);
  });

  test.each([
    ["absent, of a file", {}, /does not say where its API is: its server is "\/"/],
    [
      "of another scheme",
      { servers: [{ url: "ftp://one.test" }] },
      /ftp:\/\/one\.test is not reached by http/,
    ],
    [
      "a variable without a value",
      { servers: [{ url: "http://{tenant}.one.test" }] },
      /needs its variable tenant.*serverVariables/,
    ],
    ["endless", { servers: [{ url: `http://one.test/${"/".repeat(200_000)}` }] }, /has 200016 characters/],
  ])("%s is an error that says what to do", async (_, rest, message) => {
    const file = join(await temporaryFolder(), "openapi.json");
    await writeFile(file, JSON.stringify(openApi(paths, rest)));
    await expect(new RestDriver({ file }).prepareRequest("a", {})).rejects.toThrow(message);
  });
});

describe("the choice of a server", () => {
  const several = served(
    { url: "https://api.one.test", description: "Production" },
    { url: "https://{region}.one.test", description: "Regional", variables: { region: { default: "eu" } } },
    { url: "https://named.one.test", name: "named" },
  );
  test.each([
    [1, "https://eu.one.test/a"],
    ["Production", "https://api.one.test/a"],
    ["https://{region}.one.test", "https://eu.one.test/a"],
    ["https://eu.one.test", "https://eu.one.test/a"],
    ["named", "https://named.one.test/a"],
  ])("%j", async (server, url) => {
    expect(await urlOf(several, { server })).toBe(url);
  });

  test.each([[3], [-1], [0.5], ["production"]])(
    "%j is none, and the error names them all",
    async (server) => {
      await expect(new RestDriver({ document: several, server }).listTools()).rejects.toMatchObject({
        code: "invalid_configuration",
        message: `server is ${JSON.stringify(server)}, and the document has no such server. It has 0: "https://api.one.test" (Production); 1: "https://{region}.one.test" (Regional); 2: "https://named.one.test" (named).`,
      });
    },
  );

  test("where an operation has its own: the one that is called so, or its first", async () => {
    const own = {
      servers: [{ url: "http://files.test" }, { url: "http://files.test/sandbox", description: "Sandbox" }],
    };
    const document = openApi(
      { "/a": { get: { operationId: "a", ...own } }, "/b": { get: { operationId: "b" } } },
      { servers: [{ url: "http://one.test" }, { url: "http://one.test/sandbox", description: "Sandbox" }] },
    );
    expect(await urlOf(document, { server: "Sandbox" })).toBe("http://files.test/sandbox/a");
    expect(await urlOf(document, { server: "Sandbox" }, "b")).toBe("http://one.test/sandbox/b");
    expect(await urlOf(document, { server: 1 })).toBe("http://files.test/a");
    expect(await urlOf(document, { server: "http://files.test/sandbox" }).catch(String)).toBe(
      "http://files.test/sandbox/a",
    );
  });

  test("it cannot be combined with serverUrl", () => {
    for (const rest of [{ server: 0 }, { serverVariables: { a: "b" } }]) {
      expect(() => new RestDriver({ document: several, serverUrl: "http://x.test", ...rest })).toThrow(
        /serverUrl was given together with server or serverVariables/,
      );
    }
  });
});

describe("Swagger 2.0", () => {
  const swagger = (rest: object) => ({ swagger: "2.0", paths, ...rest });
  test.each([
    [{ host: "one.test", basePath: "/v1", schemes: ["http", "https"] }, {}, "https://one.test/v1/a"],
    [
      { host: "one.test", basePath: "/v1", schemes: ["http", "https"] },
      { server: "http" },
      "http://one.test/v1/a",
    ],
    [{ host: "one.test", schemes: ["HTTP"] }, {}, "http://one.test/a"],
    [{ host: "one.test:8080", basePath: "v1/" }, {}, "https://one.test:8080/v1/a"],
    [{ host: "one.test", schemes: ["wss", "http"] }, {}, "http://one.test/a"],
    [{ basePath: "/v1" }, { serverUrl: "http://other.test" }, "http://other.test/a"],
  ])("%j with %j", async (rest, options, url) => {
    expect(await urlOf(swagger(rest), options)).toBe(url);
  });

  test("without a host it is the document's", async () => {
    await using server = await startCaptureServer({ json: swagger({ basePath: "/v1" }) });
    await using driver = new RestDriver({ url: `${server.url}/swagger.json` });
    expect((await driver.prepareRequest("a", {})).url).toBe(`${server.url}/v1/a`);
  });

  test("a scheme that it does not offer", async () => {
    const driver = new RestDriver({
      document: swagger({ host: "one.test", schemes: ["https"] }),
      server: "http",
    });
    await expect(driver.listTools()).rejects.toThrow(/It has 0: "https:\/\/one\.test\/" \(https\)\./);
  });
});
