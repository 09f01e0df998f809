import { strict as assert } from "node:assert";
import { withLimits } from "@mcs/core/decorators";
import { test, vi } from "vitest";
import { codeOf, echo } from "../support/echo.ts";

const hang = () => new Promise<never>(() => {});

test("a call that takes too long is aborted, and rejects although it does not listen", async () => {
  let signal: AbortSignal | undefined;
  const { driver } = echo(undefined, (_, options) => {
    ({ signal } = options);
    return hang();
  });
  assert.equal(await codeOf(withLimits(driver, { timeoutMs: 10 }).executeTool("read", {})), "timeout");
  assert.equal(signal?.aborted, true);
});

test("so many calls run at once, the others wait in their order and can give up", async () => {
  const open: Array<() => void> = [];
  const order: unknown[] = [];
  const { driver } = echo(undefined, ({ count }) => {
    order.push(count);
    return new Promise<void>((resolve) => open.push(resolve));
  });
  const limited = withLimits(driver, { concurrency: 2 });
  const controller = new AbortController();
  const calls = [0, 1, 2, 3, 4].map((count) =>
    codeOf(limited.executeTool("read", { count }, count === 3 ? { signal: controller.signal } : {})),
  );
  await new Promise(setImmediate);
  assert.deepEqual(order, [0, 1]);
  controller.abort();
  assert.equal(await calls[3], "aborted");
  for (let ended = 0; ended < 4; ended++) {
    open.shift()?.();
    await new Promise(setImmediate);
  }
  await Promise.all(calls);
  assert.deepEqual(order, [0, 1, 2, 4]);
});

test("so many calls begin in a time, and waiting for that can be aborted", async ({ onTestFinished }) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { driver, calls } = echo();
  const limited = withLimits(driver, { rate: { calls: 2, perMs: 1000 } });
  const controller = new AbortController();
  const all = [0, 1, 2, 3].map((count) => limited.executeTool("read", { count }));
  const aborted = codeOf(limited.executeTool("read", {}, { signal: controller.signal }));
  await vi.advanceTimersByTimeAsync(999);
  assert.equal(calls.length, 2);
  await vi.advanceTimersByTimeAsync(1);
  assert.equal(calls.length, 4);
  controller.abort();
  assert.equal(await aborted, "aborted");
  await Promise.all(all);
});

test("a large result is cut with a notice that can be followed to its end", async () => {
  const whole = { text: "Größe — ".repeat(200) };
  const { driver } = echo(undefined, () => whole);
  const limited = withLimits(driver, { maxResultBytes: 500 });
  assert.ok((await limited.listTools()).some(({ name }) => name === "read_more"));
  let text = "";
  let page = String(await limited.executeTool("read", {}));
  for (let pages = 0; pages < 20; pages++) {
    const [, shown = "", next] = /^(.*)\n\[(?:Truncated: .*?: (\{.*\})|End of .*)\]$/s.exec(page) ?? [];
    text += shown;
    assert.ok(new TextEncoder().encode(shown).length <= 500);
    if (next === undefined) break;
    page = String(await limited.executeTool("read_more", JSON.parse(next) as { handle: string }));
  }
  assert.equal(text, JSON.stringify(whole));
  const [, handle = ""] = /"handle":"(\w+)"/.exec(String(await limited.executeTool("read", {}))) ?? [];
  const past = String(await limited.executeTool("read_more", { handle, offset: 1_000_000 }));
  const { length } = new TextEncoder().encode(text);
  assert.equal(past, `\n[End of the result: bytes ${length} to ${length} of ${length}.]`);
});

test("what is left of a result is its own conversation's", async () => {
  const { driver } = echo(undefined, () => "x".repeat(100));
  const limited = withLimits(driver, { maxResultBytes: 10 });
  const [mine, other] = [{ conversation: {} }, { conversation: {} }];
  const notice = String(await limited.executeTool("read", {}, mine));
  const next = JSON.parse(/\{.*\}/.exec(notice)?.[0] ?? "") as Record<string, unknown>;
  assert.equal(await codeOf(limited.executeTool("read_more", next, other)), "gone");
  assert.match(String(await limited.executeTool("read_more", next, mine)), /bytes 10 to 20 of 100/);
});

test("small results stay what they are, and large ones can be rejected", async () => {
  const result = { path: "a" };
  const { driver } = echo(undefined, ({ count }) => (count === 1 ? "x".repeat(100) : result));
  const limited = withLimits(driver, { maxResultBytes: 50, onOverflow: "reject" });
  assert.equal(await limited.executeTool("read", {}), result);
  assert.equal(await codeOf(limited.executeTool("read", { count: 1 })), "limit_exceeded");
  assert.equal((await limited.listTools()).length, 2);
});

test("a limit that is none is refused at once", () => {
  const { driver } = echo();
  for (const options of [
    { timeoutMs: 0 },
    { maxResultBytes: -1 },
    { concurrency: 0 },
    { concurrency: 1.5 },
    { rate: { calls: 0, perMs: 1 } },
  ]) {
    assert.throws(() => withLimits(driver, options), { code: "invalid_configuration" });
  }
});

test("calls that give up waiting for the rate leave their turns to those that still wait", async ({
  onTestFinished,
}) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { driver, calls } = echo();
  const limited = withLimits(driver, { rate: { calls: 1, perMs: 1000 } });
  const controller = new AbortController();
  await limited.executeTool("read", {});
  const gone = Array.from({ length: 50 }, () =>
    codeOf(limited.executeTool("read", {}, { signal: controller.signal })),
  );
  const last = limited.executeTool("read", { path: "last" });
  controller.abort();
  assert.deepEqual(new Set(await Promise.all(gone)), new Set(["aborted"]));
  await vi.advanceTimersByTimeAsync(1000);
  await last;
  assert.equal(calls.length, 2);
  const alone = new AbortController();
  const only = codeOf(limited.executeTool("read", {}, { signal: alone.signal }));
  alone.abort();
  assert.equal(await only, "aborted");
  // Nothing is left running when nobody waits.
  assert.equal(vi.getTimerCount(), 0);
});

test("results of any size and shape are measured", async () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  for (const result of [new Array(300_000).fill(1), circle]) {
    const limited = withLimits(echo(undefined, () => result).driver, { maxResultBytes: 10_000_000 });
    assert.equal(await limited.executeTool("read", {}), result);
  }
});
