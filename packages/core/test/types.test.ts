import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** The complaints of the compiler about one file, under the strictness of the project. */
function complaints(file: string): string {
  const options = [
    ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck"],
    ["--module", "nodenext", "--target", "es2023", "--customConditions", "@mcs/source"],
    ["--allowImportingTsExtensions", "--ignoreConfig", "--types", ""],
  ].flat();
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [tsc, ...options, join(import.meta.dirname, "types", file)],
    { encoding: "utf8" },
  );
  return status === 0 ? "" : `${stdout}${stderr}`;
}

test("[response.narrows] the type of a response narrows on its flags", () => {
  assert.equal(complaints("response.ts"), "");
});

test("authors get the types of what they define", () => {
  assert.equal(complaints("authoring.ts"), "");
});
