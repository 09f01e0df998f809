import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test, vi } from "vitest";

// Programs that are started take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const MAIN = join(import.meta.dirname, "../src/main.ts");

function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "consent-test-"));
  cpSync(join(import.meta.dirname, "../project"), folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs the example and types the next answer whenever it asks; when none is left, the input is closed. */
async function run(folder: string, answers: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ["--conditions=@mcs/source", MAIN, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let shown = "";
  let typed = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    while (typed < (shown.match(/\[e\]dit: |as JSON: /g)?.length ?? 0)) {
      const answer = answers[typed++];
      if (answer === undefined) child.stdin.end();
      else child.stdin.write(`${answer}\n`);
      if (child.stdin.writableEnded) break;
    }
  });
  const [code] = await once(child, "close");
  assert.equal(code, 0, shown);
  return shown;
}

const greeting = (folder: string) => readFileSync(join(folder, "greeting.txt"), "utf8");

test("what was allowed is done, what was not is not, and looking is not asked about", async () => {
  const folder = project();
  const shown = await run(folder, ["y", "n", "y"]);
  assert.equal(greeting(folder), "Bonjour, world!\n");
  assert.ok(existsSync(join(folder, "notes/recipe.txt")));
  assert.ok(existsSync(join(folder, "CHANGES.txt")));
  assert.equal(shown.match(/wants to call/g)?.length, 3);
  assert.match(shown, /delete_file was not allowed: the user said no\. Nothing was executed\./);
});

test("a person sees the escapes that a model wrote, and the terminal does not", async () => {
  const shown = await run(project(), ["y", "n", "n"]);
  assert.ok(shown.includes("\\u001b[2K"));
  assert.ok(!shown.includes("\u001b"));
});

test("what a person edits is what is executed", async () => {
  const folder = project();
  const edited = { path: "greeting.txt", edits: [{ old_text: "Hello", new_text: "Salut" }] };
  await run(folder, ["e", JSON.stringify(edited), "n", "n"]);
  assert.equal(greeting(folder), "Salut, world!\n");
});

test("without an answer nothing changes", async () => {
  const folder = project();
  await run(folder, []);
  assert.equal(greeting(folder), "Hello, world!\n");
  assert.ok(existsSync(join(folder, "notes/recipe.txt")));
  assert.ok(!existsSync(join(folder, "CHANGES.txt")));
});

test("an answer that is neither yes nor no is a no", async () => {
  const folder = project();
  await run(folder, ["yes please", "Y", "true"]);
  assert.equal(greeting(folder), "Hello, world!\n");
});
