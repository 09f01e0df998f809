import { createRequire } from "node:module";

/**
 * Whether an optional package can be found from here. Nothing of it is loaded.
 *
 * @param from a file's URL to search from
 */
export function isInstalled(name: string, from: string = import.meta.url): boolean {
  try {
    createRequire(from).resolve(name);
    return true;
  } catch (error) {
    // A package without an entry for require is there all the same.
    return (error as { code?: unknown }).code !== "MODULE_NOT_FOUND";
  }
}
