import { strict as assert } from "node:assert";
import { type ConsentRule, withConsent } from "@mcs/core/decorators";
import { test } from "vitest";
import { codeOf, echo } from "../support/echo.ts";

test("a policy decides by tool, by annotation and by argument; the first rule that fits counts", async () => {
  const policy: readonly ConsentRule[] = [
    {
      tools: "write",
      arguments: { path: ["/etc/**", "/root/**"] },
      decision: "deny",
      reason: "it is the system's",
    },
    { tools: "wr*", arguments: { path: "/tmp/*" }, decision: "allow" },
    { annotations: { readOnly: true }, decision: "allow" },
    { annotations: { destructive: true }, decision: "ask" },
  ];
  const { driver, calls } = echo();
  let asked = 0;
  const guarded = withConsent(driver, {
    policy,
    handler: async () => {
      asked++;
      return false;
    },
  });
  await guarded.executeTool("read", { path: "/etc/passwd" });
  await guarded.executeTool("write", { path: "/tmp/a" });
  assert.equal(asked, 0);
  for (const path of ["/tmp/../etc/passwd", "/tmp/%2e%2e/x", "/tmp/a/b", "/tmp\\..\\x"]) {
    assert.equal(await codeOf(guarded.executeTool("write", { path })), "consent_denied");
  }
  assert.equal(asked, 4);
  assert.equal(await codeOf(guarded.executeTool("write", { path: "/etc/passwd" })), "consent_denied");
  assert.equal(asked, 4);
  assert.equal(calls.length, 2);
});

test("an edit cannot get around what is never allowed", async () => {
  const { driver, calls } = echo();
  const guarded = withConsent(driver, {
    policy: [{ arguments: { path: "/etc/passwd" }, decision: "deny" }],
    handler: async () => ({ allow: true, arguments: { path: "/etc/passwd" } }),
  });
  assert.equal(await codeOf(guarded.executeTool("write", { path: "a" })), "consent_denied");
  assert.deepEqual(calls, []);
});

test("a call that a rule would deny, were it written plainly, is asked about and not left to the next rule", async () => {
  const { driver, calls } = echo();
  let asked = 0;
  const guarded = withConsent(driver, {
    policy: [
      { arguments: { path: "/etc/**" }, decision: "deny" },
      { arguments: { more: "/etc/**" }, decision: "deny" },
      { annotations: { readOnly: true }, decision: "allow" },
    ],
    handler: async () => {
      asked++;
      return false;
    },
  });
  const inDoubt = ["/home/../etc/passwd", "/%65tc/passwd", "/etc\u0000", "/".repeat(5000)];
  for (const path of inDoubt) {
    assert.equal(await codeOf(guarded.executeTool("read", { path })), "consent_denied");
  }
  await codeOf(guarded.executeTool("read", { more: { path: "/etc/passwd" } }));
  assert.equal(asked, inDoubt.length + 1);
  // A text that fits as it is written is denied without a question, whatever else is odd about it.
  await codeOf(guarded.executeTool("read", { path: "/etc/../etc/passwd" }));
  assert.equal(asked, inDoubt.length + 1);
  assert.equal(calls.length, 0);
  await guarded.executeTool("read", { path: "/home/ada" });
  assert.equal(calls.length, 1);
});
