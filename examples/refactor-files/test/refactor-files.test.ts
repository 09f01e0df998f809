import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const EXAMPLE = join(import.meta.dirname, "..");
const run = promisify(execFile);
const main = (...args: readonly string[]) =>
  run(process.execPath, ["--conditions=@mcs/source", join(EXAMPLE, "src/main.ts"), ...args]);

test("the model lists, searches, edits, and every change is shown", async () => {
  const { stdout } = await main();
  const order = [
    'list_directory {"path":"src"}',
    'search_files {"pattern":"\\\\bcalc\\\\b"}',
    'edit_file {"path":"src/cart.ts"',
    "failed: Edit 1: the old text is there 2 times, not once: at line 1, 9.",
    "--- a/src/cart.ts\n+++ b/src/cart.ts\n",
    '-import { calc } from "./tax.ts";\n+import { withTax } from "./tax.ts";\n',
    "--- a/src/invoice.ts\n+++ b/src/invoice.ts\n",
    "-export function calc(cents: number): number {\n+export function withTax(cents: number): number {\n",
    "--- a/README.md\n+++ b/README.md\n",
    'search_files {"pattern":"\\\\bcalc\\\\b"}',
    "Done: calc is withTax in four files",
  ];
  let from = 0;
  for (const part of order) {
    const at = stdout.indexOf(part, from);
    expect(at, `${part}\n\nin\n\n${stdout}`).not.toBe(-1);
    from = at + part.length;
  }
});

test("the project is the same but for the name, and nothing is left beside it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refactor-test-"));
  try {
    await cp(join(EXAMPLE, "project"), folder, { recursive: true });
    const before = await contents(folder);
    await main(folder);
    const expected = Object.entries(before).map(([path, text]) => [
      path,
      text.replace(/\bcalc\b/g, "withTax"),
    ]);
    expect(await contents(folder)).toEqual(Object.fromEntries(expected));
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length + 1), await readFile(path, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}
