import { strict as assert } from "node:assert";
import {
  BaseDecorator,
  type DriverMeta,
  defineTool,
  defineToolDriver,
  hasCapability,
  hybrid,
  type MCSToolDriver,
  resolveCapability,
} from "@mcs/core";
import { test } from "vitest";

const description = {
  id: "b1d9b3f0-3c44-4c0c-8a4c-0d4f86b4f0aa",
  name: "Echo",
  version: "1.0.0",
  bindings: [{ capability: "echo", adapter: "memory", specFormat: "Custom" }],
  tools: [defineTool({ name: "echo", title: "Echoes.", execute: (args) => args })],
};
const healthy = defineToolDriver({ ...description, healthcheck: async () => ({ status: "OK" }) });
const plain = defineToolDriver(description);

class Consenting extends BaseDecorator {
  handlers: unknown[] = [];

  constructor(inner: MCSToolDriver) {
    super(inner, ["consent"]);
  }

  setConsentHandler(handler: unknown): void {
    this.handlers.push(handler);
  }
}

class Silent extends BaseDecorator {}

test("a flag is what meta says, whatever methods there are", () => {
  assert.ok(hasCapability(healthy, "healthcheck"));
  assert.ok(!hasCapability(plain, "healthcheck"));
  const unflagged = Object.assign(defineToolDriver(description), {
    healthcheck: async () => ({ status: "OK" }),
  });
  assert.equal(resolveCapability(unflagged, "healthcheck"), undefined);
});

test("[capability.transparent-wrappers] flags of inner layers show through, each once, and own ones are added", () => {
  const wrapped = hybrid(new Consenting(new Silent(healthy)));
  assert.deepEqual(wrapped.meta.capabilities, ["healthcheck", "consent", "driver_context", "tcs"]);
  assert.deepEqual(new Consenting(new Consenting(plain)).meta.capabilities, ["consent"]);
});

test("[capability.transparent-wrappers] a capability is found in the outermost layer that has it", async () => {
  const inner = new Consenting(healthy);
  const outer = new Consenting(new Silent(inner));
  const driver = hybrid(new Silent(outer));
  assert.deepEqual(await resolveCapability(driver, "healthcheck")?.healthcheck(), { status: "OK" });
  resolveCapability(driver, "consent")?.setConsentHandler(async () => true);
  assert.equal(outer.handlers.length, 1);
  assert.equal(inner.handlers.length, 0);
  assert.equal(resolveCapability(driver, "driver_context"), driver);
});

test("[capability.transparent-wrappers] the identity of the driver shows through", () => {
  const driver = hybrid(new Silent(healthy));
  assert.equal(driver.meta.id, healthy.meta.id);
  assert.equal(driver.meta.version, "1.0.0");
  assert.deepEqual(driver.meta.targetLlms, ["*"]);
  assert.equal(new Silent(healthy).meta.targetLlms, null);
});

test("[capability.flags-resolve] what is advertised and not there is not found", () => {
  const meta: DriverMeta = { ...plain.meta, capabilities: ["autostart", "tcs"] };
  const liar = { meta, mightBeToolCall: () => true };
  assert.equal(resolveCapability(liar, "autostart"), undefined);
  assert.equal(resolveCapability(liar, "tcs"), undefined);
});

test("a wrapper that does not pass a flag through hides what is inside it", () => {
  class Opaque extends Silent {
    override readonly meta: DriverMeta = { ...plain.meta, capabilities: [] };
  }
  assert.equal(resolveCapability(new Opaque(healthy), "healthcheck"), undefined);
});

test("a flag that this package does not know names its own method, in camel case", () => {
  const driver = { meta: { ...plain.meta, capabilities: ["warm_up"] }, warmUp: () => "warm" };
  const resolve = resolveCapability as (driver: object, flag: string) => { warmUp(): string } | undefined;
  assert.equal(resolve(driver, "warm_up")?.warmUp(), "warm");
});
