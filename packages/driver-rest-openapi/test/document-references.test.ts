import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { HttpPort } from "@mcs/core/ports";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { type Diagnostic, RestDriver } from "../src/index.ts";
import { namesOf, openApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";

const broken = async (driver: RestDriver): Promise<readonly Diagnostic[]> =>
  (await driver.diagnostics()).filter(({ code }) => code === "broken_reference");

/** A port that has nothing, and notes what it is asked for. */
const recorder = (asked: string[]): HttpPort => ({
  adapter: "recorder",
  close: async () => undefined,
  request: async ({ url }) => {
    asked.push(url);
    return { status: 404, headers: {}, body: new Uint8Array(), truncated: false };
  },
});

/** Files in a new folder, and its path. */
async function folderOf(files: Readonly<Record<string, object | string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

/** One description in several files, of which the first is the document. */
const FILES: Readonly<Record<string, object | string>> = {
  "openapi.yaml": `
openapi: 3.1.0
info: { title: Pets, version: "1" }
servers: [{ url: http://api.test }]
paths:
  /pets: { $ref: paths/pets.yaml }
  /pets/{id}: { $ref: 'paths/pets.yaml#/one' }
`,
  "paths/pets.yaml": `
get:
  operationId: list
  parameters:
    - $ref: ../parts/parameters.json#/limit
  responses:
    "200": { $ref: ../parts/responses.json#/Pets }
post:
  operationId: create
  requestBody:
    content:
      application/json:
        schema: { $ref: "../schemas/Pet.yaml" }
one:
  get:
    operationId: get
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
`,
  "parts/parameters.json": {
    limit: { name: "limit", in: "query", schema: { $ref: "#/schemas/Limit" } },
    schemas: { Limit: { type: "integer", maximum: 50 } },
  },
  "parts/responses.json": {
    Pets: {
      description: "Pets.",
      content: { "application/json": { schema: { type: "array", items: { $ref: "../schemas/Pet.yaml" } } } },
    },
  },
  "schemas/Pet.yaml": `
type: object
required: [name]
properties:
  name: { type: string }
  owner: { $ref: "Owner.yaml#/components/schemas/Owner" }
`,
  "schemas/Owner.yaml": `
components:
  schemas:
    Owner:
      type: object
      properties:
        pets: { type: array, items: { $ref: Pet.yaml } }
        address: { $ref: "#/components/schemas/Address" }
    Address: { type: object, properties: { city: { type: string } } }
`,
};

async function expectWhole(driver: RestDriver): Promise<void> {
  expect(await driver.diagnostics()).toEqual([]);
  const [list, create, get] = await driver.listTools();
  expect([list?.name, create?.name, get?.name]).toEqual(["list", "create", "get"]);
  expect(list?.parameters[0]?.schema).toMatchObject({
    $ref: "#/$defs/Limit",
    $defs: { Limit: { maximum: 50 } },
  });
  expect(create?.parameters.map(({ name, required }) => [name, required])).toContainEqual(["owner", false]);
  // Named after their own file or component, through a cycle of files and back.
  const owner = create?.parameters.find(({ name }) => name === "owner")?.schema;
  expect(
    Object.keys(typeof owner === "object" ? (owner.$defs ?? {}) : {}).toSorted((a, b) => a.localeCompare(b)),
  ).toEqual(["Address", "Owner", "Pet"]);
  expect(list?.outputSchema).toMatchObject({ items: { $ref: "#/$defs/Pet" } });
}

describe("a description in several files, with a cycle between them", () => {
  test("by path", async () => {
    await expectWhole(new RestDriver({ file: join(await folderOf(FILES), "openapi.yaml") }));
  });

  test("by URL, behind a redirect", async () => {
    await using server = await startCaptureServer(({ target }) => {
      if (target === "/api") return { status: 302, headers: { location: "/v1/openapi.yaml" } };
      const content = FILES[target.replace("/v1/", "")];
      if (content === undefined) return { status: 404 };
      return typeof content === "string" ? { body: content } : { json: content };
    });
    await using driver = new RestDriver({ url: `${server.url}/api` });
    await expectWhole(driver);
    expect(server.requests).toHaveLength(Object.keys(FILES).length + 1);
  });

  test("of which one is missing: what needs it is reported, the rest stands", async () => {
    const { "parts/parameters.json": _, ...rest } = FILES;
    const driver = new RestDriver({ file: join(await folderOf(rest), "openapi.yaml") });
    expect(await namesOf(driver)).toEqual(["create", "get"]);
    expect((await broken(driver)).map(({ pointer }) => pointer)).toEqual([
      expect.stringMatching(/parts\/parameters\.json$/),
      expect.stringMatching(/paths\/pets\.yaml#\/get\/parameters\/0$/),
    ]);
  });

  test("without end: the loader stops", async () => {
    let made = 0;
    const endless: HttpPort = {
      adapter: "memory",
      close: async () => undefined,
      request: async () => {
        made++;
        const body = Buffer.from(JSON.stringify(openApi({ "/a": { $ref: `part-${made}.json` } })));
        return { status: 200, headers: {}, body, truncated: false };
      },
    };
    const driver = new RestDriver({ url: "http://api.test/openapi.json", http: endless });
    expect(await namesOf(driver)).toEqual([]);
    expect(made).toBe(501);
    expect((await broken(driver))[0]?.message).toMatch(/more than 500 files/);
  });
});

describe("what a file may refer to", () => {
  test("nothing outside of its folder: not above it, not by a symlink, not by a name that begins alike", async () => {
    const folder = await folderOf({
      "secret.json": { get: { operationId: "leak" } },
      "api-evil/secret.json": { get: { operationId: "leak" } },
      "api/openapi.json": openApi({
        "/above": { $ref: "../secret.json" },
        "/encoded": { $ref: "%2e%2e/secret.json" },
        "/link": { $ref: "link.json" },
        "/folder": { $ref: "linked/secret.json" },
        "/alike": { $ref: "../api-evil/secret.json" },
        "/absolute": { $ref: "file:///etc/hostname" },
        "/host": { $ref: "file://server/share.json" },
        "/itself": { $ref: "." },
      }),
    });
    await symlink("../secret.json", join(folder, "api/link.json"));
    await symlink("..", join(folder, "api/linked"));
    const driver = new RestDriver({ file: join(folder, "api/openapi.json") });
    expect(await namesOf(driver)).toEqual([]);
    const outside = (await broken(driver)).filter(({ message }) => message.includes("outside of"));
    expect(outside.map(({ pointer }) => pointer.slice(pointer.lastIndexOf("/") + 1))).toEqual([
      "secret.json",
      "link.json",
      "secret.json",
      "secret.json",
      "hostname",
      "",
    ]);
  });

  test("a symlink that stays inside is as good as its target, and a document may be one itself", async () => {
    const folder = await folderOf({
      "real/openapi.json": openApi({ "/a": { $ref: "link.json" } }),
      "real/part.json": { get: { operationId: "a" } },
    });
    await symlink("part.json", join(folder, "real/link.json"));
    expect(await namesOf(new RestDriver({ file: join(folder, "real/openapi.json") }))).toEqual(["a"]);
  });

  test("nothing larger than the limit", async () => {
    const folder = await folderOf({
      "openapi.json": openApi({ "/a": { $ref: "part.json" } }),
      "part.json": { get: { operationId: "a" }, filler: "x".repeat(5000) },
    });
    const driver = new RestDriver({ file: join(folder, "openapi.json"), maxDocumentBytes: 1000 });
    expect(await namesOf(driver)).toEqual([]);
    expect((await broken(driver))[0]?.message).toMatch(/maxDocumentBytes is 1000/);
    const whole = new RestDriver({ file: join(folder, "part.json"), maxDocumentBytes: 1000 });
    await expect(whole.listTools()).rejects.toThrow(/part\.json could not be read: it has 50\d\d bytes/);
  });
});

describe("what a description calls itself", () => {
  const schema = (ref: string): object => ({ name: ref, in: "query", schema: { $ref: ref } });
  const self = "https://docs.test/api/openapi.yaml";
  const named = (refs: readonly string[]): object => ({
    ...openApi({ "/a": { get: { operationId: "a", parameters: refs.map(schema) } } }),
    openapi: "3.2.0",
    $self: self,
    components: { schemas: { S: { type: "integer" } } },
  });
  const refs = [`${self}#/components/schemas/S`, "openapi.yaml#/components/schemas/S"];

  test("is what its references may say, and no port is asked for it", async () => {
    const folder = await folderOf({ "spec.json": named(refs) });
    for (const source of [{ file: join(folder, "spec.json") }, { document: named(refs) }]) {
      const asked: string[] = [];
      const driver = new RestDriver({ ...source, serverUrl: "http://api.test", http: recorder(asked) });
      const [tool] = await driver.listTools();
      expect(tool?.parameters.map((parameter) => parameter.schema)).toMatchObject([
        { $defs: { S: { type: "integer" } } },
        { $defs: { S: { type: "integer" } } },
      ]);
      expect([await driver.diagnostics(), asked]).toEqual([[], []]);
    }
  });

  test("takes no other file's place, and gives its origin no right", async () => {
    const folder = await folderOf({
      "spec.json": {
        ...named(["other.json"]),
        servers: [{ url: "v1" }],
        $self: "https://docs.test/other.json",
      },
      "other.json": { type: "boolean" },
    });
    const driver = new RestDriver({ file: join(folder, "spec.json") });
    await expect(driver.prepareRequest("a", {})).rejects.toThrow("does not say where its API is");
    const besides = await folderOf({
      "spec.json": { ...named(["other.json"]), $self: "https://docs.test/x.json" },
      "other.json": { type: "boolean" },
    });
    const [tool] = await new RestDriver({ file: join(besides, "spec.json") }).listTools();
    expect(tool?.parameters[0]?.schema).toMatchObject({ $defs: { other: { type: "boolean" } } });
  });

  test("a schema's $id is looked for in the document before the network", async () => {
    const asked: string[] = [];
    const inner = {
      $id: "https://x.test/s",
      $defs: { leaf: { $anchor: "leaf", type: "string" } },
      type: "object",
    };
    const stated = ["https://x.test/s#/$defs/leaf", "https://x.test/s#leaf", "s#leaf"];
    const document = openApi(
      { "/a": { get: { operationId: "a", parameters: stated.map(schema) } } },
      { components: { schemas: { Inner: inner } } },
    );
    const folder = await folderOf({ "spec.json": document });
    const driver = new RestDriver({ file: join(folder, "spec.json"), http: recorder(asked) });
    const [tool] = await driver.listTools();
    for (const parameter of tool?.parameters ?? [])
      expect(parameter.schema).toMatchObject({ $defs: { leaf: { type: "string" } } });
    expect([await broken(driver), asked]).toEqual([[], []]);
  });
});
