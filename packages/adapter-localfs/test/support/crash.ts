import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { LocalFsAdapter } from "../../src/index.ts";
import { startProgram } from "./programs.ts";

export interface CrashResult {
  /** Files that the killed programs had replaced or created by then. */
  readonly writes: number;
  /** Files whose content is of no write, or of several. */
  readonly mixed: readonly string[];
  /** What was left lying about after the next start. */
  readonly strays: readonly string[];
  /** Programs that were killed within a write. */
  readonly interrupted: number;
}

/**
 * Kills programs that write at random points, and looks each time at what the next one finds: so often, and until
 * so many files were written.
 */
export async function crash(root: string, kills: number, writes = 0): Promise<CrashResult> {
  const result = { writes: 0, mixed: [] as string[], strays: [] as string[], interrupted: 0 };
  for (let index = 0; index < 3; index++) {
    mkdirSync(join(root, `folder-${index}`));
    for (let file = 0; file < 5; file++) writeFileSync(join(root, `folder-${index}`, `file-${file}`), "z");
  }
  for (let round = 0; round < kills || result.writes < writes; round++) {
    const before = versions(root);
    const program = await startProgram(root, "storm", 1_000_000);
    await setTimeout(Math.random() * 250);
    program.kill("SIGKILL");
    await once(program, "close");
    if (existsSync(join(root, ".mcs-localfs"))) result.interrupted++;
    result.writes += [...versions(root)].filter(([path, version]) => before.get(path) !== version).length;
    const next = new LocalFsAdapter({ root });
    await next.stat("");
    await next.close();
    for (const path of versions(root).keys()) {
      if (/(^|\/)(file|new)-[\d-]+$/.test(path)) {
        if (!/^(.)\1*$/.test(readFileSync(join(root, path), "utf8"))) result.mixed.push(path);
      } else result.strays.push(path);
    }
  }
  return result;
}

/** Every file below the root with its content's beginning and length; directories of our own as well. */
function versions(root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(root.length + 1);
    if (entry.isFile())
      found.set(name, `${readFileSync(path, "latin1").slice(0, 1)}${readFileSync(path).length}`);
    else if (!/^folder-\d$/.test(name)) found.set(name, "");
  }
  return found;
}
