import { rmSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { checkSources } from "../packages/rules.ts";
import { readWorkspace } from "../packages/workspace.ts";
import { type Files, GOOD, writeRepository } from "./fixture.ts";

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** What is wrong in a repository, as lines. */
function problemsOf(files: Files): readonly string[] {
  const root = writeRepository(files);
  roots.push(root);
  return checkSources(readWorkspace(root)).map(({ file, message }) => `${file}: ${message}`);
}

/** The good repository with some files replaced, or without those that are undefined. */
function changed(changes: Readonly<Record<string, string | object | undefined>>): Files {
  const files = Object.entries({ ...GOOD, ...changes });
  return Object.fromEntries(
    files.filter((entry): entry is [string, string | object] => entry[1] !== undefined),
  );
}

/** A package.json of the good repository with some fields replaced. */
function manifest(folder: string, fields: object): Readonly<Record<string, object>> {
  const path = `packages/${folder}/package.json`;
  return { [path]: { ...(GOOD[path] as object), ...fields } };
}

const DRIVER = "packages/driver-tea";

test("a repository in which nothing is wrong has no problems", () => {
  expect(problemsOf(GOOD)).toEqual([]);
});

test.each<[what: string, changes: Readonly<Record<string, string | object | undefined>>, problem: string]>([
  ["side effects", manifest("core", { sideEffects: true }), "core/package.json: set sideEffects to false"],
  ["another build", manifest("core", { scripts: { build: "tsc" } }), "set scripts.build to"],
  ["another Node", manifest("core", { engines: { node: ">=18" } }), 'set engines.node to ">=22.19"'],
  ["unsigned releases", manifest("core", { publishConfig: {} }), "set publishConfig.provenance to true"],
  ["another name", manifest("core", { name: "@mcs/kernel" }), 'set name to "@mcs/core"'],
  ["no description", manifest("core", { description: "" }), "add a description"],
  ["a driver that is not found", manifest("driver-tea", { keywords: ["mcs"] }), 'the keyword "mcs-driver"'],
  ["a file that is not packed", manifest("core", { files: ["dist"] }), 'add "LICENSE" to files'],
  ["no change log", { "packages/core/CHANGELOG.md": undefined }, "core/CHANGELOG.md: is missing"],
  [
    "a pattern among the exports",
    manifest("core", { exports: { "./*": { "@mcs/source": "./src/*.ts", default: "./dist/*.js" } } }),
    'write exports["./*"] as',
  ],
  [
    "an entry without its source",
    manifest("core", { exports: { ".": "./dist/index.js" } }),
    'write exports["."] as { "@mcs/source"',
  ],
  [
    "an entry that leads nowhere",
    manifest("core", { exports: { ".": { "@mcs/source": "./src/gone.ts", default: "./dist/gone.js" } } }),
    "leads to ./src/gone.ts, which does not exist",
  ],
  [
    "an entry that leads elsewhere once built",
    manifest("core", { exports: { ".": { "@mcs/source": "./src/index.ts", default: "./dist/main.js" } } }),
    '"default": "./dist/index.js"',
  ],
  [
    "the condition of the repository in what is published",
    manifest("core", {
      publishConfig: {
        access: "public",
        provenance: true,
        exports: { ".": { "@mcs/source": "./src/index.ts" } },
      },
    }),
    'set publishConfig.exports to {".":"./dist/index.js"}',
  ],
  [
    "a command that cannot start",
    { "packages/cli/src/bin.ts": "run();" },
    "cli/src/bin.ts: has to exist and to begin",
  ],
  [
    "a driver below its place",
    manifest("adapter-tea", { dependencies: { "@mcs/driver-tea": "workspace:^" } }),
    "adapter-tea/package.json: remove @mcs/driver-tea: a package of this kind may need only core",
  ],
  [
    "core with needs",
    manifest("core", { dependencies: { "@mcs/adapter-tea": "workspace:^" } }),
    "may need nothing of this project",
  ],
  [
    "a kind that nobody knows",
    {
      "packages/widget/package.json": {
        ...(GOOD["packages/core/package.json"] as object),
        name: "@mcs/widget",
      },
    },
    "widget/package.json: is of no known kind",
  ],
  [
    "a core of its own",
    manifest("driver-tea", { dependencies: { "@mcs/core": "workspace:^" } }),
    "move @mcs/core from dependencies to peerDependencies",
  ],
  [
    "no core to test with",
    manifest("driver-tea", { devDependencies: {} }),
    'workspace:^" to devDependencies',
  ],
  [
    "a way into another package",
    { [`${DRIVER}/src/options.ts`]: 'import { x } from "@mcs/core/src/errors.ts";' },
    "driver-tea/src/options.ts: imports @mcs/core/src/errors.ts, which @mcs/core does not export",
  ],
  [
    "a way out of the package",
    { [`${DRIVER}/src/leaves/leaf.ts`]: 'export { x } from "../../../core/src/errors.ts";' },
    "imports ../../../core/src/errors.ts, which lies outside of the package",
  ],
  [
    "a way out at run time",
    { [`${DRIVER}/test/proof.test.ts`]: 'await import("../../core/src/errors.ts");' },
    "driver-tea/test/proof.test.ts: imports ../../core/src/errors.ts",
  ],
  [
    "a driver without its errors",
    { [`${DRIVER}/src/errors.ts`]: undefined },
    "driver-tea/src/errors.ts: is missing",
  ],
  ["a driver without a version", { [`${DRIVER}/src/version.ts`]: undefined }, "meta.version is read from it"],
  [
    "a version that lags behind",
    { [`${DRIVER}/src/version.ts`]: 'export const VERSION = "1.2.2";\n' },
    "driver-tea/src/version.ts: does not say 1.2.3",
  ],
  [
    "a package without tests",
    { "packages/core/test/proof.test.ts": undefined },
    "core/test: holds no *.test.ts",
  ],
  [
    "a README that begins with something else",
    { [`${DRIVER}/README.md`]: "# Tea\n" },
    'driver-tea/README.md: has to begin with "# @mcs/driver-tea"',
  ],
  [
    "a README that promises everything",
    {
      [`${DRIVER}/README.md`]: (GOOD[`${DRIVER}/README.md`] as string).replace("It is not an oracle.\n", ""),
    },
    "has to say what the package is not",
  ],
  [
    "a README without errors",
    { [`${DRIVER}/README.md`]: (GOOD[`${DRIVER}/README.md`] as string).replace("## Errors", "") },
    'lacks the section "## Errors"',
  ],
  [
    "a README in another order",
    {
      [`${DRIVER}/README.md`]: (GOOD[`${DRIVER}/README.md`] as string)
        .replace("## Install\n\n", "")
        .replace("## Errors", "## Errors\n\n## Install"),
    },
    'has "## Example" too early: the order is Install, Example, Options, Errors',
  ],
])("%s is a problem, named with its file and the remedy", (_, changes, problem) => {
  expect(problemsOf(changed(changes)).join("\n")).toContain(problem);
});

test("imports of the package itself, of its own files and of Node are no problem", () => {
  const source = 'import type { A } from "./options.ts";\nimport "@mcs/driver-tea";\nimport "node:fs";\n';
  expect(problemsOf(changed({ [`${DRIVER}/src/errors.ts`]: source }))).toEqual([]);
});
