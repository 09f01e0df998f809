/**
 * Writes `src/prompts/profiles/NAME.ts` from `profiles/NAME.toml`, and the list of them, so that the words are
 * edited as data and ship as modules. With `--check` it writes nothing and fails where a module is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";

/** The complete one, over which the others are laid. */
const GENERIC = "json";

const core = join(import.meta.dirname, "../packages/core");
const check = process.argv.includes("--check");
const names = readdirSync(join(core, "profiles")).map((file) => file.replace(/\.toml$/, ""));
// Where two profiles name a model, the one with the longer patterns knows it better.
const special = names
  .filter((name) => name !== GENERIC)
  .sort((a, b) => precision(b) - precision(a) || (a < b ? -1 : 1));
let stale = 0;

for (const name of names) write(`${name}.ts`, moduleOf(name, profileOf(name)));
write("index.ts", listOf(special));
process.exitCode = stale === 0 ? 0 : 1;

function profileOf(name: string): Readonly<Record<string, unknown>> {
  return parse(readFileSync(join(core, "profiles", `${name}.toml`), "utf8"));
}

function precision(name: string): number {
  const { models } = profileOf(name).meta as { models: readonly string[] };
  return models.reduce((sum, pattern) => sum + pattern.length, 0) / models.length;
}

function write(file: string, text: string): void {
  const target = join(core, "src/prompts/profiles", file);
  if (existsSync(target) && readFileSync(target, "utf8") === text) return;
  if (check) {
    console.error(`${target} is not what profiles/ says: run "pnpm generate".`);
    stale++;
  } else writeFileSync(target, text);
}

function moduleOf(name: string, profile: unknown): string {
  const type = name === GENERIC ? "PromptProfile" : "PartialProfile";
  return [
    `// Generated from profiles/${name}.toml by "pnpm generate".`,
    `import type { ${type} } from "../profile.ts";`,
    "",
    `export const ${name}Profile: ${type} = ${JSON.stringify(profile, null, 2)};`,
    "",
  ].join("\n");
}

function listOf(list: readonly string[]): string {
  return [
    '// Generated from profiles/ by "pnpm generate".',
    'import type { PartialProfile } from "../profile.ts";',
    ...list
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((name) => `import { ${name}Profile } from "./${name}.ts";`),
    "",
    "/** Profiles for the models that they name; the first that fits counts. */",
    `export const bundledProfiles: readonly PartialProfile[] = [${list.map((name) => `${name}Profile`).join(", ")}];`,
    "",
  ].join("\n");
}
