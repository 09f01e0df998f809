/**
 * Checks every folder of `packages/`: first as it stands here, then as the registry would get it. Prints
 * each problem with its file and the remedy, and fails where there is one. The packages have to be built.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lintsClean, typesAreRight } from "./packages/published.ts";
import { checkSources } from "./packages/rules.ts";
import { pack, shipsWhatIsMeant } from "./packages/tarball.ts";
import { readWorkspace } from "./packages/workspace.ts";

const workspace = readWorkspace(join(import.meta.dirname, ".."));
const folder = mkdtempSync(join(tmpdir(), "mcs-packed-"));
const problems = [...checkSources(workspace)];
try {
  for (const pkg of workspace) {
    const tarball = await pack(pkg, folder);
    problems.push(
      ...shipsWhatIsMeant(tarball),
      ...(await lintsClean(tarball)),
      ...(await typesAreRight(tarball)),
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

for (const { file, message } of problems) console.error(`${file}: ${message}`);
console.log(`${workspace.length} packages checked, ${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
