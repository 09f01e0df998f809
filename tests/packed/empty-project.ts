import { execFile } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { pack } from "../../scripts/packages/tarball.ts";
import { readWorkspace } from "../../scripts/packages/workspace.ts";
import { installWithNpm } from "../support/npm.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);

/** Builds the repository and packs some of its packages into `folder`. */
export async function buildAndPack(folder: string, names: readonly string[]): Promise<readonly string[]> {
  await run("pnpm", ["run", "build"], { cwd: ROOT, env: { ...process.env, DO_NOT_TRACK: "1" } });
  const chosen = readWorkspace(ROOT).filter((pkg) => names.includes(pkg.folder));
  return Promise.all(chosen.map(async (pkg) => (await pack(pkg, folder)).path));
}

/** Makes a folder with these packages installed by npm, as a user's project is. */
export async function createProject(folder: string, specs: readonly string[]): Promise<string> {
  mkdirSync(folder);
  await installWithNpm(folder, specs);
  return folder;
}

/** Installs a version of Node and returns the path of its executable. */
export async function installNode(folder: string, version: string): Promise<string> {
  await createProject(folder, [`node@${version}`]);
  return join(folder, "node_modules/node/bin/node");
}

/** What npm installed at the top of a project, scopes resolved. */
export function installedPackages(project: string): readonly string[] {
  const modules = join(project, "node_modules");
  return readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .sort();
}

/** What a program printed, or an error with it. */
export async function outputOf(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  // Nothing of the workspace's own settings reaches the program, such as its condition for sources.
  const { PATH = "", HOME = "" } = process.env;
  const { stdout, stderr } = await run(command, [...args], { cwd, env: { PATH, HOME, ...env } });
  return stdout + stderr;
}
