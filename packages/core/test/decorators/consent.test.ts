import { strict as assert } from "node:assert";
import { hasCapability, hybrid, type PendingCall, resolveCapability } from "@mcs/core";
import { type ConsentRule, withConsent } from "@mcs/core/decorators";
import { test } from "vitest";
import { asText } from "../support/drivers.ts";
import { codeOf, echo } from "../support/echo.ts";

const never = new Promise<never>(() => {});

test("without a policy every call is asked about, with its driver, tool, arguments, annotations and time-out", async () => {
  const { driver, calls } = echo();
  const asked: PendingCall[] = [];
  const guarded = withConsent(driver, {
    timeoutMs: 1234,
    handler: async (call) => {
      asked.push(call);
      return true;
    },
  });
  await guarded.executeTool("read", { path: "a" }, { context: "ada" });
  await guarded.executeTool("write", { path: "b" });
  assert.deepEqual(asked, [
    {
      driver: "Echo",
      tool: "read",
      description: "The tool read.",
      arguments: { path: "a" },
      annotations: { readOnly: true },
      timeoutMs: 1234,
      context: "ada",
    },
    {
      driver: "Echo",
      tool: "write",
      description: "The tool write.",
      arguments: { path: "b" },
      annotations: { destructive: true },
      timeoutMs: 1234,
    },
  ]);
  assert.equal(calls.length, 2);
});

test("arguments that do not fit, and tools that do not exist, are not asked about", async () => {
  const { driver } = echo();
  let asked = 0;
  const guarded = withConsent(driver, { handler: async () => ++asked > 0 });
  assert.equal(await codeOf(guarded.executeTool("write", { path: 1 })), "invalid_arguments");
  assert.equal(await codeOf(guarded.executeTool("erase", {})), "tool_not_found");
  assert.equal(asked, 0);
});

for (const [what, handler, code] of [
  ["false", async () => false, "consent_denied"],
  ["a text", async () => "yes" as never, "consent_denied"],
  ["1", async () => 1 as never, "consent_denied"],
  ["nothing", async () => undefined as never, "consent_denied"],
  ["an allow that is not true", async () => ({ allow: "yes" }) as never, "consent_denied"],
  ["a rejection", () => Promise.reject(new Error("The window was closed.")), "consent_denied"],
  [
    "an exception",
    () => {
      throw new Error("There is no window.");
    },
    "consent_denied",
  ],
  ["silence", () => never, "consent_timeout"],
] as const) {
  test(`${what} is a no, and nothing runs`, async () => {
    const { driver, calls } = echo();
    const response = await hybrid(withConsent(driver, { handler, timeoutMs: 20 })).processLlmResponse(
      asText("write", { path: "a" }),
    );
    assert.equal(response.callFailed, true);
    assert.equal(response.callExecuted, false);
    const [call] = response.calls ?? [];
    assert.ok(call?.ok === false);
    assert.equal(call.code, code);
    assert.match(response.callDetail ?? "", /Nothing was executed/);
    assert.deepEqual(calls, []);
  });
}

test("a yes that comes too late runs nothing, then or afterwards", async () => {
  const { driver, calls } = echo();
  let answer: (yes: boolean) => void = () => {};
  let heard = false;
  const guarded = withConsent(driver, {
    timeoutMs: 10,
    handler: (_, { signal }) => {
      signal.addEventListener("abort", () => {
        heard = true;
      });
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  assert.equal(await codeOf(guarded.executeTool("write", {})), "consent_timeout");
  assert.ok(heard);
  answer(true);
  await new Promise(setImmediate);
  assert.deepEqual(calls, []);
});

test("an aborted call is not executed when the yes comes", async () => {
  const { driver, calls } = echo();
  const controller = new AbortController();
  const guarded = withConsent(driver, {
    handler: async () => {
      controller.abort();
      return true;
    },
  });
  assert.equal(await codeOf(guarded.executeTool("write", {}, { signal: controller.signal })), "aborted");
  assert.deepEqual(calls, []);
});

test("a no tells its reason to the model", async () => {
  const { driver } = echo();
  const guarded = withConsent(driver, { handler: async () => ({ allow: false, reason: "it is Friday" }) });
  const { retryPrompt } = await hybrid(guarded).processLlmResponse(asText("write", {}));
  assert.match(retryPrompt ?? "", /it is Friday/);
});

test("arguments that the user edits are checked, and are what is executed", async () => {
  const { driver, calls } = echo();
  let edited: Record<string, unknown> = { path: "safe" };
  const guarded = withConsent(driver, { handler: async () => ({ allow: true, arguments: edited }) });
  assert.deepEqual(await guarded.executeTool("write", { path: "risky" }), { path: "safe" });
  edited = { path: 7 };
  assert.equal(await codeOf(guarded.executeTool("write", { path: "risky" })), "invalid_arguments");
  assert.equal(calls.length, 1);
});

test("what was asked about cannot be changed while the question is open", async () => {
  const { driver, calls } = echo();
  const args = { path: "shown", more: { deep: ["shown"] } };
  const guarded = withConsent(driver, {
    handler: async ({ arguments: shown }) => {
      args.path = "changed";
      args.more.deep[0] = "changed";
      assert.throws(() => {
        (shown.more as { deep: string[] }).deep[0] = "changed";
      }, TypeError);
      return true;
    },
  });
  await guarded.executeTool("write", args);
  assert.deepEqual(calls[0]?.arguments, { path: "shown", more: { deep: ["shown"] } });
});

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

test("a rule that decides nothing, and a time-out that is none, are refused at once", () => {
  const { driver } = echo();
  assert.throws(() => withConsent(driver, { policy: [{ decision: "maybe" as "ask" }] }), /decides "maybe"/);
  assert.throws(() => withConsent(driver, { timeoutMs: 0 }), /timeoutMs is 0/);
});

test("consent is advertised, and the handler can be set through whatever lies around it", async () => {
  const { driver, calls } = echo();
  const wrapped = hybrid(withConsent(driver));
  assert.ok(hasCapability(wrapped, "consent"));
  resolveCapability(wrapped, "consent")?.setConsentHandler(async () => true);
  await wrapped.executeTool("write", {});
  assert.equal(calls.length, 1);
});

test("a handler may decide at once, without a promise", async () => {
  const { driver, calls } = echo();
  const guarded = withConsent(driver, { handler: ({ tool }) => tool === "read" });
  await guarded.executeTool("read", { path: "a" });
  await assert.rejects(guarded.executeTool("write", { path: "b" }), { code: "consent_denied" });
  assert.equal(calls.length, 1);
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

test("arguments that change while they are read are executed as they were checked", async () => {
  const { driver, calls } = echo();
  const guarded = withConsent(driver, { handler: async () => true });
  let reads = 0;
  const args = {
    get path() {
      return reads++ === 0 ? "first" : (7 as unknown as string);
    },
  };
  await guarded.executeTool("write", args);
  assert.deepEqual(calls[0]?.arguments, { path: "first" });
});

test("a decorator is a ToolDriver, also around a driver that speaks to models", () => {
  const chat = hybrid(echo().driver);
  assert.deepEqual(chat.meta.targetLlms, ["*"]);
  assert.equal(withConsent(chat).meta.targetLlms, null);
  assert.deepEqual(hybrid(withConsent(chat)).meta.targetLlms, ["*"]);
});
