import { McsError } from "@mcs/core";

/** What the process exits with, as data: the help prints it, `exitCodeOf` returns from it. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: "it worked" },
  failed: { code: 1, meaning: "the call failed: an HTTP error, a time-out, a model that never answered" },
  usage: { code: 2, meaning: "the command line is wrong: command, option, argument, credential" },
  document: { code: 3, meaning: "the document could not be loaded" },
  model: { code: 4, meaning: "the model's endpoint failed" },
  aborted: { code: 130, meaning: "aborted with Ctrl-C" },
} as const;

const BY_ERROR: Readonly<Record<string, keyof typeof EXIT_CODES>> = {
  usage: "usage",
  invalid_arguments: "usage",
  invalid_configuration: "usage",
  missing_credential: "usage",
  tool_not_found: "usage",
  document: "document",
  model: "model",
  aborted: "aborted",
};

/** The exit code for an error, whoever threw it. */
export function exitCodeOf(error: unknown): number {
  const kind = McsError.is(error) ? BY_ERROR[error.code] : undefined;
  return EXIT_CODES[kind ?? "failed"].code;
}
