import { strict as assert } from "node:assert";
import { ConfigurationError, defineTool, defineToolDriver, type ToolDriverDefinition } from "@mcs/core";
import { test } from "vitest";

const echo = defineTool({ name: "echo", title: "Echoes.", execute: (args) => args });
const definition: ToolDriverDefinition = {
  id: "9d3b6d86-2f3a-4f83-8a55-1f3c0f6f9f10",
  name: "Echo",
  version: "1.0.0",
  bindings: [{ capability: "echo", adapter: "memory", specFormat: "Custom" }],
  tools: [echo],
};

test("an id that is no UUID, and two tools of one name, are errors", () => {
  for (const [wrong, message] of [
    [{ id: "echo" }, /is no UUID.*randomUUID/],
    [{ tools: [echo, echo] }, /two tools named echo/],
  ] as const) {
    assert.throws(
      () => defineToolDriver({ ...definition, ...wrong }),
      (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test("a driver does not change when its definition does, or when somebody writes to it", async () => {
  const tools = [echo];
  const bindings = [...definition.bindings];
  const driver = defineToolDriver({ ...definition, tools, bindings });
  tools.pop();
  bindings.pop();
  assert.equal((await driver.listTools()).length, 1);
  assert.equal(driver.meta.bindings.length, 1);
  assert.throws(() => Object.assign(driver.meta, { name: "other" }), TypeError);
  assert.throws(() => (driver.meta.capabilities as string[]).push("tcs"), TypeError);
  assert.throws(() => ((driver.meta.bindings as object[]).length = 0), TypeError);
});

test("a health check is advertised only where there is one", async () => {
  assert.deepEqual(defineToolDriver(definition).meta.capabilities, []);
  const driver = defineToolDriver({ ...definition, healthcheck: async () => ({ status: "WARN" }) });
  assert.deepEqual(driver.meta.capabilities, ["healthcheck"]);
  assert.deepEqual(await driver.healthcheck(), { status: "WARN" });
});
