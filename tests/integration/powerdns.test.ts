import { randomBytes } from "node:crypto";
import { McsError, secret, type Tool } from "@mcs/core";
import { RestDriver } from "@mcs/driver-rest-openapi";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asOpenAi, asText, shown, toolFor } from "../support/calls.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type PowerDns, startPowerDns, whyNoPowerDns } from "./powerdns.ts";

// Swagger 2.0, described at a URL that itself asks for the key, as YAML or JSON by what is accepted.
const absent = whyNoPowerDns();
const apiKey = randomBytes(16).toString("hex");
const cleanup = new AsyncDisposableStack();
let server: PowerDns;
let driver: RestDriver;
let tools: readonly Tool[];

beforeAll(async () => {
  if (absent !== undefined) return;
  const folder = cleanup.use(temporaryFolder()).path;
  server = cleanup.use(await startPowerDns(folder, apiKey));
  driver = new RestDriver({ url: `${server.url}/api/docs`, headers: { "X-API-Key": secret(apiKey) } });
  cleanup.defer(() => driver.close());
  tools = await driver.listTools();
});

afterAll(() => cleanup.disposeAsync());

beforeEach((context) => {
  context.skip(absent !== undefined, absent);
});

const ZONES = "/servers/{server_id}/zones";
const ZONE = `${ZONES}/{zone_id}`;
const HERE = { server_id: "localhost" };

/** The tool of an operation, called on the one server that there is. */
function operation(method: string, path: string) {
  const { name } = toolFor(tools, method, path);
  return { name, call: (args: object) => driver.executeTool(name, { ...HERE, ...args }) };
}

function createZone(zone: string): Promise<unknown> {
  return operation("POST", ZONES).call({ name: zone, kind: "Native", nameservers: ["ns1.example.org."] });
}

test("every operation of the document is a tool", async () => {
  expect((await driver.diagnostics()).filter(({ severity }) => severity === "error")).toEqual([]);
  expect(tools).toHaveLength(36);
  const create = toolFor(tools, "POST", ZONES);
  expect(create.parameters.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["server_id", "name", "kind"]),
  );
  expect(create.parameters.find(({ name }) => name === "server_id")).toMatchObject({
    required: true,
    schema: { type: "string" },
  });
});

test("a zone is created, read, changed and deleted", async () => {
  const zone_id = "made.example.";
  expect(await createZone(zone_id)).toMatchObject({ name: zone_id, kind: "Native" });

  const record = { content: "192.0.2.7", disabled: false };
  const rrset = { name: `www.${zone_id}`, type: "A", ttl: 300, changetype: "REPLACE", records: [record] };
  await operation("PATCH", ZONE).call({ zone_id, rrsets: [rrset] });
  expect(await operation("GET", ZONE).call({ zone_id })).toMatchObject({
    rrsets: expect.arrayContaining([expect.objectContaining({ name: rrset.name, type: "A", ttl: 300 })]),
  });

  await operation("DELETE", ZONE).call({ zone_id });
  await expect(operation("GET", ZONE).call({ zone_id })).rejects.toMatchObject({
    code: "http_status",
    status: 404,
  });
});

test("a model that writes text gets the zone as its next message", async () => {
  await createZone("text.example.");
  const { name } = operation("GET", ZONE);
  const response = await driver.processLlmResponse(asText(name, { ...HERE, zone_id: "text.example." }));
  expect(response).toMatchObject({ callExecuted: true, callFailed: false });
  expect(response.toolCallResult).toMatchObject({ name: "text.example." });
  expect(JSON.stringify(response.messages?.at(-1))).toContain("text.example.");
});

test("of two native calls the good one runs and the bad one fails with the server's status", async () => {
  await createZone("native.example.");
  const { name } = operation("GET", ZONE);
  const response = await driver.processLlmResponse(
    asOpenAi(
      [name, { ...HERE, zone_id: "native.example." }],
      [name, { ...HERE, zone_id: "nowhere.example." }],
    ),
  );
  expect(response).toMatchObject({
    callExecuted: true,
    callFailed: true,
    calls: [
      { ok: true, result: { name: "native.example." } },
      { ok: false, code: "http_status" },
    ],
  });
  expect(response.callDetail).toContain("404");
  const answers = response.messages?.filter(({ role }) => role === "tool");
  expect(answers?.map(({ tool_call_id }) => tool_call_id)).toEqual(["call_0", "call_1"]);
});

test("what the server refuses is an error with its status and its reason", async () => {
  await createZone("twice.example.");
  await expect(createZone("twice.example.")).rejects.toMatchObject({
    code: "http_status",
    status: 409,
  });
  await expect(createZone("no-dot.example")).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("no-dot.example"),
  });
});

test("arguments that the document forbids are not sent", async () => {
  const before = await operation("GET", ZONES).call({});
  await expect(
    operation("POST", ZONES).call({ name: "kind.example.", kind: "Imaginary" }),
  ).rejects.toMatchObject({ code: "invalid_arguments" });
  expect(await operation("GET", ZONES).call({})).toEqual(before);
});

test("the key can be given for the security scheme of a document that was read elsewhere", async () => {
  const headers = { "X-API-Key": apiKey, accept: "application/json" };
  const document = (await (await fetch(`${server.url}/api/docs`, { headers })).json()) as object;
  const serverUrl = `${server.url}/api/v1`;
  const keyed = new RestDriver({ document, serverUrl, auth: { APIKeyHeader: secret(apiKey) } });
  expect(await keyed.executeTool(operation("GET", "/servers").name, {})).toMatchObject([{ id: "localhost" }]);
  const keyless = new RestDriver({ document, serverUrl });
  await expect(keyless.executeTool(operation("GET", "/servers").name, {})).rejects.toMatchObject({
    status: 401,
  });
  await Promise.all([keyed.close(), keyless.close()]);
});

test("without the key the driver says that the document was refused", async () => {
  const keyless = new RestDriver({ url: `${server.url}/api/docs` });
  await expect(keyless.listTools()).rejects.toSatisfy(
    (error) => McsError.is(error) && error.code === "document_unreachable" && error.message.includes("401"),
  );
  await keyless.close();
});

test("the key is in nothing that a driver shows", async () => {
  const name = operation("GET", ZONE).name;
  const config = toolFor(tools, "GET", "/servers/{server_id}/config").name;
  const failure = driver
    .executeTool(name, { ...HERE, zone_id: "gone.example." })
    .catch((error: unknown) => error);
  const everything = [
    driver,
    driver.meta,
    await driver.diagnostics(),
    tools,
    await driver.getDriverSystemMessage(),
    await driver.getDriverContext("gpt-5"),
    await driver.processLlmResponse(asText(name, { ...HERE, zone_id: "gone.example." })),
    await driver.executeTool(config, HERE),
    await failure,
  ];
  for (const value of everything) expect(shown(value)).not.toContain(apiKey);
});
