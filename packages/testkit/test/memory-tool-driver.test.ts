import { strict as assert } from "node:assert";
import { McsError } from "@mcs/core";
import { memoryToolDriver, testDriver } from "@mcs/testkit";
import { describe, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

const NOTE = { id: 1, title: "Groceries", text: "Milk", tags: ["home"] };

describe("the contract", () => {
  testDriver({
    test,
    describe,
    driver: () => memoryToolDriver({ notes: [NOTE] }),
    sample: {
      valid: { tool: "get_note", arguments: { id: 1 }, result: NOTE },
      failing: { tool: "delete_note", arguments: { id: 2 } },
      slow: { tool: "wait", arguments: { milliseconds: 60_000 } },
    },
  });
});

test("[meta.version-of-package] the version is that of the package", () => {
  assert.equal(memoryToolDriver().meta.version, manifest.version);
});

test("notes are created, found, listed by tag and deleted", async () => {
  const driver = memoryToolDriver();
  const tea = await driver.executeTool("create_note", { title: "Tea" });
  assert.deepEqual(tea, { id: 1, title: "Tea", text: "", tags: [] });
  const milk = await driver.executeTool("create_note", { title: "Milk", tags: ["home"] });
  assert.deepEqual(await driver.executeTool("get_note", { id: 2 }), milk);
  assert.deepEqual(await driver.executeTool("list_notes", { tag: "home" }), [milk]);
  assert.deepEqual(await driver.executeTool("list_notes", { limit: 1 }), [tea]);
  assert.deepEqual(await driver.executeTool("delete_note", { id: 1 }), { deleted: 1 });
  await assert.rejects(driver.executeTool("get_note", { id: 1 }), { code: "no_such_note" });
});

test("an id is never given out twice", async () => {
  const driver = memoryToolDriver({ notes: [NOTE] });
  await driver.executeTool("delete_note", { id: 1 });
  assert.deepEqual(await driver.executeTool("create_note", { title: "Tea" }), {
    id: 2,
    title: "Tea",
    text: "",
    tags: [],
  });
});

test("two instances share no notes", async () => {
  const [one, other] = [memoryToolDriver(), memoryToolDriver()];
  await one.executeTool("create_note", { title: "Tea" });
  assert.deepEqual(await other.executeTool("list_notes", {}), []);
});

test("it fails on demand, with the message that was asked for", async () => {
  const call = memoryToolDriver().executeTool("fail", { message: "The disk is full." });
  await assert.rejects(call, (error) => {
    assert.ok(McsError.is(error));
    assert.equal(error.code, "failed_on_demand");
    assert.equal(error.message, "The disk is full.");
    return true;
  });
});

test("the health is what the options say", async () => {
  const health = { status: "WARN", detail: "The store is nearly full." } as const;
  assert.deepEqual(await memoryToolDriver({ health }).healthcheck(), health);
  assert.deepEqual(await memoryToolDriver().healthcheck(), { status: "OK" });
});
