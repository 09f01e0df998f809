/**
 * What the demo claims at its end, counted from what was recorded on the way: the driver's responses, the
 * exchanges that the API saw, the requests that reached the model.
 */
import type { CallOutcome } from "@mcs/core";
import type { Exchange } from "./api.ts";
import type { Turn } from "./conversation.ts";

export type Mode = "text" | "native";

/** One conversation as it was recorded. */
export interface Recording {
  readonly mode: Mode;
  readonly task: string;
  readonly answer: string;
  readonly turns: readonly Turn[];
  readonly exchanges: readonly Exchange[];
}

export interface ConversationFacts {
  readonly mode: Mode;
  readonly task: string;
  readonly answer: string;
  /** How often the model spoke. */
  readonly turns: number;
  /** Names of the tools that were executed, each once. */
  readonly tools: readonly string[];
  readonly executed: number;
  readonly failed: number;
  /** Failed calls whose tool was executed later on. */
  readonly retried: number;
  /** HTTP requests that reached the API. */
  readonly requests: number;
}

export interface Facts {
  readonly conversations: readonly ConversationFacts[];
  readonly executed: number;
  readonly failed: number;
  readonly retried: number;
  /** Requests that the model's endpoint got, and their size in characters. */
  readonly modelRequests: number;
  readonly modelCharacters: number;
  readonly checks: readonly Check[];
}

export interface Check {
  readonly claim: string;
  readonly holds: boolean;
}

export interface Recordings {
  readonly conversations: readonly Recording[];
  readonly seenByModel: readonly string[];
  readonly apiKey: string;
  /** A scripted model must slip once in each conversation; a real one need not. */
  readonly scripted: boolean;
}

export function gatherFacts({ conversations, seenByModel, apiKey, scripted }: Recordings): Facts {
  const facts = conversations.map(conversationFacts);
  const exchanges = conversations.flatMap((conversation) => conversation.exchanges);
  const succeeded = exchanges.filter(({ status }) => status < 400).length;
  const executed = sum(facts, "executed");
  const turns = sum(facts, "turns");
  const checks: Check[] = [
    {
      claim: "both conversations executed at least three tools and ended with an answer",
      holds: facts.length === 2 && facts.every(({ tools, answer }) => tools.length >= 3 && answer !== ""),
    },
    {
      claim: "each executed call was one HTTP request with the API key, granted by the API",
      holds: executed === succeeded && exchanges.every(({ authorised }) => authorised),
    },
    {
      claim: `the API key is in none of the ${seenByModel.length} requests that the model got`,
      holds:
        seenByModel.length === turns &&
        conversations.every(({ task }) => seenByModel.some((request) => request.includes(task))) &&
        !seenByModel.some((request) => request.includes(apiKey)),
    },
  ];
  if (scripted) {
    checks.splice(1, 0, {
      claim: "in both a call failed, the model was told why, and tried again with success",
      holds: facts.every(({ failed, retried }) => failed > 0 && retried === failed),
    });
  }
  return {
    conversations: facts,
    executed,
    failed: sum(facts, "failed"),
    retried: sum(facts, "retried"),
    modelRequests: seenByModel.length,
    modelCharacters: seenByModel.reduce((total, request) => total + request.length, 0),
    checks,
  };
}

function conversationFacts({ mode, task, answer, turns, exchanges }: Recording): ConversationFacts {
  const calls = turns.flatMap(({ response }): readonly CallOutcome[] => response.calls ?? []);
  const executed = calls.filter(({ ok }) => ok);
  const failed = calls.filter(({ ok }) => !ok);
  const retried = failed.filter(({ name }) => {
    const failure = calls.findIndex((call) => call.name === name && !call.ok);
    return calls.slice(failure + 1).some((call) => call.ok && call.name === name);
  });
  return {
    mode,
    task,
    answer,
    turns: turns.length,
    tools: [...new Set(executed.map(({ name }) => name))],
    executed: executed.length,
    failed: failed.length,
    retried: retried.length,
    requests: exchanges.length,
  };
}

function sum<K extends "executed" | "failed" | "retried" | "turns">(
  facts: readonly ConversationFacts[],
  key: K,
): number {
  return facts.reduce((total, each) => total + each[key], 0);
}
