import { parentPort } from "node:worker_threads";
import { McsError, type ToolArguments } from "@mcs/core";
import { RestDriver } from "../src/index.ts";

/** What to do with a document that may never come to an end. */
export interface Job {
  readonly url?: string;
  readonly document?: object;
  readonly serverUrl?: string;
  readonly call?: { readonly tool: string; readonly arguments: ToolArguments };
}

/** What came of it: numbers, or the code of the error and its name. */
export interface Outcome {
  readonly tools: number;
  /** Characters of all that a model is told. */
  readonly told: number;
  readonly diagnostics: readonly string[];
  readonly error?: string;
  /** False for an error that is none of the family. */
  readonly typed: boolean;
}

async function doJob({ url, document = {}, serverUrl, call }: Job): Promise<Outcome> {
  const options = serverUrl === undefined ? {} : { serverUrl };
  await using driver =
    url === undefined ? new RestDriver({ document, ...options }) : new RestDriver({ url, ...options });
  const outcome = { tools: 0, told: 0, diagnostics: [] as string[], typed: true };
  try {
    const tools = await driver.listTools();
    outcome.tools = tools.length;
    if (call === undefined) {
      for (const { parameters, outputSchema } of tools) void [parameters, outputSchema];
      outcome.diagnostics = (await driver.diagnostics()).map(({ code }) => code);
      outcome.told = (await driver.getDriverSystemMessage()).length;
      outcome.told += JSON.stringify(await driver.getDriverContext()).length;
    } else await driver.executeTool(call.tool, call.arguments);
    return outcome;
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ...outcome, typed: McsError.is(error), error: message.slice(0, 300) };
  }
}

parentPort?.on("message", (job: Job) => {
  void doJob(job).then((outcome) => parentPort?.postMessage(outcome));
});
