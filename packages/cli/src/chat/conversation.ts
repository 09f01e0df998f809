import {
  AbortedError,
  type CallOutcome,
  extractToolCalls,
  type Message,
  type ToolArguments,
  type ToolCallStream,
  toolCallStream,
} from "@mcs/core";
import type { Offer } from "../commands/offered.ts";
import { NoAnswerError } from "../errors.ts";
import type { Reply } from "./completion.ts";
import type { Model } from "./model.ts";

/** What is told while an answer comes about. */
export interface ChatEvents {
  /** The model is asked; call the result when it says its first word. */
  thinking(): () => void;
  /** A piece of text that is no call. */
  text(piece: string): Promise<void>;
  /** A call is about to be made. */
  call(name: string, args: ToolArguments): Promise<void>;
  outcome(outcome: CallOutcome, several: boolean): Promise<void>;
  /** The turn is over; `text` is what the model said beside its calls. */
  turnEnd(text: string, isAnswer: boolean): Promise<void>;
  warning(text: string): Promise<void>;
}

export interface ConversationOptions {
  readonly offer: Offer;
  readonly model: Model;
  readonly system: string;
  /** The tools in OpenAI's form; absent in text mode. */
  readonly nativeTools?: readonly Message[];
  readonly maxTurns: number;
  readonly events: ChatEvents;
}

export interface Answer {
  readonly text: string;
  readonly calls: readonly CallOutcome[];
  readonly turns: number;
}

/** The client's side of the contract: prompt, model, `processLlmResponse`, append, again until it answers. */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #messages: Message[] = [];

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.clear();
  }

  /** Forgets all that was said. */
  clear(): void {
    this.#messages.length = 0;
    this.#messages.push({ role: "system", content: this.#options.system });
  }

  /**
   * Asks until the model answers in words. When it fails, the question is taken back, so that the next one
   * starts from a history that endpoints accept.
   *
   * @throws NoAnswerError, ModelError, AbortedError
   */
  async ask(question: string, signal: AbortSignal): Promise<Answer> {
    const before = this.#messages.length;
    try {
      this.#messages.push({ role: "user", content: question });
      return await this.#untilAnswered(signal);
    } catch (error) {
      this.#messages.length = before;
      throw error;
    }
  }

  async #untilAnswered(signal: AbortSignal): Promise<Answer> {
    const { maxTurns } = this.#options;
    const calls: CallOutcome[] = [];
    for (let turns = 1; turns <= maxTurns; turns++) {
      const { reply, stream } = await this.#askModel(signal);
      const outcomes = await this.#runCalls(reply, signal);
      if (signal.aborted) throw new AbortedError("Aborted.");
      if (outcomes !== undefined) {
        calls.push(...outcomes);
        continue;
      }
      if (reply.text.trim() === "") {
        throw new NoAnswerError("The model answered with nothing.", {
          remedy: "Ask again, or another model.",
        });
      }
      await this.#show(stream.end().rest);
      await this.#options.events.turnEnd(reply.text, true);
      this.#messages.push({ role: "assistant", content: reply.text });
      return { text: reply.text, calls, turns };
    }
    throw new NoAnswerError(`The model was asked ${maxTurns} times and gave no answer.`, {
      remedy: "--max-turns allows more.",
    });
  }

  async #askModel(signal: AbortSignal): Promise<{ reply: Reply; stream: ToolCallStream }> {
    const { model, nativeTools, events, offer } = this.#options;
    // Text passes at once; what may become a call is held, so that nobody reads half a call as the answer.
    const stream = toolCallStream(offer.tools);
    const begun = events.thinking();
    try {
      const request = { messages: this.#messages, ...(nativeTools ? { tools: nativeTools } : {}), signal };
      const reply = await model.ask(request, async (piece) => {
        begun();
        if (!signal.aborted) await this.#show(stream.push(piece));
      });
      if (reply.finishReason === "length") await events.warning("The model was cut off at its output limit.");
      return { reply, stream };
    } finally {
      begun();
    }
  }

  async #show(text: string): Promise<void> {
    if (text !== "") await this.#options.events.text(text);
  }

  /** The outcomes of the calls in a reply, already in the history; undefined where there are none. */
  async #runCalls(reply: Reply, signal: AbortSignal): Promise<readonly CallOutcome[] | undefined> {
    const { events, offer, nativeTools } = this.#options;
    const payload = nativeTools === undefined ? reply.text : reply.message;
    const { calls, text } = extractToolCalls(payload, offer.tools);
    for (const call of calls) await events.call(call.name, call.arguments);
    const response = await offer.driver.processLlmResponse(payload, { signal });
    if (signal.aborted) return undefined;
    if (!response.callExecuted && !response.callFailed) return this.#refuseUnknown(reply, text);
    this.#messages.push(...response.messages);
    const outcomes = response.calls ?? [];
    await events.turnEnd(text, false);
    for (const outcome of outcomes) await events.outcome(outcome, outcomes.length > 1);
    return outcomes;
  }

  /**
   * Native calls of which none is ours: with no other driver to offer them to, they are answered here,
   * since endpoints refuse a history with an open call.
   */
  async #refuseUnknown(reply: Reply, text: string): Promise<readonly CallOutcome[] | undefined> {
    const { events, offer } = this.#options;
    const open = reply.message.tool_calls as
      | readonly { id: string; function: { name: string } }[]
      | undefined;
    if (open === undefined) return undefined;
    const names = offer.tools.map(({ name }) => name).join(", ");
    this.#messages.push(reply.message);
    await events.turnEnd(text, false);
    const outcomes: CallOutcome[] = [];
    for (const { id, function: called } of open) {
      const detail = `There is no tool named ${JSON.stringify(called.name)}.`;
      this.#messages.push({ role: "tool", tool_call_id: id, content: `${detail} There are: ${names}.` });
      const outcome: CallOutcome = { ok: false, id, name: called.name, detail, code: "tool_not_found" };
      outcomes.push(outcome);
      await events.outcome(outcome, open.length > 1);
    }
    return outcomes;
  }
}
