import { strict as assert } from "node:assert";
import { defineTool, defineToolDriver, type MCSToolDriver } from "@mcs/core";
import { withLimits } from "@mcs/core/decorators";
import { test } from "vitest";
import { BasicOrchestrator, priority, rejection } from "../src/index.ts";
import { names, recorded } from "./support.ts";

/** A driver whose one tool ends when the test says so. */
function held(name: string): {
  driver: MCSToolDriver;
  begun: Promise<void>;
  finish: () => void;
  most: () => number;
} {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let [now, most] = [0, 0];
  const hold = defineTool({
    name: "hold",
    title: "Ends when it may.",
    annotations: { readOnly: true },
    execute: async () => {
      most = Math.max(most, ++now);
      begun.resolve();
      await end.promise;
      now--;
      return `held by ${name}`;
    },
  });
  const driver = defineToolDriver({
    id: "1d0a86f1-97ab-4c5d-9d1d-7f5f0b6a7c11",
    name,
    version: "1.0.0",
    bindings: [],
    tools: [hold],
  });
  return { driver, begun: begun.promise, finish: end.resolve, most: () => most };
}

test("a call that is under way ends where it began, although its driver was removed and replaced", async () => {
  const old = held("the old one");
  const orchestrator = new BasicOrchestrator({ x: old.driver });
  const call = orchestrator.executeTool("x__hold", {});
  await old.begun;
  const next = held("the new one");
  await orchestrator.update({ remove: ["x"], add: { x: next.driver } });
  old.finish();
  assert.equal(await call, "held by the old one");
  next.finish();
  assert.equal(await orchestrator.executeTool("x__hold", {}), "held by the new one");
  await orchestrator.remove("x");
  await assert.rejects(orchestrator.executeTool("x__hold", {}), { code: "tool_not_found" });
});

test("whoever lists while drivers change sees the one set or the other", async () => {
  const sets = [0, 1].map((set) =>
    Object.fromEntries(["a", "b", "c"].map((label) => [label, recorded(label, [`tool_${set}`]).driver])),
  );
  const orchestrator = new BasicOrchestrator(sets[0]);
  const lists: string[][] = [];
  let changing = true;
  const watch = (async () => {
    while (changing) {
      lists.push(names(await orchestrator.listTools()));
      await new Promise(setImmediate);
    }
  })();
  for (let turn = 1; turn <= 50; turn++) {
    await orchestrator.update({ remove: ["a", "b", "c"], add: sets[turn % 2] ?? {} });
    await new Promise(setImmediate);
  }
  changing = false;
  await watch;
  const expected = [0, 1].map((set) => ["a", "b", "c"].map((label) => `${label}__tool_${set}`).join());
  assert.ok(lists.length > 10);
  for (const list of lists) assert.ok(expected.includes(list.join()), list.join());
});

test("what cannot be done changes nothing", async () => {
  const orchestrator = new BasicOrchestrator({ a: recorded("A", ["x"]).driver });
  const { driver } = recorded("B", ["y"]);
  await assert.rejects(orchestrator.add(driver, "a"), /The label a is taken/);
  await assert.rejects(orchestrator.remove("b"), /no driver labelled b/);
  await assert.rejects(orchestrator.update({ add: { c: driver }, remove: ["b"] }), /no driver labelled b/);
  await assert.rejects(orchestrator.add(orchestrator), /a part of itself/);
  const inner = new BasicOrchestrator({ deep: withLimits(orchestrator, { timeoutMs: 1000 }) });
  await assert.rejects(orchestrator.add(inner), /a part of itself/);
  assert.deepEqual(orchestrator.labels, ["a"]);
});

test("two that are added at once under one label do not both get in", async () => {
  const orchestrator = new BasicOrchestrator();
  const added = await Promise.allSettled([
    orchestrator.add(recorded("A", ["x"]).driver, "same"),
    orchestrator.add(recorded("B", ["y"]).driver, "same"),
  ]);
  assert.deepEqual(added.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.equal((await orchestrator.listTools()).length, 1);
});

test("no more calls run at once than the limits allow, of each driver and of all", async () => {
  const [a, b] = [held("A"), held("B")];
  const orchestrator = new BasicOrchestrator(
    { a: a.driver, b: b.driver },
    { concurrency: { overall: 5, perDriver: 3 } },
  );
  const calls = [..."aaaaaabbbbbb"].map((label) => orchestrator.executeTool(`${label}__hold`, {}));
  await Promise.all([a.begun, b.begun].slice(0, 1));
  await new Promise(setImmediate);
  a.finish();
  b.finish();
  await Promise.all(calls);
  assert.equal(a.most(), 3);
  assert.ok(b.most() >= 1 && b.most() <= 3);
});

test("a call that waits for its turn can be aborted, and is then never begun", async () => {
  const a = held("A");
  const orchestrator = new BasicOrchestrator({ a: a.driver }, { concurrency: { perDriver: 1 } });
  const first = orchestrator.executeTool("a__hold", {});
  await a.begun;
  const controller = new AbortController();
  const second = orchestrator.executeTool("a__hold", {}, { signal: controller.signal });
  controller.abort();
  await assert.rejects(second, { code: "aborted" });
  a.finish();
  await first;
  assert.equal(a.most(), 1);
});

test("calls of one answer that only read run side by side", async () => {
  const a = held("A");
  const orchestrator = new BasicOrchestrator({ a: a.driver });
  const calls = [1, 2, 3].map(() => ({ tool: "a__hold", arguments: {} }));
  const response = orchestrator.processLlmResponse(calls.map((call) => JSON.stringify(call)).join("\n"));
  await a.begun;
  await new Promise(setImmediate);
  a.finish();
  assert.equal((await response).calls?.length, 3);
  assert.equal(a.most(), 3);
});

test("drivers of one name that are added at once get a label each", async () => {
  const orchestrator = new BasicOrchestrator();
  const [one, two] = [recorded("Mail", ["get"]).driver, recorded("Mail", ["get"]).driver];
  const labels = await Promise.all([orchestrator.add(one), orchestrator.add(two)]);
  assert.deepEqual(labels, ["mail", "mail_2"]);
  assert.deepEqual(names(await orchestrator.listTools()), ["mail__get", "mail_2__get"]);
});

test("what is added before anybody has listed is seen beside what was there", async () => {
  const [first, second] = [recorded("First", ["get"]), recorded("Second", ["get"])];
  const orchestrator = new BasicOrchestrator({ first: first.driver }, { collisions: priority() });
  await orchestrator.add(second.driver, "second");
  await orchestrator.executeTool("get", {});
  assert.deepEqual([first.calls.length, second.calls.length], [1, 0]);
  const strict = new BasicOrchestrator({ first: first.driver }, { collisions: rejection() });
  await assert.rejects(strict.add(second.driver, "second"), { code: "invalid_configuration" });
  assert.deepEqual(strict.labels, ["first"]);
});

test("a driver whose calls hang keeps no other driver's calls from being made", async () => {
  const [stuck, quick] = [held("Stuck"), recorded("Quick", ["get"])];
  const orchestrator = new BasicOrchestrator(
    { stuck: stuck.driver, quick: quick.driver },
    { concurrency: { overall: 3, perDriver: 1 } },
  );
  const calls = Array.from({ length: 5 }, () => orchestrator.executeTool("stuck__hold", {}));
  await stuck.begun;
  await orchestrator.executeTool("quick__get", {});
  assert.equal(quick.calls.length, 1);
  stuck.finish();
  await Promise.all(calls);
});

test("a call can be aborted while drivers are still asked for their tools", async () => {
  const { meta } = recorded("Slow", ["get"]).driver;
  const slow: MCSToolDriver = { meta, listTools: () => new Promise(() => {}), executeTool: async () => null };
  const orchestrator = new BasicOrchestrator({ slow });
  const controller = new AbortController();
  const call = orchestrator.executeTool("slow__get", {}, { signal: controller.signal });
  controller.abort();
  await assert.rejects(call, { code: "aborted" });
});

test("an orchestrator does not become a part of itself, by way of a session either", async () => {
  const orchestrator = new BasicOrchestrator({ a: recorded("A", ["get"]).driver });
  const outer = new BasicOrchestrator({ inner: withLimits(orchestrator.session(), { concurrency: 1 }) });
  for (const itself of [orchestrator, orchestrator.session(), outer, outer.session()]) {
    await assert.rejects(orchestrator.add(itself, "itself"), /a part of itself/);
  }
});
