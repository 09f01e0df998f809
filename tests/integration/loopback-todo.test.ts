import type { Tool } from "@mcs/core";
import { RestDriver } from "@mcs/driver-rest-openapi";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asOpenAi, asText, toolFor } from "../support/calls.ts";
import { temporaryFolder } from "../support/folder.ts";
import { installTodoServer, startTodoServer } from "./loopback-todo.ts";

// OpenAPI 3.0 as a framework generates it: ids with dots, parameters that are JSON, bodies that repeat a
// parameter of the path.
const cleanup = new AsyncDisposableStack();
let absent: string | undefined;
let driver: RestDriver;
let tools: readonly Tool[];

beforeAll(async () => {
  const folder = cleanup.use(temporaryFolder()).path;
  absent = await installTodoServer(folder);
  if (absent !== undefined) return;
  const { url } = cleanup.use(await startTodoServer(folder));
  driver = new RestDriver({ url: `${url}/openapi.json` });
  cleanup.defer(() => driver.close());
  tools = await driver.listTools();
});

afterAll(() => cleanup.disposeAsync());

beforeEach((context) => {
  context.skip(absent !== undefined, absent);
});

function nameOf(method: string, path: string): string {
  return toolFor(tools, method, path).name;
}

function call(method: string, path: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  return driver.executeTool(nameOf(method, path), args);
}

async function create(title: string): Promise<number> {
  return ((await call("POST", "/todos", { title })) as { id: number }).id;
}

test("every operation of the document is a tool with a name that models may use", async () => {
  expect((await driver.diagnostics()).filter(({ severity }) => severity === "error")).toEqual([]);
  expect(tools).toHaveLength(8);
  for (const { name } of tools) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/);
});

test("an entry is created, read, changed and deleted", async () => {
  const id = await create("water the plants");
  expect(await call("GET", "/todos/{id}", { id })).toEqual({ id, title: "water the plants" });
  await call("PATCH", "/todos/{id}", { id, isComplete: true });
  expect(await call("GET", "/todos/{id}", { id })).toMatchObject({ isComplete: true });
  await call("PUT", "/todos/{id}", { id, title: "water the cactus" });
  expect(await call("GET", "/todos/{id}", { id })).toEqual({ id, title: "water the cactus" });
  await call("DELETE", "/todos/{id}", { id });
  await expect(call("GET", "/todos/{id}", { id })).rejects.toMatchObject({
    code: "http_status",
    status: 404,
  });
});

test("a parameter whose value is JSON selects entries", async () => {
  const title = 'quotes " and & signs, ümlauts';
  await create(title);
  expect(await call("GET", "/todos/count", { where: { title } })).toEqual({ count: 1 });
  expect(await call("GET", "/todos", { filter: { where: { title }, fields: { title: true } } })).toEqual([
    { title },
  ]);
});

test("a model that writes text creates an entry", async () => {
  const title = "written as text";
  const response = await driver.processLlmResponse(asText(nameOf("POST", "/todos"), { title }));
  expect(response).toMatchObject({ callExecuted: true, callFailed: false, toolCallResult: { title } });
  expect(await call("GET", "/todos/count", { where: { title } })).toEqual({ count: 1 });
});

test("every native call is answered in order, the one that fails with its status", async () => {
  const id = await create("written natively");
  const name = nameOf("GET", "/todos/{id}");
  const response = await driver.processLlmResponse(asOpenAi([name, { id: 987_654 }], [name, { id }]));
  expect(response).toMatchObject({
    callExecuted: true,
    callFailed: true,
    toolCallResult: [null, { id, title: "written natively" }],
    callDetail: expect.stringContaining("404"),
  });
  const answers = response.messages?.filter(({ role }) => role === "tool");
  expect(answers?.map(({ tool_call_id }) => tool_call_id)).toEqual(["call_0", "call_1"]);
});

test("a body that the document forbids is not sent, and the model is told which property is missing", async () => {
  const before = await call("GET", "/todos/count");
  const response = await driver.processLlmResponse(asText(nameOf("POST", "/todos"), { desc: "no title" }));
  expect(response).toMatchObject({
    callExecuted: false,
    callFailed: true,
    calls: [{ code: "invalid_arguments" }],
  });
  expect(response.retryPrompt).toContain("title");
  expect(await call("GET", "/todos/count")).toEqual(before);
});

test("what only the server can refuse fails with its status and its reason", async () => {
  // The document lets a condition be any object.
  const where = { id: { inq: 3 } };
  const response = await driver.processLlmResponse(asOpenAi([nameOf("GET", "/todos/count"), { where }]));
  expect(response).toMatchObject({ callExecuted: false, callFailed: true, calls: [{ code: "http_status" }] });
  expect(response.callDetail).toContain("400");
  expect(response.retryPrompt).toContain("Value is not an array");
});
