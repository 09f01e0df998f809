import { strict as assert } from "node:assert";
import {
  AuthChallengeError,
  defineTool,
  defineToolDriver,
  hasCapability,
  hybrid,
  type MCSToolDriver,
  resolveCapability,
  secret,
} from "@mcs/core";
import {
  withAudit,
  withCache,
  withConsent,
  withHooks,
  withLimits,
  withRedaction,
} from "@mcs/core/decorators";
import { test } from "vitest";
import { BasicOrchestrator, search } from "../src/index.ts";
import { asText } from "./support.ts";

type Wrap = (driver: MCSToolDriver) => MCSToolDriver;

const SECRET = "hunter2hunter2";
const WRAPS: readonly Wrap[] = [
  (driver) => withRedaction(driver, { secrets: [secret(SECRET)] }),
  (driver) => withAudit(driver, { write: () => {} }),
  (driver) => withLimits(driver, { timeoutMs: 60_000, maxResultBytes: 5000, concurrency: 2 }),
  (driver) => withConsent(driver, { handler: async () => true }),
  (driver) => withCache(driver),
  (driver) => withHooks(driver, {}),
];

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

/** A driver whose tools need a person, and hang until they are aborted. */
function difficult(): { driver: MCSToolDriver; begun: () => Promise<void>; aborted: () => number } {
  let begun = Promise.withResolvers<void>();
  let aborted = 0;
  const hang = (signal: AbortSignal | undefined): Promise<never> => {
    begun.resolve();
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => {
        aborted++;
        reject(signal.reason);
      });
    });
  };
  const driver = defineToolDriver({
    id: "0b4c8a56-1c1f-4f0e-9e3d-6a5b0f6c7d21",
    name: "Difficult",
    version: "1.0.0",
    bindings: [],
    healthcheck: async () => ({ status: "WARN", detail: "tired" }),
    tools: [
      defineTool({
        name: "sign_in",
        title: "Needs a person.",
        execute: () => {
          throw new AuthChallengeError({ url: `https://login.example/?key=${SECRET}`, userCode: "WDJB" });
        },
      }),
      defineTool({ name: "hang", title: "Hangs.", execute: (_, { signal }) => hang(signal) }),
    ],
  });
  return {
    driver,
    begun: () => {
      begun = Promise.withResolvers();
      return begun.promise;
    },
    aborted: () => aborted,
  };
}

test("whatever the order of decorators within and around an orchestrator, capabilities, challenges and aborts pass", async () => {
  const { driver, begun, aborted } = difficult();
  const orders = permutations(WRAPS);
  for (const [place, order] of orders.entries()) {
    const wrap: Wrap = (inner) => order.reduce((wrapped, one) => one(wrapped), inner);
    const orchestrator = new BasicOrchestrator({ a: wrap(driver) }, { layers: [search()] });
    const outer = wrap(orchestrator);
    const chat = hybrid(outer);
    for (const flag of ["healthcheck", "consent", "catalogue", "driver_context", "tcs"] as const) {
      assert.ok(hasCapability(chat, flag) && resolveCapability(chat, flag) !== undefined, flag);
    }
    for (const layer of [chat, outer, orchestrator]) assert.ok(!hasCapability(layer, "autostart"));
    // All orders take a while; every capability was looked for in each of them.
    if (place % 12 !== 0) continue;
    const health = await resolveCapability(chat, "healthcheck")?.healthcheck();
    assert.equal(health?.detail, "a: WARN, tired");
    const { calls, messages } = await chat.processLlmResponse(asText("a__sign_in", {}));
    const [call] = calls ?? [];
    assert.ok(call?.ok === false && call.code === "auth_challenge");
    assert.equal(call.data?.userCode, "WDJB");
    assert.ok(!JSON.stringify(call.data).includes(SECRET));
    assert.ok(!JSON.stringify(messages).includes("login.example"));
    const before = aborted();
    const controller = new AbortController();
    const running = begun();
    const hanging = outer.executeTool("a__hang", {}, { signal: controller.signal });
    await running;
    controller.abort();
    await assert.rejects(hanging, { code: "aborted" });
    assert.equal(aborted(), before + 1);
  }
});
