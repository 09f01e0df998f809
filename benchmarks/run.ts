/**
 * `pnpm bench [name …] [--json]`: runs benchmarks one after the other, each in a process of its own, and
 * prints their figures in one table. A benchmark is a script of this folder that prints an array of
 * {@link Figure} for `--json`. Fails when a benchmark does; a target that was missed is only said.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Figure } from "./src/figure.ts";
import { table } from "./src/report.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "run.ts")
  .map((file) => file.slice(0, -3))
  .sort();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark named ${unknown.join(", ")}; there are ${known.join(", ")}.`);
  process.exit(1);
}

const results: Record<string, readonly Figure[]> = {};
for (const name of positionals.length === 0 ? known : positionals) {
  if (!values.json) console.error(`running ${name} …`);
  const { status, stdout } = spawnSync(
    process.execPath,
    [...process.execArgv, join(import.meta.dirname, `${name}.ts`), "--json"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  if (status === 0) results[name] = JSON.parse(stdout) as Figure[];
  else {
    console.error(`${name} failed with exit code ${status}.`);
    process.exitCode = 1;
  }
}
const all = Object.entries(results).flatMap(([name, figures]) =>
  figures.map((figure) => ({ ...figure, name: `${name}: ${figure.name}` })),
);
console.log(values.json ? JSON.stringify(results, null, 2) : table(all));
