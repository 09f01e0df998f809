import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CaptureServer, startCaptureServer } from "@mcs/testkit";
import { expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { diagnose, everyShape, files, manyUsers, someTools } from "./examples.ts";
import { openApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const README = read("README.md");
/** The first column of the table below a heading. */
const firstColumn = (heading: string): readonly string[] => {
  const [section = ""] = (README.split(`\n## ${heading}\n`)[1] ?? "").split("\n## ");
  return [...section.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
  );
};

const orderId = { name: "orderId", in: "path", required: true, schema: { type: "integer" } };
const file = { type: "object", properties: { file: { type: "string", format: "binary" } } };
const SHOP = openApi(
  {
    "/orders": { get: { operationId: "listOrders", tags: ["orders"] } },
    "/orders/{orderId}": { get: { operationId: "getOrder", parameters: [orderId] } },
    "/orders/{orderId}/photo": {
      get: {
        operationId: "getPhoto",
        parameters: [orderId],
        responses: { 200: { content: { "image/png": {} } } },
      },
      post: {
        operationId: "addPhoto",
        parameters: [orderId],
        requestBody: { required: true, content: { "multipart/form-data": { schema: file } } },
      },
    },
    "/broken": { get: { operationId: "broken", parameters: [{ $ref: "#/nowhere" }] } },
  },
  {
    components: {
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "X-Key" },
        login: { type: "http", scheme: "basic" },
        service: { type: "oauth2", flows: { clientCredentials: { tokenUrl: "/token", scopes: {} } } },
        person: { type: "oauth2", flows: { authorizationCode: { tokenUrl: "/token", scopes: {} } } },
        partner: { type: "mutualTLS" },
        bearer: { type: "http", scheme: "bearer" },
      },
    },
    security: [{ bearer: [] }],
  },
);

function startShop(): Promise<CaptureServer> {
  return startCaptureServer(({ target, method }) => {
    if (target === "/openapi.json") return { json: SHOP };
    if (target.endsWith("/photo") && method === "GET")
      return { headers: { "content-type": "image/png" }, body: Uint8Array.of(137, 80) };
    return { json: { id: 7, owner: { name: "Ada", mail: "ada@example.com" }, lines: [] } };
  });
}

test("the filters of the README choose by name, tag, method and path", async () => {
  await using shop = await startShop();
  expect(await someTools(`${shop.url}/openapi.json`)).toEqual(["listOrders", "getOrder"]);
});

test("the credentials of the README are shapes that the driver takes", async () => {
  const auth = everyShape(async () => {}, { cert: "PEM", key: "PEM" });
  await using driver = new RestDriver({ document: SHOP, auth, serverUrl: "https://shop.example" });
  expect(await driver.listTools()).toHaveLength(4);
});

test("each call of the README gets the credential of whom it is for", async () => {
  await using shop = await startShop();
  const tokens = new Map<unknown, string>([
    ["ada", "token-of-ada"],
    ["bob", "token-of-bob"],
  ]);
  await manyUsers(`${shop.url}/openapi.json`, tokens, '{"tool": "listOrders", "arguments": {}}');
  const sent = shop.requests.slice(1).map((request) => request.header("authorization"));
  expect(sent).toEqual(["Bearer token-of-ada", "Bearer token-of-bob"]);
});

test("files of the README go out by handle and come back as media; a result is cut down", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "parcel.png"), "PNG");
  await using shop = await startShop();
  expect(await files(`${shop.url}/openapi.json`, folder)).toEqual({
    result: { id: 7, owner: { name: "Ada" } },
    note: expect.stringContaining("lines"),
  });
  expect(shop.requests.find(({ method }) => method === "POST")?.text()).toMatch(
    /filename="parcel\.png"[\s\S]*PNG/,
  );
});

test("what is missing is found as the README says", async () => {
  const path = join(await temporaryFolder(), "shop.json");
  await writeFile(path, JSON.stringify({ ...SHOP, servers: [{ url: "https://shop.example" }] }));
  expect(await diagnose(path)).toEqual([
    "/paths/~1broken/get/parameters/0",
    "GET https://shop.example/orders/7",
  ]);
});

test("the README lists every option, every diagnostic and every error code, and no others", () => {
  const options = [...read("src/options.ts").matchAll(/^ {2,6}readonly (\w+)\??: (?!undefined)/gm)].map(
    ([, name]) => name,
  );
  expect(new Set(firstColumn("Options"))).toEqual(new Set([...options, "prompts"]));
  const codes = [...read("src/diagnostics.ts").matchAll(/^ {2}\| "(\w+)"/gm)].map(([, name]) => name);
  expect(new Set(firstColumn("Diagnostics"))).toEqual(new Set(codes));
  const errors = read("src/errors.ts");
  for (const [, code = ""] of errors.matchAll(/(?:\| |[Cc]ode:? |super\()`?"(\w+_\w+)"/g))
    expect(README, code).toContain(`\`${code}\``);
});
