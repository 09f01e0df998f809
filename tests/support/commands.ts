import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where programs are looked for: the shell's folders, and those of the system's own servers. */
export const PATH = `${process.env.PATH ?? ""}:/usr/sbin`;

/** The commands of these that are not installed. */
export function missingCommands(...commands: readonly string[]): readonly string[] {
  const folders = PATH.split(":");
  return commands.filter((command) => !folders.some((folder) => existsSync(join(folder, command))));
}
