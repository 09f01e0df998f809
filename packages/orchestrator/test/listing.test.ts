import { strict as assert } from "node:assert";
import type { MCSToolDriver, Tool } from "@mcs/core";
import { test } from "vitest";
import { BasicOrchestrator, type OrchestratorWarning } from "../src/index.ts";
import { names, recorded } from "./support.ts";

/** A driver that lists as the test says. */
function listing(list: () => Promise<readonly Tool[]>): MCSToolDriver {
  const { driver } = recorded("Lister", ["get"]);
  return { meta: driver.meta, listTools: list, executeTool: (...call) => driver.executeTool(...call) };
}

const never = (): Promise<never> => new Promise(() => {});

test("a driver that fails to list costs its own tools, and a warning says so, once", async () => {
  const heard: OrchestratorWarning[] = [];
  const broken = listing(() => Promise.reject(new Error("The document is gone.")));
  const orchestrator = new BasicOrchestrator(
    { good: recorded("Good", ["get"]).driver, broken },
    { onWarning: (warning) => heard.push(warning) },
  );
  assert.deepEqual(names(await orchestrator.listTools()), ["good__get"]);
  await orchestrator.listTools();
  const message = "broken could not list its tools: The document is gone. Its tools are missing.";
  assert.deepEqual(heard, [{ code: "listing_failed", driver: "broken", message }]);
  assert.deepEqual(orchestrator.warnings(), heard);
});

test("a driver that hangs is waited for once, and its tools are there as soon as it has said them", async () => {
  const list = Promise.withResolvers<readonly Tool[]>();
  const orchestrator = new BasicOrchestrator(
    { good: recorded("Good", ["get"]).driver, slow: listing(() => list.promise) },
    { listTimeoutMs: 20 },
  );
  assert.deepEqual(names(await orchestrator.listTools()), ["good__get"]);
  assert.equal(orchestrator.warnings()[0]?.code, "listing_slow");
  list.resolve(await recorded("Lister", ["get"]).driver.listTools());
  await new Promise(setImmediate);
  assert.deepEqual(names(await orchestrator.listTools()), ["good__get", "slow__get"]);
  assert.deepEqual(orchestrator.warnings(), []);
});

test("a driver that cannot list any more keeps the tools that it had", async () => {
  let broken = false;
  const tools = await recorded("Lister", ["get"]).driver.listTools();
  const orchestrator = new BasicOrchestrator({
    x: listing(() => (broken ? Promise.reject(new Error("Off.")) : Promise.resolve(tools))),
  });
  await orchestrator.listTools();
  broken = true;
  assert.deepEqual(names(await orchestrator.listTools()), ["x__get"]);
  assert.match(orchestrator.warnings()[0]?.message ?? "", /The tools that it had are used/);
});

test("with failFast one driver's failure is everybody's", async () => {
  const failing = new BasicOrchestrator(
    { x: listing(() => Promise.reject(new Error("Off."))) },
    { failFast: true },
  );
  await assert.rejects(failing.listTools(), /x could not list its tools: Off/);
  const hanging = new BasicOrchestrator({ x: listing(never) }, { failFast: true, listTimeoutMs: 10 });
  await assert.rejects(hanging.listTools(), { code: "timeout" });
  await assert.rejects(new BasicOrchestrator({}, { failFast: true, listTimeoutMs: 10 }).add(listing(never)), {
    code: "timeout",
  });
});

test("tools that a driver adds later are found, and lists that stay the same are the same list", async () => {
  const first = await recorded("Lister", ["get"]).driver.listTools();
  const second = await recorded("Lister", ["get", "set"]).driver.listTools();
  let now = first;
  const orchestrator = new BasicOrchestrator({ x: listing(async () => now) });
  assert.equal(await orchestrator.listTools(), await orchestrator.listTools());
  now = second;
  assert.deepEqual(names(await orchestrator.listTools()), ["x__get", "x__set"]);
});

test("schemas that are worked out when they are asked for are not asked for by listing", async () => {
  let asked = 0;
  const lazy: Tool = {
    name: "get",
    description: "Gets.",
    get parameters() {
      asked++;
      return [];
    },
  };
  const tools = [lazy];
  const orchestrator = new BasicOrchestrator({ a: new BasicOrchestrator({ b: listing(async () => tools) }) });
  const [tool] = await orchestrator.listTools();
  assert.equal(asked, 0);
  assert.deepEqual(tool?.parameters, []);
  assert.equal(asked, 1);
});

test("the health is the worst of the first level, and says whose it is", async () => {
  const healthy = recorded("A", ["x"], async () => ({ status: "OK" }));
  const tired = recorded("B", ["x"], async () => ({ status: "WARN", detail: "slow today" }));
  const dead = recorded("C", ["x"], () => Promise.reject(new Error("no answer")));
  const silent = recorded("D", ["x"]);
  const inner = new BasicOrchestrator({ b: tired.driver });
  const orchestrator = new BasicOrchestrator({ a: healthy.driver, inner, d: silent.driver });
  assert.deepEqual(await orchestrator.healthcheck(), {
    status: "WARN",
    detail: "inner: WARN, b: WARN, slow today",
    drivers: {
      a: { status: "OK" },
      inner: {
        status: "WARN",
        detail: "b: WARN, slow today",
        drivers: { b: { status: "WARN", detail: "slow today" } },
      },
    },
  });
  await orchestrator.add(dead.driver, "c");
  const worst = await orchestrator.healthcheck();
  assert.equal(worst.status, "ERROR");
  assert.match(worst.detail ?? "", /c: ERROR, no answer/);
});

test("an orchestrator advertises what it does itself and nothing of its drivers", () => {
  const withHealth = recorded("A", ["x"], async () => ({ status: "OK" })).driver;
  const odd = Object.create(withHealth, {
    meta: { value: { ...withHealth.meta, capabilities: ["autostart", "healthcheck"] } },
  });
  const { meta } = new BasicOrchestrator([odd as MCSToolDriver], "House");
  assert.deepEqual(meta.capabilities, ["driver_context", "tcs", "healthcheck", "catalogue"]);
  assert.equal(meta.name, "House");
});

test("an unknown tool is left to other drivers, or answered with the closest names", async () => {
  const { driver } = recorded("Mail", ["send_message", "read_message", "list_folders"]);
  const native = {
    role: "assistant",
    tool_calls: [{ id: "1", type: "function", function: { name: "mail__send_mesage", arguments: "{}" } }],
  };
  const silent = new BasicOrchestrator({ mail: driver });
  assert.equal((await silent.processLlmResponse(native)).messages, null);
  const helpful = new BasicOrchestrator({ mail: driver }, { unknownTool: "suggest" });
  const response = await helpful.processLlmResponse(native);
  assert.equal(response.callFailed, true);
  assert.match(response.retryPrompt ?? "", /no tool mail__send_mesage.*mail__send_message/s);
  await assert.rejects(helpful.executeTool("mail__send_mesage", {}), /closest names are mail__send_message/);
  await assert.rejects(silent.executeTool("mail__send_mesage", {}), { code: "tool_not_found" });
});

test("a driver that lists what is no tool costs its own tools only", async () => {
  for (const nonsense of [undefined, "tools", [null], [{}], [{ name: 7 }], [{ name: "" }]]) {
    const odd = listing(async () => nonsense as never);
    const orchestrator = new BasicOrchestrator({ odd, good: recorded("Good", ["get"]).driver });
    assert.deepEqual(names(await orchestrator.listTools()), ["good__get"]);
    assert.equal(orchestrator.warnings()[0]?.code, "listing_failed");
  }
});

test("a listing that may take for ever is waited for", async () => {
  const list = Promise.withResolvers<readonly Tool[]>();
  const slow = listing(() => list.promise);
  const orchestrator = new BasicOrchestrator({ slow }, { listTimeoutMs: Number.POSITIVE_INFINITY });
  const listed = orchestrator.listTools();
  setTimeout(async () => list.resolve(await recorded("Lister", ["get"]).driver.listTools()), 5);
  assert.deepEqual(names(await listed), ["slow__get"]);
});

test("who is told of a warning and fails does not take the tools with him", async () => {
  const orchestrator = new BasicOrchestrator(
    { good: recorded("Good", ["get"]).driver, broken: listing(() => Promise.reject(new Error("gone"))) },
    {
      onWarning: () => {
        throw new Error("The log is full.");
      },
    },
  );
  assert.deepEqual(names(await orchestrator.listTools()), ["good__get"]);
  assert.equal(orchestrator.warnings().length, 1);
});

test("a health check that throws before it has a promise is an error, and nothing is left waiting", async () => {
  const { driver } = recorded("Odd", ["get"], () => {
    throw new Error("no pulse");
  });
  const health = await new BasicOrchestrator({ odd: driver }).healthcheck();
  assert.deepEqual(health.drivers.odd, { status: "ERROR", detail: "no pulse" });
});
