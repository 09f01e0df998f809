import type { DriverResponse, Message } from "@mcs/core";
import { show } from "./violation.ts";

/** Why a response is not the empty one; undefined when it is. */
export function emptiness(response: DriverResponse): string | undefined {
  const {
    callExecuted,
    callFailed,
    toolCallResult,
    callDetail,
    retryPrompt,
    messages,
    calls = [],
  } = response;
  const fields = { toolCallResult, callDetail, retryPrompt, messages };
  const filled = Object.entries(fields).filter(([, value]) => value !== null);
  const empty = !callExecuted && !callFailed && filled.length === 0 && calls.length === 0;
  return empty ? undefined : show(response);
}

/** Which field of a response contradicts its flags; undefined when none does. */
export function oddFields(response: DriverResponse): string | undefined {
  const fields: Readonly<Record<string, unknown>> = { ...response };
  const { callExecuted, callFailed, callDetail, retryPrompt, messages, toolCallResult } = fields;
  if (typeof callExecuted !== "boolean") return `callExecuted ${show(callExecuted)}`;
  if (typeof callFailed !== "boolean") return `callFailed ${show(callFailed)}`;
  if (toolCallResult === undefined) return "no toolCallResult";
  const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
  if (callFailed ? !isText(callDetail) : callDetail !== null) return `callDetail ${show(callDetail)}`;
  if (callFailed ? !isText(retryPrompt) : retryPrompt !== null) return `retryPrompt ${show(retryPrompt)}`;
  const some = Array.isArray(messages) && messages.length > 0;
  if (callExecuted || callFailed ? !some : messages !== null) return `messages ${show(messages)}`;
  return undefined;
}

/** What a history entry says, whichever provider's form it has. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(textOf).join("");
  if (typeof value !== "object" || value === null) return "";
  const { content, output, text } = value as Message;
  return textOf(content ?? output ?? text ?? "");
}
