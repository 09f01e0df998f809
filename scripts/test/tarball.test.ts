import { expect, test } from "vitest";
import { shipsWhatIsMeant, type Tarball } from "../packages/tarball.ts";

const FILES = ["package.json", "README.md", "CHANGELOG.md", "LICENSE"];
const BUILT = ["dist/index.js", "dist/index.js.map", "dist/index.d.ts", "dist/index.d.ts.map"];
const MANIFEST = { name: "@mcs/driver-tea", exports: { ".": "./dist/index.js" } };

/** What is wrong with a tarball of these files. */
function problemsOf(files: readonly string[], changes: Partial<Tarball> = {}, shipped = ["dist"]): string {
  const pkg = {
    folder: "driver-tea",
    dir: "",
    manifest: { files: shipped },
    files: ["src/index.ts", "profiles/json.toml"],
    read: () => "",
  };
  return shipsWhatIsMeant({ pkg, path: "", manifest: MANIFEST, files, ...changes })
    .map(({ file, message }) => `${file}: ${message}`)
    .join("\n");
}

test("documents and what was built from the sources is what ships", () => {
  expect(problemsOf([...FILES, ...BUILT])).toBe("");
});

test.each([
  ["a licence that was left out", [...FILES.slice(0, 3), ...BUILT], "LICENSE: is not in the tarball"],
  ["an export that was not built", FILES, "dist/index.js: is exported and not in the tarball"],
  [
    "declarations that were not built",
    [...FILES, "dist/index.js"],
    "dist/index.d.ts: is exported and not in",
  ],
  [
    "a test",
    [...FILES, ...BUILT, "dist/index.test.js"],
    "dist/index.test.js: is in the tarball and should not",
  ],
  ["a source", [...FILES, ...BUILT, "src/index.ts"], "src/index.ts: is in the tarball and should not be"],
  ["what the compiler remembers", [...FILES, ...BUILT, "dist/x.tsbuildinfo"], "should not be"],
  [
    "a file of a source that is gone",
    [...FILES, ...BUILT, "dist/old.js"],
    "dist/old.js: comes from no src/old.ts",
  ],
])("%s is a problem", (_, files, problem) => {
  expect(problemsOf(files)).toContain(problem);
});

test("a folder that the package names in files ships as it is, but not its tests", () => {
  const files = [...FILES, ...BUILT, "profiles/json.toml"];
  expect(problemsOf(files, {}, ["dist", "profiles"])).toBe("");
  expect(problemsOf(files)).toContain("profiles/json.toml: is in the tarball");
  expect(problemsOf([...files, "profiles/a.test.ts"], {}, ["dist", "profiles"])).toContain("a.test.ts");
});

test.each([
  [
    "the condition of the repository",
    { exports: { ".": { "@mcs/source": "./src/index.ts" } } },
    "@mcs/source",
  ],
  ["a version of the workspace", { dependencies: { "@mcs/core": "workspace:^" } }, "workspace:"],
  ["a version of the catalog", { dependencies: { undici: "catalog:" } }, "catalog:"],
])("%s in the published manifest is a problem", (_, fields, word) => {
  const manifest = { ...MANIFEST, ...fields };
  expect(problemsOf([...FILES, ...BUILT], { manifest })).toContain(
    `package.json: holds ${word} when published`,
  );
});
