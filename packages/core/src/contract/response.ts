import type { ToolArguments } from "./tool.ts";

/**
 * One entry of a conversation, in the shape of the payload that was answered: a provider's own message
 * or item for a native payload, `{ role, content }` for text.
 */
export type Message = Readonly<Record<string, unknown>>;

/** What became of one call, in the order of the model's answer. An optional addition to contract 0.6. */
export type CallOutcome = ExecutedCall | FailedCall;

interface CallIdentity {
  /** The provider's id of the call, where it has one. */
  readonly id?: string;
  /** The tool's name as the model wrote it; empty where it could not be read. */
  readonly name: string;
}

/** A call that was carried out. */
export interface ExecutedCall extends CallIdentity {
  readonly ok: true;
  /** As they were passed to the tool. */
  readonly arguments: ToolArguments;
  /** The raw result. */
  readonly result: unknown;
}

/** A call that was not carried out, or that the backend refused. */
export interface FailedCall extends CallIdentity {
  readonly ok: false;
  /** Absent where the arguments could not be read. */
  readonly arguments?: ToolArguments;
  /** The reason, for people. */
  readonly detail: string;
  /** The stable code of the error, see `McsError.code`. */
  readonly code: string;
  /** What a program can do about it, see `McsError.data`. It is not part of any message. */
  readonly data?: ErrorData;
}

/** Something that a program can act on; `type` says what else is there, such as `"auth_challenge"`. */
export interface ErrorData {
  /** Says what the other fields are. */
  readonly type: string;
  readonly [key: string]: unknown;
}

/** No call of ours: the model's output is its answer, or another driver's business. */
export interface EmptyResponse {
  readonly callExecuted: false;
  readonly callFailed: false;
  readonly toolCallResult: null;
  readonly callDetail: null;
  readonly retryPrompt: null;
  readonly messages: null;
  readonly calls?: readonly [];
}

/** Every call ran. */
export interface ExecutedResponse {
  readonly callExecuted: true;
  readonly callFailed: false;
  /** The raw result; an array of results where there was more than one call. */
  readonly toolCallResult: unknown;
  readonly callDetail: null;
  readonly retryPrompt: null;
  /** To append to the conversation: the model's own turn, then the results. */
  readonly messages: readonly Message[];
  /** Each call with its outcome, in the order of the answer. */
  readonly calls?: readonly CallOutcome[];
}

/** A call was meant, and none could be read or executed. */
export interface FailedResponse {
  readonly callExecuted: false;
  readonly callFailed: true;
  readonly toolCallResult: null;
  /** The reason, for people and logs. */
  readonly callDetail: string;
  /** What to tell the model so that it can try again; `messages` already hold it. */
  readonly retryPrompt: string;
  /** To append to the conversation: the model's own turn, then the retry prompt. */
  readonly messages: readonly Message[];
  /** Each call with its outcome, in the order of the answer. */
  readonly calls?: readonly CallOutcome[];
}

/** Of several calls some ran and some failed. */
export interface PartialResponse {
  readonly callExecuted: true;
  readonly callFailed: true;
  /** The one result, or an array with an entry for each call, null for those that failed. */
  readonly toolCallResult: unknown;
  /** The reasons of those that failed, for people and logs. */
  readonly callDetail: string;
  /** What to tell the model about those that failed; `messages` already hold it. */
  readonly retryPrompt: string;
  /** To append to the conversation: the model's own turn, then results and retry prompts. */
  readonly messages: readonly Message[];
  /** Each call with its outcome, in the order of the answer. */
  readonly calls?: readonly CallOutcome[];
}

/**
 * The outcome of `processLlmResponse`. Contract 0.6, `DriverResponse`: the two flags decide what the
 * other fields hold, and the type narrows on them.
 */
export type DriverResponse = EmptyResponse | ExecutedResponse | FailedResponse | PartialResponse;
