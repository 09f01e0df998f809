import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { ConfigurationError, secret } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { escapeSegment } from "../src/document/json.ts";
import { RestDriver } from "../src/index.ts";
import { fillPath, parsePath } from "../src/wire/path.ts";
import { oneOperation, openApi, startApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";
import { answering } from "./wire-support.ts";

const components = { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } };
const get = { operationId: "op", security: [{ key: [] }] };
const secured = openApi({ "/p": { get } }, { components });
const auth = secret("k1234");

async function listener(reply: object = { json: {} }) {
  const server = await startCaptureServer(reply);
  onTestFinished(() => server.close());
  return server;
}

describe("CVE-2026-45366: servers that only the document names", () => {
  test.each([
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://2130706433:1",
    "http://0x7f.1:1",
    "http://[::ffff:127.0.0.1]:1",
    "http://169.254.169.254",
    "http://metadata.google.internal.",
  ])("%s gets no credential", async (url) => {
    await using api = await startApi({ ...secured, servers: [{ url }] }, { auth });
    await expect(api.call("op", {})).rejects.toMatchObject({ code: "invalid_configuration" });
    expect(api.server.requests).toHaveLength(1);
  });

  test("another port, another scheme and a trailing dot are other origins", async () => {
    const other = await listener();
    for (const url of [
      other.url,
      other.url.replace("http:", "https:"),
      other.url.replace("127.0.0.1", "localhost."),
    ]) {
      await using api = await startApi({ ...secured, servers: [{ url }] }, { auth });
      await expect(api.call("op", {})).rejects.toThrow(/which you did not name/);
    }
    expect(other.requests).toHaveLength(0);
  });

  test("a user in a server's address does not make it the operator's", async () => {
    const other = await listener();
    await using api = await startApi(secured, { auth });
    const { host } = new URL(other.url);
    const document = { ...secured, servers: [{ url: `http://${new URL(api.server.url).host}@${host}/` }] };
    await using second = await startApi(document, { auth });
    await expect(second.call("op", {})).rejects.toThrow(/which you did not name/);
    expect(other.requests).toHaveLength(0);
  });
});

describe("CVE-2026-39885: files that a document refers to", () => {
  test("an external $ref elsewhere is fetched without credentials, when at all", async () => {
    const other = await listener({ json: { get } });
    const document = openApi({ "/p": { $ref: `${other.url}/item.json` } }, { components });
    await using api = await startApi(document, { auth, headers: { "X-Key": secret("k1234") } });
    await api.driver.listTools();
    // The network policy keeps even that from happening where the other place is in a private network.
    expect(other.requests.map((request) => request.header("x-key"))).toEqual([]);
  });

  test("what a file of the operator's refers to in the network has no say in where credentials go", async () => {
    const evil = await listener();
    const item = { get: { ...get, servers: [{ url: evil.url }] } };
    const elsewhere = await listener({ json: item });
    const folder = await temporaryFolder();
    const file = join(folder, "openapi.json");
    const paths = { "/p": { $ref: `${elsewhere.url}/item.json` } };
    await writeFile(
      file,
      JSON.stringify(openApi(paths, { components, servers: [{ url: "https://api.example" }] })),
    );
    // Naming the place of the file lets it be read, and is no word about what it says.
    const driver = new RestDriver({ file, auth, origins: [elsewhere.url] });
    onTestFinished(() => driver.close());
    expect(await driver.listTools()).toHaveLength(1);
    await expect(driver.executeTool("op", {})).rejects.toThrow(/which you did not name/);
    expect(evil.requests).toHaveLength(0);
  });

  test("such a file's operations are served where the operator's own file says", async () => {
    const api = await listener();
    const elsewhere = await listener({ json: { get } });
    const folder = await temporaryFolder();
    const file = join(folder, "openapi.json");
    const paths = { "/p": { $ref: `${elsewhere.url}/item.json` } };
    await writeFile(file, JSON.stringify(openApi(paths, { components, servers: [{ url: api.url }] })));
    const driver = new RestDriver({ file, auth, origins: [elsewhere.url] });
    onTestFinished(() => driver.close());
    await driver.executeTool("op", {});
    expect(api.requests.at(-1)?.header("x-key")).toBe("k1234");
  });
});

test("a document in the operator's hands says where its credentials go", async () => {
  const api = await listener();
  const driver = new RestDriver({ document: { ...secured, servers: [{ url: api.url }] }, auth });
  onTestFinished(() => driver.close());
  await driver.executeTool("op", {});
  expect(api.requests.at(-1)?.header("x-key")).toBe("k1234");
});

describe("what auth may be is checked", () => {
  const schemes = {
    key: { type: "apiKey", in: "header", name: "X-Key" },
    login: { type: "http", scheme: "basic" },
    oauth: { type: "oauth2", flows: {} },
    odd: { type: "http", scheme: "hoba" },
  };
  const security = [{ oauth: [] }];
  const document = oneOperation("get", "/p", { security }, { components: { securitySchemes: schemes } });
  const client = { clientId: "a", clientSecret: secret("b1234") };

  test.each([
    [{ oauth: { ...client, clientSecret: "b" } }, /auth\.oauth\.clientSecret is a plain string\. Wrap it/],
    [{ oauth: { clientId: "a" } }, /auth\.oauth has no clientSecret/],
    [{ oauth: { ...client, scope: "read" } }, /has a field scope, which is not known\. Beside .*scopes/],
    [{ oauth: { ...client, tokenUrl: "/token" } }, /auth\.oauth\.tokenUrl is not what it should be/],
    [{ oauth: { refreshToken: "r", clientId: "a" } }, /refreshToken is a plain string/],
    [{ login: { username: "u" } }, /auth\.login has no password/],
    [{ key: {} }, /auth\.key is no credential\. It may be/],
    [5, /auth is no credential/],
  ])("%# before anything is read", (given, message) => {
    expect(() => new RestDriver({ document, auth: given as never })).toThrow(message);
  });

  test.each([
    [{ key: client }, /auth\.key is \{ clientId, clientSecret \}, which a apiKey scheme cannot use/],
    [{ oauth: { username: "u", password: secret("p123") } }, /It takes secret.*\{ clientId, clientSecret \}/],
    [{ odd: secret("k1234") }, /auth names odd, which the document does not have/],
    [
      { oauth: client },
      /does not say where the scheme oauth has its tokens\. Pass it as tokenUrl in auth\.oauth/,
    ],
  ])("%# against the document", async (given, message) => {
    const driver = new RestDriver({ document, serverUrl: "http://127.0.0.1:1", auth: given as never });
    await expect(driver.executeTool("op", {})).rejects.toThrow(message);
  });

  test("a scheme of an unknown kind is reported", async () => {
    const driver = new RestDriver({ document });
    expect(await driver.diagnostics()).toContainEqual({
      severity: "warning",
      code: "unsupported",
      pointer: "/components/securitySchemes/odd",
      message: "The security scheme odd is of no known kind, so nothing is sent for it.",
    });
  });
});

describe("a path that does not begin with a slash", () => {
  test.each([
    [".evil.example/x", {}, "https://api.example/.evil.example/x"],
    ["@evil.example/x", {}, "https://api.example/@evil.example/x"],
    [":80/x", {}, "https://api.example/:80/x"],
    ["80/x", {}, "https://api.example/80/x"],
    ["{p}/x", { p: ".evil.example" }, "https://api.example/.evil.example/x"],
    ["#x", {}, "https://api.example/"],
    ["pets", {}, "https://api.example/pets"],
  ])("%s stays on the host that gets the credential, and is reported", async (path, args, url) => {
    const http = answering({});
    const document = openApi({ [path]: { get } }, { components });
    const driver = new RestDriver({ document, serverUrl: "https://api.example", auth, http });
    await driver.executeTool("op", args);
    expect(http.requests[0]).toMatchObject({ url, headers: { "x-key": "k1234" } });
    expect(await driver.diagnostics()).toContainEqual(
      expect.objectContaining({
        severity: "warning",
        code: "malformed",
        pointer: `/paths/${escapeSegment(path)}`,
      }),
    );
  });

  test("cannot be made to follow a host by any way into a template", () => {
    expect(fillPath(parsePath("{p}.example"), () => "evil", "op")).toBe("/evil.example");
    expect(fillPath(parsePath(""), () => "", "op")).toBe("");
  });
});

describe("what stands in an address and lets somebody in is shown to nobody", () => {
  const document = openApi({ "/p": { get } }, { components });

  test.each([
    { document, serverUrl: "http://ann:canary@127.0.0.1:1/" },
    { document, serverUrl: "//ann:canary@127.0.0.1:1/" },
    { document, serverUrl: "https://canary@api.example" },
    { document, serverUrl: "ftp://ann:canary@api.example" },
    { document, serverUrl: "http://ann:canary@:x" },
    { document, origins: ["ann:canary@api.example"] },
    { document, origins: ["htps://api.example/?key=canary"] },
  ])("an option with a password is refused, and says so without it: %j", (options) => {
    let error: unknown;
    try {
      new RestDriver(options);
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error)).not.toContain("canary");
  });

  test("diagnostics name files without what signs their addresses", async () => {
    await using server = await startCaptureServer(({ target }) => {
      if (target === "/b.yaml") return { status: 302, headers: { location: "/signed/b.yaml?sig=canary" } };
      if (target.startsWith("/signed"))
        return { body: "X: {name: q, in: query, schema: {$ref: '#/nope'}}\nP: {get: {parameters: {}}}\n" };
      if (target.startsWith("/gone")) return { status: 404 };
      const refs = [
        "b.yaml#/X",
        "gone.yaml?sig=canary#/X",
        "b.yaml?sig=canary#/nope",
        "//ann:canary@h.example/#/x",
      ];
      return {
        json: openApi({
          "/p": {
            get: { parameters: refs.map(($ref) => ({ $ref })) },
            put: { requestBody: { $ref: "gone.yaml?sig=canary#/Y" } },
          },
          "/q": { $ref: "gone.yaml?sig=canary#/Z" },
          "/r": { $ref: "b.yaml#/P" },
          "/s": {
            get: {
              parameters: [
                { $ref: "b.yaml#/X" },
                { name: "z", in: "query", schema: { $ref: "gone.yaml?sig=canary#/W" } },
              ],
            },
          },
        }),
      };
    });
    await using driver = new RestDriver({ url: `${server.url}/o.json?token=canary` });
    const found = await driver.diagnostics();
    expect(found.length).toBeGreaterThan(6);
    expect(found.map(({ pointer }) => pointer)).toContainEqual(
      expect.stringMatching(/^http.*\/signed\/b\.yaml#\/X\/schema$/),
    );
    expect(JSON.stringify(found)).not.toContain("canary");
  });
});
