import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./program.ts", import.meta.url));

const argumentsFor = (root: string, task: string, times: number): string[] => [
  "--conditions=@mcs/source",
  "--disable-warning=ExperimentalWarning",
  PROGRAM,
  root,
  task,
  String(times),
];

/** Runs the program to its end. Resolves with what became of each round. */
export async function runProgram(
  root: string,
  task: string,
  times: number,
  { shell = "", ...options }: Omit<SpawnOptions, "shell"> & { readonly shell?: string } = {},
): Promise<string[]> {
  const words = argumentsFor(root, task, times);
  const [command, args] =
    shell === ""
      ? [process.execPath, words]
      : ["sh", ["-c", `${shell}; exec "$@"`, "sh", process.execPath, ...words]];
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout === null) throw new Error("The program has no output.");
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as string[];
}

/** Starts the program, and resolves when it is about to begin. */
export async function startProgram(root: string, task: string, times: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, argumentsFor(root, task, times), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("The program has no output.");
  await once(child.stdout, "data");
  return child;
}
