import { LimitError, McsError, type McsErrorOptions, TimeoutError } from "@mcs/core";

/** The codes of a {@link ClickHouseError}; the package's README says when each comes. */
export type ClickHouseErrorCode =
  /** Nobody answers, or what answers is no ClickHouse. */
  | "engine_unreachable"
  /** The user may not log in, or may not do this. */
  | "engine_refused"
  /** The server says what is wrong with a statement. */
  | "engine_failed";

/** What went wrong on the way to the server or in it. */
export class ClickHouseError extends McsError {
  override readonly name = "ClickHouseError";
  declare readonly code: ClickHouseErrorCode;

  constructor(code: ClickHouseErrorCode, message: string, options?: McsErrorOptions) {
    super(code, message, options);
  }
}

/** The server's numbers for its errors. */
const TIMES: ReadonlySet<string> = new Set(["159", "160"]);
const LIMITS: ReadonlySet<string> = new Set(["158", "307", "396"]);
const MEMORY = "241";
const REFUSALS: ReadonlySet<string> = new Set(["164", "192", "193", "194", "291", "492", "497", "516"]);

/** What old releases put around their messages. */
const FRAME = /^Code: \d+[.,](?: e\.displayText\(\) =)? (?:DB::Exception: )?|, e\.what\(\) = .*$/g;

/** Longer messages repeat the statement. */
const LONGEST = 2000;

/** What the server said, as an error of ours. @param redact takes credentials out of a text */
export function serverError(code: string, message: string, redact: (text: string) => string): McsError {
  const said = redact(message).replace(FRAME, "").replace(/\s+/g, " ").trim().slice(0, LONGEST);
  if (TIMES.has(code)) {
    return new TimeoutError("The query took longer than the server lets it.", {
      remedy: "Ask for less: a narrower condition or fewer groups.",
    });
  }
  if (code === MEMORY) {
    return new LimitError("The query needs more of the server's memory than is allowed.", {
      remedy: "Filter or group to fewer rows, or use an approximation.",
    });
  }
  if (LIMITS.has(code)) {
    return new LimitError("The query reads or returns more than is allowed.", {
      remedy: "Ask for fewer rows or columns.",
    });
  }
  if (REFUSALS.has(code)) return new ClickHouseError("engine_refused", `The server refused it: ${said}`);
  return new ClickHouseError("engine_failed", said);
}

/** Of a failed connection only the reason is told: the error itself may hold the request. */
export function unreachable(error: unknown, url: string): ClickHouseError {
  const { code } = error as { readonly code?: unknown };
  const reason = typeof code === "string" && /^\w+$/.test(code) ? code : "no answer";
  return new ClickHouseError("engine_unreachable", `ClickHouse at ${url} cannot be reached: ${reason}.`, {
    remedy: "Check the option url, and that the server's HTTP interface is open to this machine.",
  });
}
