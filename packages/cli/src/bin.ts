#!/usr/bin/env node
import { Interrupts } from "./interrupts.ts";
import { run } from "./run.ts";

const { stdin, stdout, stderr, env, argv } = process;
const interrupts = new Interrupts();

process.on("SIGINT", () => {
  if (!interrupts.fire()) process.exit(130);
});
for (const stream of [stdout, stderr]) {
  // Whoever reads our output has seen enough, as in `mcs tools … | head`.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}
// All output has been taken by then, so that nothing is cut off; what was aborted is not waited for.
void run(argv.slice(2), { stdin, stdout, stderr, env, onInterrupt: interrupts.add }).then((code) =>
  process.exit(code),
);
