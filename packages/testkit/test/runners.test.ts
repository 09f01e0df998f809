import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { memoryToolDriver, testDriver } from "@mcs/testkit";
import { test } from "vitest";
import { notes, sample } from "./support/subject.ts";

interface Registered {
  readonly title: string;
  readonly run: (...context: unknown[]) => Promise<void>;
}

function register(): readonly Registered[] {
  const registered: Registered[] = [];
  testDriver({
    test: (title, run) => registered.push({ title, run }),
    driver: notes,
    sample: { valid: sample.valid },
  });
  return registered;
}

test("a case that does not apply is skipped through the context of its test, with the reason", async () => {
  const slow = register().find(({ title }) => title.includes("[abort.under-way]"));
  const reasons: string[] = [];
  await slow?.run({ skip: (reason: string) => reasons.push(reason) });
  assert.deepEqual(reasons, ["the sample has no slow call"]);
});

test("a runner that cannot skip is told so, instead of being shown a success", async () => {
  const slow = register().find(({ title }) => title.includes("[abort.under-way]"));
  await assert.rejects(async () => slow?.run(), /This runner cannot skip a running test: use runContract/);
});

test("a test function with arity is not taken for one with a callback", () => {
  for (const { run } of register()) assert.equal(run.length, 0);
});

test("tests are grouped by subject where the runner can", () => {
  const groups: string[] = [];
  testDriver({
    test: () => {},
    describe: (title, body) => {
      groups.push(title);
      body();
    },
    driver: () => memoryToolDriver(),
    sample: { valid: sample.valid },
  });
  assert.ok(groups.includes("meta") && groups.includes("abort"));
});

test("the suite runs under node:test, with failures and skips in its own report", () => {
  const program = `
    import { test } from "node:test";
    import { memoryToolDriver, testDriver } from "@mcs/testkit";
    const sample = { valid: { tool: "list_notes", arguments: {} } };
    testDriver({ test, driver: () => memoryToolDriver(), sample });
  `;
  const { stdout } = spawnSync(
    process.execPath,
    ["--conditions=@mcs/source", "--test-reporter=tap", "--input-type=module", "--eval", program],
    { cwd: import.meta.dirname, encoding: "utf8", env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
  );
  assert.match(stdout, /# fail 0/);
  assert.match(
    stdout,
    /ok \d+ - a missing argument is refused .* # SKIP list_notes has no required argument/,
  );
  assert.ok(Number(/# pass (\d+)/.exec(stdout)?.[1]) > 20, stdout);
});
