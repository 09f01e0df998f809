import { readAll } from "../arguments/sources.ts";
import { askingConsent } from "../chat/consent.ts";
import { Conversation, type ConversationOptions } from "../chat/conversation.ts";
import { chatDisplay } from "../chat/display.ts";
import { type Model, openAiModel } from "../chat/model.ts";
import { repl } from "../chat/repl.ts";
import { type Invocation, optionValue } from "../command-line/parse.ts";
import { reportDiagnostics } from "../driver/diagnostics.ts";
import { type OpenDriver, withDriver } from "../driver/open.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { toJson } from "../render/result.ts";
import type { Command, CommandContext } from "./context.ts";
import { offer } from "./offered.ts";

const OPENAI = "https://api.openai.com/v1";
const MAX_TURNS = 12;

/** `mcs chat`: a conversation on a terminal, else one question and its answer. */
export const chatCommand: Command = async (context) => {
  const { invocation, io, terminal, json, signal } = context;
  const model = modelFrom(invocation, io);
  const maxTurns = positiveInteger(optionValue(invocation, "max-turns")) ?? MAX_TURNS;
  const question = await questionFrom(invocation, io);
  if (question === undefined && json) {
    throw new UsageError("--json needs one question: --message TEXT, or a piped stdin.");
  }
  await withDriver(invocation, io, terminal, async (open) => {
    await reportDiagnostics(open.driver, invocation, terminal);
    const options = await conversationOptions(open, model, maxTurns, context);
    if (question === undefined) {
      await repl(options, io, terminal, invocation.given.has("debug"));
      return;
    }
    const { text: answer, calls, turns } = await new Conversation(options).ask(question, signal);
    if (json) await terminal.out.line(toJson({ answer, calls, turns }));
  });
};

async function conversationOptions(
  open: OpenDriver,
  model: Model,
  maxTurns: number,
  { invocation, io, terminal, json }: CommandContext,
): Promise<ConversationOptions> {
  const consent = invocation.given.has("yes") ? undefined : askingConsent(io, terminal);
  const offered = await offer(open, invocation.values.get("only") ?? [], terminal, consent);
  const events = chatDisplay(terminal, model.name, !json);
  const base = { offer: offered, model, maxTurns, events };
  if (!invocation.given.has("native")) {
    return { ...base, system: await offered.driver.getDriverSystemMessage(model.name) };
  }
  // The endpoint speaks OpenAI's protocol, whatever the name of the model behind it.
  const native = await offered.driver.getDriverContext(model.name, { provider: "openai" });
  return { ...base, system: native.systemMessage, nativeTools: native.tools };
}

function modelFrom(invocation: Invocation, { env }: Io): Model {
  const model = optionValue(invocation, "model") ?? env.OPENAI_MODEL;
  if (!model) {
    throw new UsageError("mcs chat needs the name of a model.", {
      remedy: "Write --model NAME, or set OPENAI_MODEL.",
    });
  }
  const baseUrl = (optionValue(invocation, "base-url") ?? env.OPENAI_BASE_URL) || OPENAI;
  if (!/^https?:\/\//i.test(baseUrl)) {
    throw new UsageError(`The base URL ${baseUrl} is no http(s) URL, such as http://localhost:11434/v1.`);
  }
  const apiKey = env.OPENAI_API_KEY || undefined;
  if (apiKey === undefined && baseUrl === OPENAI) {
    throw new UsageError("OPENAI_API_KEY is not set.", {
      remedy: "Set it, or name another endpoint with --base-url.",
    });
  }
  return openAiModel({ baseUrl, model, apiKey });
}

/** Undefined on a terminal, where the questions are typed. */
async function questionFrom(invocation: Invocation, { stdin }: Io): Promise<string | undefined> {
  const message = optionValue(invocation, "message");
  if (message === undefined && stdin.isTTY) return undefined;
  const question = message ?? (await readAll(stdin));
  if (question.trim() !== "") return question;
  throw new UsageError("There is no question: --message is empty, and so is stdin.");
}

function positiveInteger(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--max-turns takes a number from 1, not "${text}".`);
}
