import { strict as assert } from "node:assert";
import { hybrid, type MCSToolDriver, Media, type ToolArguments } from "@mcs/core";
import { type ConsentRequest, withConsent } from "@mcs/core/decorators";
import { test, vi } from "vitest";
import { asText } from "../support/drivers.ts";
import { codeOf, echo } from "../support/echo.ts";

test("where nobody can be asked, a call fails with what it would do and a token with which the client makes it", async () => {
  const { driver, calls } = echo();
  const guarded = withConsent(driver);
  const response = await hybrid(guarded).processLlmResponse(asText("write", { path: "a" }));
  const [call] = response.calls ?? [];
  assert.ok(call?.ok === false);
  assert.equal(call.code, "consent_required");
  const request = call.data as ConsentRequest;
  assert.equal(request.type, "consent_required");
  assert.deepEqual(request.call.arguments, { path: "a" });
  // The model never sees the token.
  assert.ok(!JSON.stringify(response.messages).includes(request.token));
  assert.deepEqual(calls, []);
  assert.deepEqual(await guarded.executePrepared(request.token, "write", { path: "a" }), { path: "a" });
});

test("a token is good once, for its tool, with its arguments, in its conversation", async () => {
  const { driver, calls } = echo();
  const guarded = withConsent(driver);
  const conversation = {};
  const prepare = async () => (await guarded.prepare("write", { path: "a" }, { conversation })).token;
  const refused = async (promise: Promise<unknown>) => assert.equal(await codeOf(promise), "consent_denied");
  await refused(guarded.executePrepared(await prepare(), "read", { path: "a" }, { conversation }));
  await refused(guarded.executePrepared(await prepare(), "write", { path: "b" }, { conversation }));
  await refused(guarded.executePrepared(await prepare(), "write", { path: "a", count: 1 }, { conversation }));
  await refused(guarded.executePrepared(await prepare(), "write", { path: "a" }, { conversation: {} }));
  await refused(guarded.executePrepared("made up", "write", { path: "a" }, { conversation }));
  assert.deepEqual(calls, []);
  const token = await prepare();
  await guarded.executePrepared(token, "write", { path: "a" }, { conversation });
  await refused(guarded.executePrepared(token, "write", { path: "a" }, { conversation }));
  assert.equal(calls.length, 1);
});

test("a token that was tried for another call is used up", async () => {
  const { driver, calls } = echo();
  const guarded = withConsent(driver);
  const { token } = await guarded.prepare("write", { path: "a" });
  await codeOf(guarded.executePrepared(token, "write", { path: "b" }));
  assert.equal(await codeOf(guarded.executePrepared(token, "write", { path: "a" })), "consent_denied");
  assert.deepEqual(calls, []);
});

test("a token expires", async ({ onTestFinished }) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { driver, calls } = echo();
  const guarded = withConsent(driver, { tokenLifetimeMs: 1000 });
  const { token, expiresAt } = await guarded.prepare("write", {});
  assert.equal(expiresAt, Date.now() + 1000);
  vi.advanceTimersByTime(1000);
  assert.equal(await codeOf(guarded.executePrepared(token, "write", {})), "consent_denied");
  assert.deepEqual(calls, []);
});

test("what is never allowed gets no token, and a token makes no model a client", async () => {
  const { driver, calls } = echo();
  const guarded = withConsent(driver, { policy: [{ tools: "write", decision: "deny" }] });
  assert.equal(await codeOf(guarded.prepare("write", {})), "consent_denied");
  const { token } = await guarded.prepare("read", {});
  const chat = hybrid(guarded);
  for (const tool of ["executePrepared", "prepare", "execute"]) {
    const response = await chat.processLlmResponse(asText(tool, { token, name: "read", args: {} }));
    assert.equal(response.callExecuted, false);
  }
  assert.deepEqual(calls, []);
});

const PICTURE = { name: "picture", description: "What to send." };

test("a token for a picture is none for another one of the same size", async () => {
  const calls: ToolArguments[] = [];
  const driver: MCSToolDriver = {
    meta: echo().driver.meta,
    listTools: async () => [{ name: "send", title: "Sends a picture.", parameters: [PICTURE] }],
    executeTool: async (_, args) => void calls.push(args),
  };
  const guarded = withConsent(driver);
  const picture = (...bytes: number[]) => ({
    picture: new Media({ type: "image/png", bytes: Uint8Array.from(bytes) }),
  });
  const { token } = await guarded.prepare("send", picture(1, 2));
  assert.equal(await codeOf(guarded.executePrepared(token, "send", picture(1, 3))), "consent_denied");
  const again = await guarded.prepare("send", picture(1, 2));
  await guarded.executePrepared(again.token, "send", picture(1, 2));
  assert.equal(calls.length, 1);
});
