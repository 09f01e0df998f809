import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Makes `folder` a project of its own and installs packages into it with plain npm.
 *
 * @param specs what `npm install` takes: names with versions, or paths of tarballs
 * @throws Error with npm's output when it fails.
 */
export async function installWithNpm(folder: string, specs: readonly string[]): Promise<void> {
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "empty-project", private: true, type: "module" }),
  );
  await run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...specs], {
    cwd: folder,
    env: plainEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** The environment without what a package manager puts there for its scripts, such as its own settings. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_(package|lifecycle|config_user_agent|command|execpath|node)|pnpm_|NODE_OPTIONS)/.test(name),
    ),
  );
}
