import { strict as assert } from "node:assert";
import { McsError } from "@mcs/core";
import fc from "fast-check";
import { test } from "vitest";
import { activeTarget, BasicOrchestrator, priority, rejection } from "../src/index.ts";
import { names, recorded } from "./support.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

test("tools carry their driver's label from the start, so a second driver renames nothing", async () => {
  const mail = recorded("Mail", ["send", "read"]);
  const orchestrator = new BasicOrchestrator([mail.driver]);
  const before = names(await orchestrator.listTools());
  assert.deepEqual(before, ["mail__send", "mail__read"]);
  await orchestrator.add(recorded("Chat", ["send"]).driver);
  assert.deepEqual(names(await orchestrator.listTools()), [...before, "chat__send"]);
  await orchestrator.executeTool("mail__send", { value: "hello" });
  assert.deepEqual(mail.calls[0]?.arguments, { value: "hello" });
});

test("drivers of one name are told apart by a number, and labels of one's own are kept", async () => {
  const three = ["REST over OpenAPI", "REST over OpenAPI", "REST over OpenAPI"].map(
    (name) => recorded(name, ["get"]).driver,
  );
  assert.deepEqual(new BasicOrchestrator(three).labels, [
    "rest_over_openapi",
    "rest_over_openapi_2",
    "rest_over_openapi_3",
  ]);
  assert.deepEqual(new BasicOrchestrator({ pets: three[0] as never, "pet-shop": three[1] as never }).labels, [
    "pets",
    "pet-shop",
  ]);
});

test("a label that could be mistaken for a part of a name is refused", () => {
  const { driver } = recorded("Mail", ["send"]);
  for (const label of ["a__b", "_a", "a_", "1a", "", "a b", "x".repeat(33)]) {
    assert.throws(() => new BasicOrchestrator({ [label]: driver }), { code: "invalid_configuration" }, label);
  }
});

test("whatever labels and names there are, joined names are valid, different, and do not depend on others", async () => {
  const label = fc
    .stringMatching(/^[a-z][a-z0-9-]{0,10}(_[a-z0-9-]{1,8}){0,2}$/)
    .filter((text) => text.length <= 32);
  // Keys that look like numbers would come out in another order.
  const tool = fc.stringMatching(/^[A-Za-z_-][A-Za-z0-9_-]{0,63}$/);
  const sets = fc.dictionary(label, fc.uniqueArray(tool, { minLength: 1, maxLength: 6 }), {
    minKeys: 1,
    maxKeys: 5,
    noNullPrototype: true,
  });
  await fc.assert(
    fc.asyncProperty(sets, async (byLabel) => {
      const drivers = Object.fromEntries(
        Object.entries(byLabel).map(([key, tools]) => [key, recorded(key, tools)]),
      );
      const whole = new BasicOrchestrator(
        Object.fromEntries(Object.entries(drivers).map(([key, { driver }]) => [key, driver])),
      );
      const listed = names(await whole.listTools());
      assert.equal(new Set(listed).size, Object.values(byLabel).flat().length);
      assert.ok(
        listed.every((name) => NAME.test(name)),
        listed.join(),
      );
      let at = 0;
      for (const [key, { driver, calls }] of Object.entries(drivers)) {
        const alone = names(await new BasicOrchestrator({ [key]: driver }).listTools());
        assert.deepEqual(listed.slice(at, at + alone.length), alone);
        at += alone.length;
        for (const name of alone) await whole.executeTool(name, {});
        assert.deepEqual(
          calls.map((call) => call.tool),
          byLabel[key],
        );
      }
    }),
    { numRuns: 60 },
  );
});

test("only a name that does not fit ends in a hash", async () => {
  const tool = "x".repeat(60);
  const orchestrator = new BasicOrchestrator({
    ab: recorded("A", [tool, "short"]).driver,
    abcdef: recorded("B", [tool]).driver,
  });
  const [fits, short, long] = names(await orchestrator.listTools());
  assert.equal(fits, `ab__${tool}`);
  assert.equal(short, "ab__short");
  assert.match(long ?? "", /^abcdef__x{45}_[a-z0-9]{10}$/);
});

test("by priority, the first driver of the order has a name, and what that hides is reported", async () => {
  const [a, b] = [recorded("A", ["get", "own_a"]), recorded("B", ["get"])];
  const orchestrator = new BasicOrchestrator({ a: a.driver, b: b.driver }, { collisions: priority(["b"]) });
  assert.deepEqual(names(await orchestrator.listTools()), ["get", "own_a"]);
  assert.deepEqual(await orchestrator.executeTool("get", {}), { by: "B", tool: "get", value: undefined });
  assert.deepEqual(orchestrator.warnings(), [
    { code: "tool_left_out", message: "get of a is hidden by that of b." },
  ]);
});

test("by rejection, a driver with a taken name is refused and nothing changes", async () => {
  const orchestrator = new BasicOrchestrator(
    { a: recorded("A", ["get"]).driver },
    { collisions: rejection() },
  );
  await orchestrator.add(recorded("B", ["other"]).driver);
  await assert.rejects(
    orchestrator.add(recorded("C", ["other"]).driver, "c"),
    /c has a tool named other, and so has b/,
  );
  assert.deepEqual(orchestrator.labels, ["a", "b"]);
  assert.deepEqual(names(await orchestrator.listTools()), ["get", "other"]);
  const wrong = new BasicOrchestrator([recorded("A", ["x"]).driver, recorded("B", ["x"]).driver], {
    collisions: rejection(),
  });
  await assert.rejects(wrong.listTools(), { code: "invalid_configuration" });
});

test("with an active target, a tool that the driver has not says where it is", async () => {
  const [test, live] = [recorded("Test", ["get", "reset"]), recorded("Live", ["get"])];
  const orchestrator = new BasicOrchestrator(
    { test: test.driver, live: live.driver },
    { collisions: activeTarget() },
  );
  assert.deepEqual(names(await orchestrator.listTools()), ["switch_target", "get", "reset"]);
  const session = orchestrator.session();
  await session.executeTool("switch_target", { target: "live" });
  assert.deepEqual(await session.executeTool("get", {}), { by: "Live", tool: "get", value: undefined });
  await assert.rejects(session.executeTool("reset", {}), { code: "not_on_target" });
  assert.deepEqual(await session.executeTool("switch_target", {}), {
    active: "live",
    targets: ["test", "live"],
  });
  await orchestrator.remove("live");
  await assert.rejects(session.executeTool("get", {}), { code: "target_gone" });
  assert.deepEqual(test.calls, []);
});

test("without a conversation nothing is switched, for nobody", async () => {
  const orchestrator = new BasicOrchestrator(
    { test: recorded("Test", ["get"]).driver, live: recorded("Live", ["get"]).driver },
    { collisions: activeTarget({ initial: "live" }) },
  );
  for (const options of [undefined, { conversation: null as never }, { context: "ada" }]) {
    const error: unknown = await orchestrator
      .executeTool("switch_target", { target: "test" }, options)
      .catch((reason: unknown) => reason);
    assert.ok(McsError.is(error) && error.code === "no_conversation");
  }
  assert.deepEqual(await orchestrator.executeTool("get", {}), { by: "Live", tool: "get", value: undefined });
});

test("a client switches as a model does", async () => {
  const targets = activeTarget();
  const orchestrator = new BasicOrchestrator(
    { test: recorded("Test", ["get"]).driver, live: recorded("Live", ["get"]).driver },
    { collisions: targets },
  );
  const session = orchestrator.session();
  targets.switchTo(session.conversation, "live");
  assert.equal(targets.current(session.conversation), "live");
  const response = await session.processLlmResponse('{"tool": "get", "arguments": {}}');
  assert.deepEqual(response.toolCallResult, { by: "Live", tool: "get", value: undefined });
});

test("a tool that poses as one of the orchestrator's own is left out", async () => {
  const impostor = recorded("Impostor", ["switch_target", "get"]);
  const orchestrator = new BasicOrchestrator(
    { a: impostor.driver, b: recorded("B", ["get"]).driver },
    { collisions: activeTarget() },
  );
  await orchestrator.session().executeTool("switch_target", { target: "b" });
  assert.deepEqual(impostor.calls, []);
  assert.match(orchestrator.warnings()[0]?.message ?? "", /switch_target is left out/);
});

test("a driver that is removed and added again has its old names, and nobody else's change", async () => {
  const [one, two] = [recorded("Mail", ["get"]).driver, recorded("Mail", ["get"]).driver];
  const orchestrator = new BasicOrchestrator([one, two]);
  const before = names(await orchestrator.listTools());
  await orchestrator.remove("mail");
  assert.deepEqual(names(await orchestrator.listTools()), ["mail_2__get"]);
  assert.equal(await orchestrator.add(one), "mail");
  assert.deepEqual(new Set(names(await orchestrator.listTools())), new Set(before));
});
