import { AbortedError, McsError, type Message } from "@mcs/core";
import { ModelError } from "../errors.ts";
import { Completion, type Reply } from "./completion.ts";
import { eventData } from "./sse.ts";

const MOST_OF_A_REASON = 300;

export interface ModelOptions {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
}

/** A model behind an OpenAI-compatible endpoint. */
export interface Model {
  readonly name: string;
  /**
   * Asks the model, and calls `onText` with each piece of its text.
   *
   * @throws ModelError, AbortedError
   */
  ask(request: ModelRequest, onText: (text: string) => Promise<void>): Promise<Reply>;
}

export interface ModelRequest {
  readonly messages: readonly Message[];
  /** Absent where the tools are described in the prompt. */
  readonly tools?: readonly Message[];
  readonly signal: AbortSignal;
}

export function openAiModel({ baseUrl, model, apiKey }: ModelOptions): Model {
  const url = `${baseUrl.replace(/\/+$/, "")}/chat/completions`;
  /** What an endpoint says may echo the key. */
  const masked = (text: string): string => (apiKey ? text.replaceAll(apiKey, "[secret]") : text);

  async function ask(
    { messages, tools, signal }: ModelRequest,
    onText: (text: string) => Promise<void>,
  ): Promise<Reply> {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "text/event-stream",
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, messages, stream: true, ...(tools?.length ? { tools } : {}) }),
        signal,
      });
      if (!response.ok) throw refusal(url, response.status, masked(await response.text()));
      return await read(response, onText);
    } catch (error) {
      if (signal.aborted) throw new AbortedError("Aborted.", { cause: error });
      if (McsError.is(error)) throw error;
      const { message, cause } = error as Error;
      const reason = masked(cause instanceof Error && cause.message ? cause.message : message);
      throw new ModelError(`The model at ${url} could not be reached: ${reason}.`, {
        remedy: "Is --base-url (or OPENAI_BASE_URL) right?",
        cause: error,
      });
    }
  }

  async function read(response: Response, onText: (text: string) => Promise<void>): Promise<Reply> {
    const completion = new Completion();
    let done = false;
    if (response.headers.get("content-type")?.includes("application/json")) {
      await onText(completion.add(await response.json()));
    } else {
      for await (const data of eventData(response.body ?? emptyBody())) {
        done = data.trim() === "[DONE]";
        if (done) break;
        const chunk = parse(data);
        const failure = (chunk as { error?: { message?: unknown } }).error;
        if (failure) throw new ModelError(`The model broke off: ${shorten(masked(String(failure.message)))}`);
        const text = completion.add(chunk);
        if (text !== "") await onText(text);
      }
    }
    const reply = completion.reply();
    if (reply.finishReason === undefined && !done) {
      throw new ModelError(`The answer of ${url} ended before it was complete.`, { remedy: "Try again." });
    }
    return reply;
  }

  return { name: model, ask };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

/** @throws ModelError where the event is no JSON. */
function parse(data: string): object {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? value : {};
  } catch (cause) {
    throw new ModelError("The model's endpoint sent an event that is no JSON.", {
      remedy: "Does --base-url lead to an OpenAI-compatible endpoint?",
      cause,
    });
  }
}

const REMEDIES: Readonly<Record<number, string>> = {
  401: "Set OPENAI_API_KEY to a key of this endpoint.",
  403: "May the key in OPENAI_API_KEY use this model?",
  404: "Are --model and --base-url right? The base URL mostly ends in /v1.",
  429: "Wait a little, or look at the quota.",
};

function refusal(url: string, status: number, body: string): ModelError {
  const remedy = REMEDIES[status];
  const reason = reasonIn(body);
  return new ModelError(`The model at ${url} answered ${status}${reason === "" ? "." : `: ${reason}`}`, {
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** The message of an error in OpenAI's form, or the start of whatever came. */
function reasonIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } | string };
    const message = typeof error === "string" ? error : error?.message;
    return shorten(typeof message === "string" ? message : body);
  } catch {
    return shorten(body);
  }
}

function shorten(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= MOST_OF_A_REASON ? flat : `${flat.slice(0, MOST_OF_A_REASON)}…`;
}
