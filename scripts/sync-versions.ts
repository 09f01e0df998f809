/**
 * Writes the version of each package.json into the package's `src/version.ts`, where it has one: versions
 * are raised by a tool that knows package.json only. With `--check` it writes nothing and fails where a
 * module is out of date. `--root` names another repository than this one.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { VERSION_FILE, withVersion } from "./packages/version.ts";
import { readWorkspace } from "./packages/workspace.ts";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    root: { type: "string", default: join(import.meta.dirname, "..") },
  },
});

for (const pkg of readWorkspace(values.root)) {
  const text = pkg.read(VERSION_FILE);
  if (text === "") continue;
  const { version = "" } = pkg.manifest;
  const file = `packages/${pkg.folder}/${VERSION_FILE}`;
  const synced = withVersion(text, version);
  if (synced === text) continue;
  if (synced === undefined) fail(`${file} has no line: export const VERSION = "${version}";`);
  else if (values.check) fail(`${file} does not say ${version}: run "node scripts/sync-versions.ts".`);
  else {
    writeFileSync(join(pkg.dir, VERSION_FILE), synced);
    console.log(`${file} now says ${version}.`);
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
