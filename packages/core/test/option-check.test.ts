import { strict as assert } from "node:assert";
import { ConfigurationError, checkOptions, hybrid } from "@mcs/core";
import {
  withAudit,
  withCache,
  withConsent,
  withHooks,
  withLimits,
  withRedaction,
} from "@mcs/core/decorators";
import { test } from "vitest";
import { echo } from "./support/echo.ts";

const known = { root: 0, timeoutMs: 0, maxRows: 0 };

test("an option that does not exist is named, and the closest one", () => {
  assert.throws(() => checkOptions("Thing", { timeout: 3 }, known), {
    name: "ConfigurationError",
    message: "The option timeout of Thing does not exist. The closest one is timeoutMs.",
  });
  assert.throws(() => checkOptions("Thing", { maxRow: undefined }, known, "limits"), {
    message: "The option limits.maxRow of Thing does not exist. The closest one is limits.maxRows.",
  });
});

test("where none is close, all are named", () => {
  assert.throws(() => checkOptions("Thing", { xyz: 1 }, known), /It has root, timeoutMs, maxRows\./);
});

test("what every object inherits is no option", () => {
  assert.throws(() => checkOptions("Thing", { constructor: 1 }, known), ConfigurationError);
});

for (const none of [undefined, null, "root", 7, [], () => {}]) {
  test(`${JSON.stringify(none) ?? String(none)} is no object of options`, () => {
    assert.throws(() => checkOptions("Thing", none, known), /Thing needs an object of options\. .*root/);
  });
}

test("known options pass, given or not", () => {
  checkOptions("Thing", {}, known);
  checkOptions("Thing", { root: "x", maxRows: undefined }, known);
});

const { driver } = echo();
const around: Readonly<Record<string, (inner: never, options: never) => unknown>> = {
  hybrid,
  withAudit,
  withCache,
  withConsent,
  withHooks,
  withLimits,
  withRedaction,
};

for (const [name, wrap] of Object.entries(around)) {
  test(`${name} refuses an option that it does not know, and what is no ToolDriver`, () => {
    assert.throws(() => wrap(driver as never, { timeout: 3 } as never), {
      name: "ConfigurationError",
      message: new RegExp(`^The option timeout of ${name} does not exist\\.`),
    });
    for (const none of [1, undefined, {}, Promise.resolve(driver)]) {
      assert.throws(() => wrap(none as never, {} as never), { message: /ToolDriver/ });
    }
  });
}

test("what cannot be left out is asked for", () => {
  assert.throws(() => withAudit(driver, {} as never), /withAudit needs write/);
  assert.throws(() => withRedaction(driver, {} as never), /withRedaction needs secrets/);
});
