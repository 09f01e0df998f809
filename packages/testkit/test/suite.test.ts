import { strict as assert } from "node:assert";
import { withConsent } from "@mcs/core";
import {
  type ContractSample,
  ContractViolation,
  contractSuite,
  memoryToolDriver,
  requirements,
  runContract,
} from "@mcs/testkit";
import { describe, test } from "vitest";
import { runCase } from "../src/suite/run.ts";
import { breakages } from "./support/driver-breakages/index.ts";
import { driver, goodSubjects, sample } from "./support/subject.ts";

const cases = Object.values(contractSuite).flat();

for (const [name, subject] of Object.entries(goodSubjects)) {
  test(`${name} that breaks no rule fails no case`, async () => {
    const results = await runContract(subject);
    assert.deepEqual(
      results.filter(({ status }) => status === "failed"),
      [],
    );
  });
}

test("a hybrid with a full sample skips nothing but what is said of others", async () => {
  const results = await runContract({ driver, sample });
  const skipped = results.filter(({ status }) => status === "skipped").map(({ id }) => id);
  assert.deepEqual(skipped, ["meta/no-models"]);
});

test("a sample with nothing but a valid call skips what it cannot say, with the reason", async () => {
  const results = await runContract({ driver, sample: { valid: sample.valid } });
  const skipped = results.filter((result) => result.status === "skipped");
  assert.deepEqual(
    results.filter(({ status }) => status === "failed"),
    [],
  );
  const reasons = new Map(skipped.map(({ id, reason }) => [id, reason]));
  assert.equal(reasons.get("execution/failing-call"), "the sample has no failing call");
  assert.equal(reasons.get("abort/under-way"), "the sample has no slow call");
  assert.equal(reasons.get("secrets/tools"), "the sample has no canary");
});

test("the ids of the cases are unique and begin with their subject", () => {
  assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length);
  for (const [subject, group] of Object.entries(contractSuite)) {
    for (const { id } of group) assert.ok(id.startsWith(`${subject}/`), id);
  }
});

describe("a driver that breaks", () => {
  const musts = requirements.filter(({ level }) => level === "must").map(({ id }) => id);
  for (const id of musts) {
    const citing = cases.filter((contractCase) => contractCase.requirements.includes(id));
    if (citing.length === 0) continue;
    test(`${id} fails a case that cites it`, async () => {
      const breakage = breakages[id];
      assert.ok(breakage !== undefined, `no driver in support/driver-breakages breaks ${id}`);
      const subject = { driver, sample, ...breakage };
      const violated: string[] = [];
      for (const contractCase of citing) {
        const result = await runCase(contractCase, subject);
        if (result.status === "failed" && result.error instanceof ContractViolation) {
          violated.push(result.error.requirement);
        }
      }
      assert.ok(violated.includes(id), `violations found: ${violated.join(", ") || "none"}`);
    });
  }
});

test("the message of a violation says the rule, its id and what was found", async () => {
  const results = await runContract({ driver, sample, ...breakages["meta.version-is-semantic"] });
  const failed = results.find(({ id }) => id === "meta/identity");
  assert.ok(failed?.status === "failed");
  assert.equal(
    failed.error.message,
    `meta.version follows Semantic Versioning. [meta.version-is-semantic]\n  Found: '1.0'`,
  );
});

test("what leaked is not printed again by the violation", async () => {
  const results = await runContract({ driver, sample, ...breakages["secrets.not-in-results"] });
  const failed = results.find(({ id }) => id === "secrets/results");
  assert.ok(failed?.status === "failed");
  assert.ok(!failed.error.message.includes(sample.canary ?? "none"), failed.error.message);
});

test("a driver that never settles fails its case when the time is over, and the next case runs", async () => {
  const hangs = (): ReturnType<typeof driver> =>
    Object.assign(driver(), { getFunctionDescription: () => new Promise<string>(() => {}) });
  const results = await runContract({ driver: hangs, sample, timeoutMs: 50 });
  const hung = results.find(({ id }) => id === "prompts/function-description");
  assert.ok(hung?.status === "failed");
  assert.match(hung.error.message, /did not end within 50 ms/);
  assert.equal(results.find(({ id }) => id === "prompts/system-message")?.status, "passed");
});

test("consent is tried with the call that the sample names, and a failure says how to name one", async () => {
  const asking = () =>
    withConsent(memoryToolDriver({ notes: [{ title: "Groceries" }] }), {
      policy: [{ annotations: { readOnly: true }, decision: "allow" }],
    });
  const valid = { tool: "get_note", arguments: { id: 1 } };
  const asked = { tool: "create_note", arguments: { title: "Coffee" } };
  const consent = async (sample: ContractSample) =>
    (await runContract({ driver: asking, sample })).filter(({ id }) => id.startsWith("consent/"));
  const named = await consent({ valid, asked });
  assert.deepEqual([...new Set(named.map(({ status }) => status))], ["passed"]);
  for (const result of await consent({ valid })) {
    assert.ok(result.status === "failed", result.id);
    assert.match(result.error.message, /get_note .*`asked`/s);
  }
});
