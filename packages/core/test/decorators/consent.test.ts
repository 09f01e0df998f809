import { strict as assert } from "node:assert";
import { hasCapability, hybrid, type PendingCall, resolveCapability } from "@mcs/core";
import { withConsent } from "@mcs/core/decorators";
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
