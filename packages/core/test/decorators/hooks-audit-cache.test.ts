import { strict as assert } from "node:assert";
import { AuthChallengeError, ExecutionError, hybrid, secret } from "@mcs/core";
import { withAudit, withCache, withHooks } from "@mcs/core/decorators";
import { test, vi } from "vitest";
import { asText } from "../support/drivers.ts";
import { codeOf, echo } from "../support/echo.ts";

test("hooks see every call before, after, and when it fails, and can change it", async () => {
  const { driver, calls } = echo(undefined, ({ path }) => {
    if (path === "bad") throw new ExecutionError("It is bad.");
    return path;
  });
  const seen: string[] = [];
  const hooked = withHooks(driver, {
    before: ({ tool, arguments: args }) => {
      seen.push(`before ${tool} ${args.path}`);
      return args.path === "old" ? { arguments: { path: "new" } } : undefined;
    },
    after: (_, result) => {
      seen.push(`after ${result}`);
      return result === "new" ? { result: "newest" } : undefined;
    },
    failure: (_, error) => {
      seen.push(`failure ${error.code}`);
      return new ExecutionError("It is still bad.", { code: "changed" });
    },
  });
  assert.equal(await hooked.executeTool("read", { path: "old" }), "newest");
  assert.equal(await codeOf(hooked.executeTool("read", { path: "bad" })), "changed");
  assert.deepEqual(seen, ["before read old", "after new", "before read bad", "failure execution_failed"]);
  assert.deepEqual(calls[0]?.arguments, { path: "new" });
});

test("a hook that throws keeps the call from being made", async () => {
  const { driver, calls } = echo();
  const hooked = withHooks(driver, {
    before: () => {
      throw new ExecutionError("Not on Sundays.", { code: "sunday" });
    },
  });
  assert.equal(await codeOf(hooked.executeTool("write", {})), "sunday");
  assert.deepEqual(calls, []);
});

test("an audit record says who called what with which arguments, how it ended and how long it took", async () => {
  const { driver } = echo(undefined, ({ path }) => {
    if (path === "bad") throw new ExecutionError("hunter2 was wrong");
    return path;
  });
  const lines: string[] = [];
  const audited = withAudit(driver, {
    write: (line) => void lines.push(line),
    who: ({ context }) => String(context),
    redact: ["path"],
    secrets: [secret("hunter2")],
  });
  await audited.executeTool(
    "read",
    { path: "x", more: { apiKey: "k", note: "hunter2" } },
    { context: "ada" },
  );
  await codeOf(audited.executeTool("write", { path: "bad" }, { context: "bob" }));
  const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const { time, durationMs, ...rest } = first ?? {};
  assert.ok(!Number.isNaN(Date.parse(String(time))) && Number(durationMs) >= 0);
  assert.deepEqual(rest, {
    who: "ada",
    driver: "Echo",
    tool: "read",
    arguments: { path: "[redacted]", more: { apiKey: "[redacted]", note: "[secret]" } },
    outcome: "ok",
  });
  assert.equal(second?.outcome, "failed");
  assert.equal(second?.code, "execution_failed");
  assert.ok(lines.every((line) => !line.includes("\n") && !line.includes("hunter2")));
});

test("a call that cannot be written down fails, and says how it ended", async () => {
  const { driver, calls } = echo();
  const audited = withAudit(driver, { write: () => Promise.reject(new Error("full")) });
  await assert.rejects(audited.executeTool("write", {}), { code: "audit_failed", message: /"ok"/ });
  assert.equal(calls.length, 1);
});

test("only read-only tools are cached, for the same user and the same arguments, for a time", async ({
  onTestFinished,
}) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { driver, calls } = echo(undefined, ({ path }) => ({ path }));
  const cached = withCache(driver, { ttlMs: 1000, maxEntries: 2 });
  const first = await cached.executeTool("read", { path: "a", count: 1 }, { context: "ada" });
  assert.equal(await cached.executeTool("read", { count: 1, path: "a" }, { context: "ada" }), first);
  assert.ok(Object.isFrozen(first));
  assert.equal(calls.length, 1);
  await cached.executeTool("read", { path: "a", count: 1 }, { context: "bob" });
  assert.equal(calls.length, 2);
  await cached.executeTool("write", {}, { context: "ada" });
  await cached.executeTool("write", {}, { context: "ada" });
  assert.equal(calls.length, 4);
  vi.advanceTimersByTime(1000);
  await cached.executeTool("read", { path: "a", count: 1 }, { context: "ada" });
  assert.equal(calls.length, 5);
});

test("failures are not cached", async () => {
  let failing = true;
  const { driver } = echo(undefined, () => {
    if (failing) throw new ExecutionError("Not yet.");
    return "now";
  });
  const cached = withCache(driver);
  assert.equal(await codeOf(cached.executeTool("read", {})), "execution_failed");
  failing = false;
  assert.equal(await cached.executeTool("read", {}), "now");
});

test("an address where a person has to authorise reaches the client as data, and the model as no address", async () => {
  const { driver } = echo(undefined, () => {
    throw new AuthChallengeError({
      url: "https://login.example/authorize?state=abc",
      userCode: "WDJB-MJHT",
      scopes: ["calendar"],
    });
  });
  const response = await hybrid(withHooks(driver, {})).processLlmResponse(asText("read", {}));
  const [call] = response.calls ?? [];
  assert.ok(call?.ok === false);
  assert.equal(call.code, "auth_challenge");
  assert.deepEqual(call.data, {
    type: "auth_challenge",
    url: "https://login.example/authorize?state=abc",
    userCode: "WDJB-MJHT",
    scopes: ["calendar"],
  });
  assert.ok(!JSON.stringify([response.messages, response.retryPrompt]).includes("login.example"));
});

test("no address but that of a web page can be one to authorise at", () => {
  for (const url of ["javascript:alert(1)", "file:///etc/passwd", "http://evil.example/", "calc.exe", ""]) {
    assert.throws(() => new AuthChallengeError({ url }), { code: "invalid_configuration" });
  }
  assert.equal(new AuthChallengeError({ url: "http://localhost:1234/" }).data.url, "http://localhost:1234/");
});
