import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPetApi } from "../../examples/quickstart/test/pet-api.ts";
import { temporaryFolder } from "../support/folder.ts";
import { buildAndPack, createProject, installedPackages, installNode, outputOf } from "./empty-project.ts";

// What is published is what is tested: the tarballs, installed by npm into a project outside of the
// workspace, used as the README says.
const ROOT = join(import.meta.dirname, "../..");
const cleanup = new AsyncDisposableStack();
/** The oldest Node that the packages name in `engines`, and the one that the repository works with. */
const OLDEST = "22.19.0";
const nodes: Record<string, string> = { [process.versions.node]: process.execPath };
let project: string;
let url: string;

beforeAll(async () => {
  const folder = cleanup.use(temporaryFolder()).path;
  const tarballs = await buildAndPack(folder, ["core", "adapter-http", "driver-rest-openapi"]);
  project = await createProject(join(folder, "project"), tarballs);
  nodes[OLDEST] = await installNode(join(folder, "node"), OLDEST);
  copyFileSync(join(ROOT, "examples/quickstart/src/main.ts"), join(project, "main.ts"));
  const api = await startPetApi("unused");
  cleanup.defer(() => api.close());
  url = api.url;
}, 600_000);

afterAll(() => cleanup.disposeAsync());

describe.each([OLDEST, process.versions.node])("on Node %s", (version) => {
  const node = (...args: readonly string[]) =>
    outputOf(nodes[version] ?? "", args, project, { OPENAPI_URL: url });

  test("the first example of the README calls the API", async () => {
    expect(await node("--version")).toBe(`v${version}\n`);
    expect(await node("main.ts")).toMatch(/findPetsByStatus[\s\S]*Rex/);
  });

  test("CommonJS can require the packages", async () => {
    writeFileSync(
      join(project, "main.cjs"),
      `const { RestDriver } = require("@mcs/driver-rest-openapi");
       const { McsError } = require("@mcs/core");
       require("@mcs/core/contract");
       const driver = new RestDriver({ url: process.env.OPENAPI_URL });
       driver.executeTool("nothing", {}).catch((error) => console.log(McsError.is(error), error.code))
         .then(() => driver.close());`,
    );
    expect(await node("main.cjs")).toBe("true tool_not_found\n");
  });
});

test("installing the driver brings its adapter, core and five small libraries, and nothing else", () => {
  expect(installedPackages(project)).toEqual([
    "@cfworker/json-schema",
    "@mcs/adapter-http",
    "@mcs/core",
    "@mcs/driver-rest-openapi",
    "argparse",
    "js-yaml",
    "json-p3",
    "smol-toml",
    "undici",
  ]);
});

test("the first example type-checks against what was published, declarations included", async () => {
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        module: "NodeNext",
        target: "ES2023",
        strict: true,
        noEmit: true,
        exactOptionalPropertyTypes: true,
        types: ["node"],
        typeRoots: [join(ROOT, "node_modules/@types")],
      },
      files: ["main.ts"],
    }),
  );
  expect(await outputOf(join(ROOT, "node_modules/.bin/tsc"), ["-p", "."], project)).toBe("");
});
