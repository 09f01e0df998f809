/**
 * Writes `src/prompts/profiles/NAME.ts` from `profiles/NAME.toml`, so that the words are edited as data and
 * ship as modules. With `--check` it writes nothing and fails where a module is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";

const core = join(import.meta.dirname, "../packages/core");
const check = process.argv.includes("--check");
let stale = 0;

for (const file of readdirSync(join(core, "profiles"))) {
  const name = file.replace(/\.toml$/, "");
  const target = join(core, "src/prompts/profiles", `${name}.ts`);
  const text = moduleOf(name, parse(readFileSync(join(core, "profiles", file), "utf8")));
  if (check) {
    if (readFileSync(target, "utf8") === text) continue;
    console.error(`${target} is not what profiles/${file} says: run "pnpm generate".`);
    stale++;
  } else writeFileSync(target, text);
}
process.exitCode = stale === 0 ? 0 : 1;

function moduleOf(name: string, profile: unknown): string {
  return [
    `// Generated from profiles/${name}.toml by "pnpm generate".`,
    'import type { PromptProfile } from "../profile.ts";',
    "",
    `export const ${name}Profile: PromptProfile = ${JSON.stringify(profile, null, 2)};`,
    "",
  ].join("\n");
}
