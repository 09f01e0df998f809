import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { ConfigurationError } from "../errors.ts";
import { parseProfile } from "../prompts/parse-profile.ts";
import type { PartialProfile } from "../prompts/profile.ts";

/**
 * Prompt profiles from disk: one TOML file, or all of a folder in the order of their names. Pass them to a
 * driver as its `prompts`, where they lie over the bundled ones.
 *
 * ```ts
 * const driver = hybrid(toolDriver, { prompts: await loadProfiles("prompts") });
 * ```
 *
 * @throws ConfigurationError when a file cannot be read, is no TOML, or holds something that is not known.
 */
export async function loadProfiles(path: string): Promise<readonly PartialProfile[]> {
  return Promise.all((await filesAt(path)).map(loadProfile));
}

async function loadProfile(file: string): Promise<PartialProfile> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw unreadable(file, error);
  });
  try {
    return parseProfile(parse(text), file);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const reason = (error as Error).message;
    throw new ConfigurationError(`The prompt profile ${file} is no TOML: ${reason}`, { cause: error });
  }
}

async function filesAt(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const files = (await readdir(path)).filter((file) => file.endsWith(".toml"));
    return files.toSorted((a, b) => (a < b ? -1 : 1)).map((file) => join(path, file));
  } catch (error) {
    throw unreadable(path, error as Error);
  }
}

function unreadable(path: string, cause: Error): ConfigurationError {
  return new ConfigurationError(`The prompt profile ${path} cannot be read: ${cause.message}.`, { cause });
}
