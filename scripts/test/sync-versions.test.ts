import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Files, GOOD, writeRepository } from "./fixture.ts";

const SCRIPT = join(import.meta.dirname, "../sync-versions.ts");
const MODULE = "packages/driver-tea/src/version.ts";
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function run(files: Files, ...options: string[]) {
  const root = writeRepository(files);
  roots.push(root);
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, "--root", root, ...options], {
    encoding: "utf8",
  });
  return { status, stderr, root, text: readFileSync(join(root, MODULE), "utf8") };
}

const stale = { ...GOOD, [MODULE]: '/** Kept. */\nexport const VERSION: string = "0.1.0";\n' };

test("the version of package.json is written, and the rest of the module stays", () => {
  const { status, text } = run(stale);
  expect(status).toBe(0);
  expect(text).toBe('/** Kept. */\nexport const VERSION: string = "1.2.3";\n');
});

test("a package without the module does not get one", () => {
  const { root } = run(stale);
  expect(existsSync(join(root, "packages/core/src/version.ts"))).toBe(false);
});

test("the check passes where versions agree", () => {
  expect(run(GOOD, "--check")).toMatchObject({ status: 0, stderr: "" });
});

test("the check names a module that lags behind, and leaves it as it is", () => {
  const { status, stderr, text } = run(stale, "--check");
  expect(status).toBe(1);
  expect(stderr).toBe(`${MODULE} does not say 1.2.3: run "node scripts/sync-versions.ts".\n`);
  expect(text).toContain("0.1.0");
});

test("a module without a version fails, with and without the check", () => {
  const broken = { ...GOOD, [MODULE]: "export const version = 1;\n" };
  for (const { status, stderr } of [run(broken), run(broken, "--check")]) {
    expect(status).toBe(1);
    expect(stderr).toContain(`${MODULE} has no line: export const VERSION = "1.2.3";`);
  }
});
