import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Tarball } from "./tarball.ts";
import { type Problem, problem } from "./workspace.ts";

/** What publint finds, suggestions included. */
export async function lintsClean({ pkg, path }: Tarball): Promise<readonly Problem[]> {
  const file = readFileSync(path);
  const tarball = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  const { messages, pkg: manifest } = await publint({ pack: { tarball } });
  return messages.map((message) =>
    problem(pkg, "package.json", `publint: ${formatMessage(message, manifest, { color: false })}`),
  );
}

/** Whether the types say what the modules do, for everyone who imports ES modules. */
export async function typesAreRight({ pkg, path }: Tarball): Promise<readonly Problem[]> {
  const output = await new Promise<string | undefined>((resolve) => {
    execFile("attw", [path, "--profile", "esm-only", "--no-color", "--no-emoji"], (error, stdout, stderr) =>
      resolve(error === null ? undefined : `${stdout}${stderr}`),
    );
  });
  return output === undefined ? [] : [problem(pkg, "package.json", `attw found wrong types:\n${output}`)];
}
