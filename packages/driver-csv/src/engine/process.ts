import { rmSync } from "node:fs";
import { Databases } from "./databases.ts";
import type { EngineLimits, FromEngine, ToEngine } from "./messages.ts";
import { Refusal } from "./statement.ts";

/**
 * A process in which the engine runs and that can be ended at any time. Its threads share no memory with the program:
 * some of the engine's functions take memory past its own limit, and some go on for seconds after an interrupt.
 */
if (process.send !== undefined) serve();

/** What the process takes itself, with what the engine does not count. */
const OWN_BYTES = 64 * 2 ** 20;
const LOOK_EVERY_MS = 10;

function serve(): void {
  let limits: EngineLimits | undefined;
  let databases: Databases | undefined;
  let line = Promise.resolve();
  process.on("message", (message: ToEngine) => {
    if (message.type === "limits") {
      limits = message.limits;
      watchMemory(limits);
      databases = new Databases(limits);
      return;
    }
    const given = databases;
    if (given === undefined) return;
    line = line.then(async () => {
      say(await answer(message, given));
      // Nobody waits for what is done between two answers.
      given.renew();
    });
  });
  // Whoever asked is gone, and nobody else clears up.
  process.on("disconnect", () => {
    if (limits !== undefined) rmSync(limits.folder, { recursive: true, force: true });
    process.kill(process.pid, "SIGKILL");
  });
}

async function answer(
  message: Exclude<ToEngine, { type: "limits" }>,
  databases: Databases,
): Promise<FromEngine> {
  try {
    if (message.type === "parse") return { type: "parsed", tables: await databases.parse(message.sql) };
    return { type: "rows", ...(await databases.run(message.job)) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof Refusal) return { type: "refused", message: text, remedy: error.remedy };
    return { type: "failed", message: text };
  }
}

/** Nothing can be done in time but to end at once; whoever asked sees how it ended. */
function watchMemory({ memoryBytes }: EngineLimits): void {
  const most = process.memoryUsage.rss() + memoryBytes + OWN_BYTES;
  setInterval(() => {
    if (process.memoryUsage.rss() > most) process.kill(process.pid, "SIGKILL");
  }, LOOK_EVERY_MS);
}

function say(message: FromEngine): void {
  process.send?.(message);
}
