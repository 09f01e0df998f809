import { strict as assert } from "node:assert";
import { test } from "vitest";
import { BasicOrchestrator } from "../src/index.ts";
import { recorded } from "./support.ts";

test("an option that does not exist is named, and the closest one", () => {
  for (const [options, name, closest] of [
    [{ listTimeout: 5 }, "listTimeout", "listTimeoutMs"],
    [{ concurrency: { perDrivers: 2 } }, "concurrency.perDrivers", "concurrency.perDriver"],
  ] as const) {
    assert.throws(() => new BasicOrchestrator([], options as never), {
      code: "invalid_configuration",
      message: `The option ${name} of BasicOrchestrator does not exist. The closest one is ${closest}.`,
    });
  }
});

for (const drivers of [{ a: 1 }, [1], [undefined], { a: null }, 7, "drivers", null]) {
  test(`${JSON.stringify(drivers)} holds no drivers`, () => {
    assert.throws(() => new BasicOrchestrator(drivers as never), {
      code: "invalid_configuration",
      message: /ToolDriver/,
    });
  });
}

test("what is added later has to be a driver, too", async () => {
  const { driver } = recorded("A", ["x"]);
  const orchestrator = new BasicOrchestrator([driver]);
  await assert.rejects(orchestrator.add(1 as never), { code: "invalid_configuration" });
  await assert.rejects(orchestrator.update({ add: { b: {} as never } }), { message: /under the label b/ });
});
