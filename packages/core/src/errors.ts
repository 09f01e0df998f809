import type { ErrorData } from "./contract/index.ts";

/** Recognises errors of this family across several installed copies of the package. */
const MARK: unique symbol = Symbol.for("@mcs/core:error");

/** What an error carries besides its message. */
export interface McsErrorOptions {
  /** What was caught, for debugging; it is in no message and no log line. */
  readonly cause?: unknown;
  /** What the reader can do about it. */
  readonly remedy?: string;
  /** For the client's program; no message or prompt holds it. */
  readonly data?: ErrorData;
}

/**
 * The base of every error that a driver rejects with.
 *
 * `code` is stable and made for programs; `message` names the place and, where one is known, ends with the
 * remedy. Neither ever holds a credential. Packages add codes of their own in their `errors.ts`.
 */
export class McsError extends Error {
  override readonly name: string = "McsError";
  /** Stable, for programs. */
  readonly code: string;
  /** What the reader can do about it; the message ends with the same words. */
  readonly remedy: string | undefined;
  /** What a program can act on, such as the address where a person has to sign in. Never logged by itself. */
  declare readonly data?: ErrorData;

  /** @param message without the remedy, which is added to it */
  constructor(code: string, message: string, options: McsErrorOptions = {}) {
    super(options.remedy === undefined ? message : `${message} ${options.remedy}`, {
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
    this.code = code;
    this.remedy = options.remedy;
    // Not enumerable: what prints an error does not print what was meant for the client's program.
    if (options.data !== undefined) Object.defineProperty(this, "data", { value: options.data });
    Object.defineProperty(this, MARK, { value: true });
  }

  /** True for errors of the family, whichever copy of the package made them. */
  static is(value: unknown): value is McsError {
    return typeof value === "object" && value !== null && (value as { [MARK]?: unknown })[MARK] === true;
  }

  /** What may be logged: name, code and message. The cause stays out. */
  toJSON(): { name: string; code: string; message: string } {
    return { name: this.name, code: this.code, message: this.message };
  }
}

/** Code `"invalid_configuration"`: an option is missing or wrong; thrown by constructors and first uses. */
export class ConfigurationError extends McsError {
  override readonly name = "ConfigurationError";

  constructor(message: string, options?: McsErrorOptions) {
    super("invalid_configuration", message, options);
  }
}

/** Code `"closed"`: the call came after `close()`. Nothing was done. */
export class ClosedError extends McsError {
  override readonly name = "ClosedError";

  /** @param what was closed, as the beginning of a sentence: `"The driver"` */
  constructor(what: string) {
    super("closed", `${what} is closed.`, { remedy: "Create another one." });
  }
}

/** Code `"tool_not_found"`: the driver has no tool of this name. */
export class ToolNotFoundError extends McsError {
  override readonly name = "ToolNotFoundError";
  /** As it was asked for. */
  readonly toolName: string;

  constructor(toolName: string, options?: McsErrorOptions) {
    super("tool_not_found", `There is no tool named ${JSON.stringify(toolName)}.`, options);
    this.toolName = toolName;
  }
}

/** One thing that is wrong with a call's arguments. */
export interface ArgumentIssue {
  /** The argument, and the way into it: `["pet", "tags", "0"]`. Empty for the arguments as a whole. */
  readonly path: readonly string[];
  /** The JSON Schema keyword that was violated, such as `"type"` or `"required"`. */
  readonly keyword: string;
  /** A clause that completes "argument x …", such as "is missing; it should be an integer". */
  readonly message: string;
}

/** Code `"invalid_arguments"`: nothing was executed. */
export class InvalidArgumentsError extends McsError {
  override readonly name = "InvalidArgumentsError";
  /** The tool that was called. */
  readonly toolName: string;
  /** Each thing that is wrong; the message tells them in one sentence. */
  readonly issues: readonly ArgumentIssue[];

  constructor(toolName: string, issues: readonly ArgumentIssue[], options?: McsErrorOptions) {
    super(
      "invalid_arguments",
      `Invalid arguments for ${toolName}: ${issues.map(sentence).join("; ")}.`,
      options,
    );
    this.toolName = toolName;
    this.issues = issues;
  }
}

function sentence({ path, message }: ArgumentIssue): string {
  const place = path.join(".");
  const shown = place.length <= 200 ? place : `${place.slice(0, 199)}…`;
  return path.length === 0 ? message : `argument "${shown}" ${message}`;
}

/** Code `"execution_failed"` unless a driver gives its own: the tool ran, and failed. */
export class ExecutionError extends McsError {
  override readonly name: string = "ExecutionError";

  /** @param options with `code` for a code of the driver's own */
  constructor(message: string, options: McsErrorOptions & { readonly code?: string } = {}) {
    super(options.code ?? "execution_failed", message, options);
  }
}

/** Code `"aborted"`: the caller's signal ended the call. */
export class AbortedError extends McsError {
  override readonly name = "AbortedError";

  constructor(message = "The call was aborted.", options?: McsErrorOptions) {
    super("aborted", message, options);
  }
}

/** Code `"timeout"`: something took longer than it was allowed to. */
export class TimeoutError extends McsError {
  override readonly name = "TimeoutError";

  constructor(message: string, options?: McsErrorOptions) {
    super("timeout", message, options);
  }
}

/** Code `"missing_credential"`: a credential is needed and could not be read. Names where, never what. */
export class CredentialError extends McsError {
  override readonly name = "CredentialError";

  constructor(message: string, options?: McsErrorOptions) {
    super("missing_credential", message, options);
  }
}

/** What a person has to do before a call can be made. */
export interface AuthChallengeInit {
  /** Where the person signs in or agrees; `https:`, or `http:` on this machine. */
  readonly url: string;
  /** A code to type in there, where the flow has one. */
  readonly userCode?: string;
  /** What is asked for, such as OAuth scopes. */
  readonly scopes?: readonly string[];
  /** Until when the challenge can be met, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** What a client needs to let a person sign in. */
export interface AuthChallenge extends AuthChallengeInit, ErrorData {
  readonly type: "auth_challenge";
}

/**
 * Code `"auth_challenge"`: a person has to authorise first. Nothing was executed. `data` says where; the model
 * is told only that it has to wait, because an address in its text could be exchanged for another.
 */
export class AuthChallengeError extends McsError {
  override readonly name = "AuthChallengeError";
  declare readonly data: AuthChallenge;

  /** @throws ConfigurationError where the address is none that may be opened. */
  constructor(challenge: AuthChallengeInit, options?: McsErrorOptions) {
    super("auth_challenge", "A person has to authorise this first.", {
      remedy: "The application shows where; call the tool again afterwards.",
      ...options,
      data: { ...challenge, url: openable(challenge.url), type: "auth_challenge" },
    });
  }
}

/** A client may open the address, so nothing but a web page can be one. */
function openable(url: string): string {
  const parsed = URL.parse(url);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(parsed?.hostname ?? "");
  if (parsed !== null && (parsed.protocol === "https:" || (parsed.protocol === "http:" && local))) {
    return parsed.href;
  }
  throw new ConfigurationError("The address of an authorisation is not one that may be opened.", {
    remedy: "It has to begin with https:, or with http: on this machine.",
  });
}

/** Code `"limit_exceeded"`: something was larger or deeper than it is allowed to be. */
export class LimitError extends McsError {
  override readonly name = "LimitError";

  constructor(message: string, options?: McsErrorOptions) {
    super("limit_exceeded", message, options);
  }
}

/**
 * Any thrown value as a member of the family: its own kind unchanged, an abort as {@link AbortedError},
 * the rest as {@link ExecutionError} with the original as its cause.
 */
export function toMcsError(value: unknown, context: string): McsError {
  if (McsError.is(value)) return value;
  if (value instanceof Error && value.name === "AbortError")
    return new AbortedError(undefined, { cause: value });
  const reason = value instanceof Error ? value.message : String(value);
  return new ExecutionError(`${context}: ${reason}`, { cause: value });
}
