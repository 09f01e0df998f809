/**
 * The project in one run: a model uses an HTTP API that it has never seen, first by writing text, then
 * through native tool calling. Exits with 0 when all that it claims at its end was true.
 */
import { parseArgs } from "node:util";
import { secret } from "@mcs/core";
import { RestDriver } from "@mcs/driver-rest-openapi";
import { type BikeApi, startApi } from "./api.ts";
import { converse, type Opening, openWithText, openWithTools, type Turn } from "./conversation.ts";
import { type Facts, gatherFacts, type Mode, type Recording } from "./facts.ts";
import { type Model, startModel } from "./model.ts";
import { TASKS } from "./script.ts";
import { createTranscript, type Transcript } from "./transcript.ts";

const HELP = `Usage: pnpm demo [--json] [--help]

Starts a small HTTP API behind an API key and lets a model use it through an MCS driver, twice: by text, and
by native tool calling. The model is a scripted one on loopback, so neither a key nor a network is needed.

  --json   print what happened as JSON instead of the transcript
  --help   print this text

To use a real model set OPENAI_API_KEY and OPENAI_BASE_URL, and OPENAI_MODEL where "gpt-5" is not the one.
Any endpoint will do that speaks OpenAI's chat completions.
`;

const TITLES = {
  text: "1. Any model: the tools are in the prompt, the model just writes text",
  native: "2. Native tool calling: the same driver, the same loop",
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) return void process.stdout.write(HELP);
  const api = await startApi();
  const model = await startModel(process.env);
  const driver = new RestDriver({ url: `${api.url}/openapi.json`, auth: secret(api.key) });
  const transcript = values.json ? undefined : createTranscript(process.stdout);
  try {
    await introduce(driver, api, model, transcript);
    const conversations: Recording[] = [];
    for (const mode of ["text", "native"] as const) {
      conversations.push(await hold(mode, driver, api, model, transcript));
    }
    const facts = gatherFacts({
      conversations,
      seenByModel: model.seen(),
      apiKey: api.key,
      scripted: model.scripted,
    });
    report(facts, model, transcript);
    if (facts.checks.some(({ holds }) => !holds)) process.exitCode = 1;
  } finally {
    await Promise.all([driver.close(), model.close(), api.close()]);
  }
}

async function introduce(
  driver: RestDriver,
  api: BikeApi,
  model: Model,
  transcript: Transcript | undefined,
): Promise<void> {
  const tools = (await driver.listTools()).map(({ name }) => name).join(", ");
  transcript?.section("A model rents a bike through an API that it has never seen");
  transcript?.say("API", `Harbour Bikes: HTTP at ${api.url}, behind an API key`);
  transcript?.say("DRIVER", "new RestDriver({ url, auth: secret(key) })");
  transcript?.more(`reads ${api.url}/openapi.json and finds the tools ${tools}`);
  const origin = model.scripted ? "a script, no key and no network needed" : model.name;
  transcript?.say("MODEL", `${origin}: ${model.url}`);
}

/** One conversation, recorded and shown. */
async function hold(
  mode: Mode,
  driver: RestDriver,
  api: BikeApi,
  model: Model,
  transcript: Transcript | undefined,
): Promise<Recording> {
  const opening = mode === "text" ? await openWithText(driver) : await openWithTools(driver, model.name);
  const task = TASKS[mode];
  const turns: Turn[] = [];
  const first = api.exchanges.length;
  let shown = first;
  transcript?.section(TITLES[mode]);
  showOpening(opening, transcript);
  transcript?.say("USER", task);
  const answer = await converse(driver, model.complete, opening, task, (turn) => {
    turns.push(turn);
    transcript?.turn(turn, api.exchanges.slice(shown));
    shown = api.exchanges.length;
  });
  return { mode, task, answer, turns, exchanges: api.exchanges.slice(first) };
}

function showOpening({ systemMessage, tools }: Opening, transcript: Transcript | undefined): void {
  if (tools === undefined) {
    transcript?.say("DRIVER", "writes the system message out of the OpenAPI document:");
    transcript?.quote(systemMessage, 9);
    return;
  }
  transcript?.say("DRIVER", `writes a system message, and ${tools.length} tools beside it; the first:`);
  transcript?.quote(JSON.stringify(tools[0]), 4);
}

function report(facts: Facts, model: Model, transcript: Transcript | undefined): void {
  if (transcript === undefined) {
    process.stdout.write(`${JSON.stringify({ model: model.name, ...facts }, null, 2)}\n`);
    return;
  }
  transcript.section("What happened");
  transcript.summary(facts);
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo failed. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
