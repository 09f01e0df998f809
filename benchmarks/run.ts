/**
 * `pnpm bench [name …] [--json]`: runs benchmarks one after the other, each in a process of its own, and
 * prints their figures in one table. A benchmark is a script of this folder that prints an array of
 * {@link Figure} for `--json`. Fails when a benchmark does; a target that was missed is only said.
 */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
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
  const file = join(import.meta.dirname, `${name}.ts`);
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, file, "--json"]);
  results[name] = JSON.parse(stdout) as Figure[];
}
const all = Object.entries(results).flatMap(([name, figures]) =>
  figures.map((figure) => ({ ...figure, name: `${name}: ${figure.name}` })),
);
console.log(values.json ? JSON.stringify(results, null, 2) : table(all));
