import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Files of a repository by their paths from its root; objects are written as JSON. */
export type Files = Readonly<Record<string, string | object>>;

/** Writes a repository into a new folder; who calls deletes it. */
export function writeRepository(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), "mcs-repository-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return root;
}

const README = `# NAME

Reads tea leaves for language models.

It is not an oracle.

## Install

## Example

## Options

## Errors
`;

function manifestOf(folder: string, more: object): object {
  return {
    name: `@mcs/${folder}`,
    version: "1.2.3",
    description: "A package.",
    keywords: ["mcs", "mcs-driver"],
    license: "MIT",
    type: "module",
    sideEffects: false,
    engines: { node: ">=22.19" },
    files: ["dist", "README.md", "CHANGELOG.md", "LICENSE"],
    scripts: { build: "tsc -b && node ../../scripts/bundle.ts" },
    exports: { ".": { "@mcs/source": "./src/index.ts", default: "./dist/index.js" } },
    publishConfig: { access: "public", provenance: true, exports: { ".": "./dist/index.js" } },
    ...more,
  };
}

function filesOf(folder: string, manifest: object, sources: Readonly<Record<string, string>>): Files {
  const files = {
    "package.json": manifestOf(folder, manifest),
    "README.md": README.replace("NAME", `@mcs/${folder}`),
    "CHANGELOG.md": "",
    LICENSE: "",
    "src/index.ts": "",
    "test/proof.test.ts": "",
    ...sources,
  };
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`packages/${folder}/${path}`, text]),
  );
}

const SHARES_CORE = {
  peerDependencies: { "@mcs/core": "workspace:^" },
  devDependencies: { "@mcs/core": "workspace:^" },
};

/** A repository in which nothing is wrong. */
export const GOOD: Files = {
  ...filesOf("core", {}, {}),
  ...filesOf("adapter-tea", SHARES_CORE, {}),
  ...filesOf("cli", { bin: { mcs: "./dist/bin.js" } }, { "src/bin.ts": "#!/usr/bin/env node\n" }),
  ...filesOf(
    "driver-tea",
    { ...SHARES_CORE, dependencies: { "@mcs/adapter-tea": "workspace:^" } },
    {
      "src/driver.ts": 'import { hybrid } from "@mcs/core";\nimport "./tool-driver.ts";\n',
      "src/tool-driver.ts": 'export * from "./leaves/leaf.ts";\n',
      "src/leaves/leaf.ts": 'import { VERSION } from "../version.ts";\n',
      "src/options.ts": "",
      "src/errors.ts": "",
      "src/version.ts": 'export const VERSION = "1.2.3";\n',
    },
  ),
};
