import { constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, isAbsolute, join } from "node:path";
import { hasKernelFiles } from "../kernel-files.ts";
import { access, lstat, realpath, unless } from "../system.ts";
import type { Tree } from "../tree.ts";

/**
 * The ripgrep to search a tree with; undefined where there is none that may be used.
 *
 * One that was found is not run where it lies in the tree itself: whoever may write there could have put it
 * there. None is run on a tree that has files of the kernel in it, of which some never end.
 */
export async function usableRipgrep(tree: Tree): Promise<string | undefined> {
  const { ripgrep } = tree.settings;
  if (ripgrep === false || (await hasKernelFiles(tree.rootPaths[0] ?? ""))) return undefined;
  if (ripgrep !== undefined) return ripgrep;
  found ??= find();
  const program = await found;
  const isInside = tree.rootPaths.some((root) => program?.startsWith(join(root, "/")) === true);
  return isInside ? undefined : program;
}

/** Looked for once, and only when somebody searches. */
let found: Promise<string | undefined> | undefined;

/** That of the optional peer, or the first of the system's. The path has no links in it. */
async function find(): Promise<string | undefined> {
  const name = process.platform === "win32" ? "rg.exe" : "rg";
  const directories = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  for (const path of [peer(), ...directories.map((directory) => join(directory, name))]) {
    const program = path && (await unless(MISSING, realpath(path)));
    if (program && (await isProgram(program))) return program;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  const runs = access(path, constants.X_OK).then(() => true);
  return ((await unless(MISSING, runs)) ?? false) && (await lstat(path)).isFile();
}

const MISSING = "ENOENT ENOTDIR EACCES ELOOP";

function peer(): string | undefined {
  try {
    const installed: unknown = createRequire(import.meta.url)("@vscode/ripgrep");
    const { rgPath } = installed as { rgPath?: unknown };
    return typeof rgPath === "string" ? rgPath : undefined;
  } catch {
    return undefined;
  }
}
