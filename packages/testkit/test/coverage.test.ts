import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contractSuite, requirements } from "@mcs/testkit";
import { test } from "vitest";

const PACKAGES = join(import.meta.dirname, "../..");

/** The ids that test titles cite: a title begins with them, each in brackets. */
function citedIn(source: string): readonly string[] {
  const beginnings = source.matchAll(/["'`]((?:\[[a-z-]+\.[a-z-]+\] )+)/g);
  return [...beginnings].flatMap(([, cited = ""]) => cited.match(/[a-z-]+\.[a-z-]+/g) ?? []);
}

const testFiles = readdirSync(PACKAGES).flatMap((name) => {
  const folder = join(PACKAGES, name, "test");
  try {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return files.filter((file) => file.endsWith(".test.ts")).map((file) => join(folder, file));
  } catch {
    // A package whose tests are still to come.
    return [];
  }
});
const citations = testFiles.flatMap((file) =>
  citedIn(readFileSync(file, "utf8")).map((id) => ({ id, file })),
);
const known = new Set<string>(requirements.map(({ id }) => id));
const inCases = Object.values(contractSuite).flatMap((cases) => cases.flatMap((each) => each.requirements));

test("every requirement is cited by a contract case or by the title of a test", () => {
  const cited = new Set<string>([...inCases, ...citations.map(({ id }) => id)]);
  assert.deepEqual(
    requirements.map(({ id }) => id).filter((id) => !cited.has(id)),
    [],
  );
});

test("no test cites a requirement that does not exist", () => {
  assert.deepEqual(
    citations.filter(({ id }) => !known.has(id)),
    [],
  );
});

test("no requirement is stated twice", () => {
  assert.equal(known.size, requirements.length);
  assert.equal(new Set(requirements.map(({ statement }) => statement)).size, requirements.length);
});

test("citations are read from the beginning of a title and from nowhere else", () => {
  const source =
    "test('<a.b> <c.d-e> works', () => list<x.y>); test(`<f.g> too`, fn); test('not <h.i>', fn);";
  const bracketed = source.replaceAll("<", "[").replaceAll(">", "]").replaceAll("=]", "=>");
  assert.deepEqual(citedIn(bracketed), ["a.b", "c.d-e", "f.g"]);
});
