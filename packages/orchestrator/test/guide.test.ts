import { strict as assert } from "node:assert";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryToolDriver } from "@mcs/testkit";
import { onTestFinished, test, vi } from "vitest";
import { BasicOrchestrator } from "../src/index.ts";
import { assistant } from "./example.ts";
import { composed, guarded, onTrial, runTime, targets, twoSteps } from "./guide.ts";
import { names, recorded } from "./support.ts";

const box = (name: string, ...tools: string[]) => recorded(name, tools);

test("the README's example lists what is pinned, finds the rest, and asks about the calendar", async () => {
  const [github, calendar] = [box("GitHub", "create_issue"), box("Calendar", "list_events", "add_event")];
  const driver = assistant(github.driver, calendar.driver);
  const listed = names(await driver.listTools());
  assert.ok(listed.includes("search_tools") && listed.includes("calendar__add_event"));
  assert.ok(!listed.includes("github__create_issue"));
  await driver.executeTool("github__create_issue", {});
  await driver.executeTool("calendar__list_events", {});
  await assert.rejects(driver.executeTool("calendar__add_event", {}), { code: "consent_denied" });
  assert.equal(github.calls.length + calendar.calls.length, 2);
});

test("the guide's drivers come and go", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const [github, jira, linear] = ["GitHub", "Jira", "Linear"].map((name) => box(name, "find").driver);
  assert.ok(github && jira && linear);
  const orchestrator = await runTime(github, jira, linear);
  assert.deepEqual(names(await orchestrator.listTools()), ["github__find", "linear__find"]);
});

test("the guide's conversation is at production", async () => {
  const [staging, production] = [box("S", "query"), box("P", "query")];
  await (await targets(staging.driver, production.driver)).executeTool("query", {});
  assert.equal(production.calls.length, 1);
  assert.equal(staging.calls.length, 0);
});

test("the guide's layers compose", async () => {
  const tools = Array.from({ length: 120 }, (_, at) => `tool_${at}`);
  const { large, middling } = composed({ many: box("Many", ...tools).driver });
  assert.equal((await large.listTools()).length, 4);
  assert.equal((await middling.listTools()).length, 53);
});

test("the guide's stack asks, denies, writes down and redacts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "guide-"));
  const back = process.cwd();
  process.chdir(folder);
  onTestFinished(() => {
    process.chdir(back);
    rmSync(folder, { recursive: true });
  });
  const { driver, calls } = recorded("Files", { read: { readOnly: true }, delete_file: {} });
  const safe = guarded(driver, async () => false, "key-0123456789");
  assert.deepEqual(await safe.executeTool("read", { value: "key-0123456789" }), {
    by: "Files",
    tool: "read",
    value: "[secret]",
  });
  await assert.rejects(safe.executeTool("delete_file", {}), { code: "consent_denied" });
  assert.equal(calls.length, 1);
  assert.ok(existsSync("audit.jsonl"));
  const log = readFileSync("audit.jsonl", "utf8");
  assert.equal(log.trim().split("\n").length, 2);
  assert.ok(!log.includes("key-0123456789"));
});

test("the guide's two steps delete what was agreed to, and nothing else", async () => {
  const driver = memoryToolDriver({ notes: [{ title: "tea", text: "Green." }] });
  const shown: object[] = [];
  const answer = (yes: boolean) => async (call: object) => shown.push(call) > 0 && yes;
  await twoSteps(driver, answer(false));
  await driver.executeTool("get_note", { id: 1 });
  await twoSteps(driver, answer(true));
  await assert.rejects(driver.executeTool("get_note", { id: 1 }));
  assert.deepEqual((shown[0] as { arguments: object }).arguments, { id: 1 });
});

test("the guide's own strategy leaves out what drivers on trial could destroy", async () => {
  const { driver } = recorded("New", { look: { readOnly: true }, purge: { destructive: true } });
  const orchestrator = new BasicOrchestrator({ trial: driver }, { collisions: onTrial(["trial"]) });
  assert.deepEqual(names(await orchestrator.listTools()), ["trial__look"]);
  await assert.rejects(orchestrator.executeTool("trial__purge", {}), { code: "tool_not_found" });
});
