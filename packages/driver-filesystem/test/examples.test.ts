import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryAdapter } from "@mcs/adapter-memory";
import { afterAll, expect, test } from "vitest";
import { FilesystemDriver } from "../src/index.ts";
import { ask, turn, twoRoots, withoutModel } from "./examples.ts";

const folder = mkdtempSync(join(tmpdir(), "mcs-examples-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "hay.txt"), "hay\na needle in it\n");

test("the README's first example searches", async () => {
  const { system, toolCallResult, messages } = await turn(
    folder,
    '{"tool": "search_files", "arguments": {"pattern": "needle"}}',
  );
  expect(system).toContain("search_files");
  expect(toolCallResult).toEqual({
    files: [{ path: "hay.txt", matches: [{ line: 2, text: "a needle in it" }] }],
  });
  expect(messages).toHaveLength(2);
});

test("of two roots one may be written", async () => {
  await using driver = twoRoots(folder, folder);
  await driver.executeTool("write_file", { path: "drafts/new.txt", content: "new" });
  expect(readFileSync(join(folder, "new.txt"), "utf8")).toBe("new");
  await expect(
    driver.executeTool("write_file", { path: "handbook/new.txt", content: "" }),
  ).rejects.toMatchObject({ code: "read_only" });
});

const project = () =>
  new FilesystemDriver({
    port: new MemoryAdapter({ files: { "src/main.ts": "// Begins here.\nconst port = 80;\n" } }),
  });

test("without a model: a search, and an edit that only shows its diff", async () => {
  const { found, edited } = await withoutModel(project());
  expect(found).toMatchObject({ files: [{ path: "src/main.ts", matches: [{ line: 2 }] }] });
  expect(edited).toMatchObject({ diff: expect.stringContaining("+const port = 8080;"), dry_run: true });
});

test("the annotations tell what has to be asked for", async () => {
  const driver = project();
  const asked: string[] = [];
  const call = await ask(driver, async (question) => {
    asked.push(question);
    return false;
  });
  await call("read_file", { path: "src/main.ts" });
  expect(asked).toEqual([]);
  expect(await call("delete_file", { path: "src/main.ts" })).toBe("The user said no.");
  expect(asked).toEqual(['delete_file {"path":"src/main.ts"}?']);
  await call("read_file", { path: "src/main.ts" });
});
