import { type MCSToolDriver, McsError, type ToolArguments } from "@mcs/core";

/** What other systems put on the queue. */
export interface Job {
  readonly id: number;
  readonly tool: string;
  readonly arguments: ToolArguments;
}

export interface Done {
  readonly id: number;
  readonly outcome: "done" | "dead";
  /** The result, or the stable code of the error. */
  readonly detail: unknown;
}

/** Codes of failures that may be gone the next time; all others are for a person to look at. */
const PASSING = new Set(["timeout", "network", "rate_limited"]);
/** Of these, those of calls that may have been carried out all the same. */
const UNCERTAIN = new Set(["timeout", "network"]);
const ATTEMPTS = 3;

// #region consume
/** Works off a queue. It needs the tools and `executeTool`, and nothing else: no model, no prompt. */
export async function consume(
  jobs: AsyncIterable<Job>,
  driver: MCSToolDriver,
  done: (job: Done) => void,
): Promise<void> {
  const tools = new Map((await driver.listTools()).map(({ name, annotations }) => [name, annotations]));
  for await (const { id, tool, arguments: args } of jobs) {
    const { readOnly = false, idempotent = false } = tools.get(tool) ?? {};
    for (let attempt = 1; ; attempt++) {
      try {
        done({ id, outcome: "done", detail: await driver.executeTool(tool, args) });
        break;
      } catch (error) {
        const code = McsError.is(error) ? error.code : "unknown";
        // What may have been done already is not done twice, unless the tool says that it does not matter.
        const repeatable = readOnly || idempotent || !UNCERTAIN.has(code);
        if (PASSING.has(code) && repeatable && attempt < ATTEMPTS) continue;
        done({ id, outcome: "dead", detail: code });
        break;
      }
    }
  }
}
// #endregion consume
