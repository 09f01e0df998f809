import { strict as assert } from "node:assert";
import { withConsent } from "@mcs/core/decorators";
import { test } from "vitest";
import { codeOf, echo } from "../support/echo.ts";

test("a decision is remembered for its conversation, for the very call or for the tool", async () => {
  const { driver, calls } = echo();
  const asked: unknown[] = [];
  const guarded = withConsent(driver, {
    handler: async ({ tool, arguments: args }) => {
      asked.push(args);
      return tool === "read" ? { allow: true, remember: "tool" } : { allow: true, remember: "call" };
    },
  });
  const [one, other] = [{ conversation: {} }, { conversation: {} }];
  await guarded.executeTool("read", { count: 1 }, one);
  await guarded.executeTool("read", { count: 2 }, one);
  await guarded.executeTool("read", { count: 3 }, other);
  await guarded.executeTool("write", { path: "a", count: 4 }, one);
  await guarded.executeTool("write", { count: 4, path: "a" }, one);
  await guarded.executeTool("write", { count: 5 }, one);
  assert.deepEqual(asked, [{ count: 1 }, { count: 3 }, { path: "a", count: 4 }, { count: 5 }]);
  assert.equal(calls.length, 6);
});

test("a no is remembered, too", async () => {
  const { driver, calls } = echo();
  let asked = 0;
  const guarded = withConsent(driver, {
    handler: async () => {
      asked++;
      return { allow: false, remember: "tool" };
    },
  });
  const conversation = {};
  for (let again = 0; again < 3; again++) await codeOf(guarded.executeTool("write", {}, { conversation }));
  assert.equal(asked, 1);
  assert.deepEqual(calls, []);
});

test("a decision is not remembered where nobody can tell conversations apart", async () => {
  const { driver } = echo();
  let asked = 0;
  const guarded = withConsent(driver, {
    handler: async () => {
      asked++;
      return { allow: true, remember: "tool" };
    },
  });
  for (const options of [undefined, { context: "ada" }, { conversation: null as never }]) {
    await guarded.executeTool("write", {}, options);
    await guarded.executeTool("write", {}, options);
  }
  assert.equal(asked, 6);
});
