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

test("whatever a hook throws, and whenever, the call rejects with an error of the family", async () => {
  const thrown = (): never => {
    throw new TypeError("oops");
  };
  for (const hooks of [{ before: thrown }, { after: thrown }]) {
    assert.equal(await codeOf(withHooks(echo().driver, hooks).executeTool("read", {})), "execution_failed");
  }
  const { driver } = echo(undefined, thrown);
  assert.equal(
    await codeOf(withHooks(driver, { failure: thrown }).executeTool("read", {})),
    "execution_failed",
  );
});

test("a call for which nobody can say who makes it is not carried out", async () => {
  const { driver, calls } = echo();
  const audited = withAudit(driver, {
    write: () => {},
    who: () => {
      throw new Error("no session");
    },
  });
  await assert.rejects(audited.executeTool("write", {}), { code: "audit_failed", message: /Nothing was/ });
  assert.deepEqual(calls, []);
});

test("an audit record has the arguments as they came, whatever the tool does to them", async () => {
  const lines: string[] = [];
  const { driver } = echo(undefined, (args) => {
    (args as { path: string }).path = "harmless";
    return null;
  });
  // A function that gives a number back has written, too.
  const audited = withAudit(driver, { write: (line) => lines.push(line) as never });
  await audited.executeTool("write", { path: "/etc/passwd" });
  assert.deepEqual(JSON.parse(lines[0] ?? "").arguments, { path: "/etc/passwd" });
});

test("no part of a secret is left where a long argument is cut, and every line stays JSON", async () => {
  const lines: string[] = [];
  const { driver } = echo();
  const audited = withAudit(driver, {
    write: (line) => void lines.push(line),
    secrets: [secret("correct horse battery"), secret('hunter2"')],
  });
  await audited.executeTool("read", { path: `${"x".repeat(490)}correct horse battery` });
  await audited.executeTool("read", { path: "hunter2", more: { "correct horse battery": 1 } });
  assert.ok(lines.every((line) => !line.includes("correct") && JSON.parse(line) !== null));
});

test("the times of audit records are those of the calls", async ({ onTestFinished }) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const lines: string[] = [];
  const audited = withAudit(echo().driver, { write: (line) => void lines.push(line) });
  const moments = ["1969-12-31T23:59:59.007Z", "2026-11-21T09:00:00.000Z", "2026-11-21T09:00:00.999Z"];
  for (const moment of [...moments, "2026-11-21T09:00:01.050Z"]) {
    vi.setSystemTime(new Date(moment));
    await audited.executeTool("read", {});
    assert.equal(JSON.parse(lines.at(-1) ?? "").time, moment);
  }
});

test("what was read before a change is read again after it, also when both overlap", async () => {
  let stock = 1;
  const gate = Promise.withResolvers<void>();
  const { driver } = echo(undefined, async ({ path, count }) => {
    if (count !== undefined) stock = Number(count);
    const seen = stock;
    if (path === "slow") await gate.promise;
    return seen;
  });
  const cached = withCache(driver);
  assert.equal(await cached.executeTool("read", {}), 1);
  const slow = cached.executeTool("read", { path: "slow" });
  await cached.executeTool("write", { count: 2 });
  assert.equal(await cached.executeTool("read", {}), 2);
  gate.resolve();
  assert.equal(await slow, 1);
  assert.equal(await cached.executeTool("read", { path: "slow" }), 2);
});

test("a result that cannot be copied is given all the same", async () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const { driver } = echo(undefined, () => circle);
  assert.equal(await withCache(driver).executeTool("read", {}), circle);
});
