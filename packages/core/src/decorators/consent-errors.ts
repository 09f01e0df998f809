import type { ErrorData, PendingCall } from "../contract/index.ts";
import { McsError } from "../errors.ts";

/** A call that needs the client's consent and can be made with a token; see `ConsentDriver.executePrepared`. */
export interface ConsentRequest extends ErrorData {
  readonly type: "consent_required";
  /** Good for one call of exactly this tool with exactly these arguments. It is no secret of the model's. */
  readonly token: string;
  /** Until when, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** What would be executed, to be shown to whoever decides. */
  readonly call: Pick<PendingCall, "driver" | "tool" | "description" | "arguments" | "annotations">;
}

/**
 * Nothing was executed, because consent is missing. Code `"consent_denied"` for a no, `"consent_timeout"` for no
 * answer in time, `"consent_required"` where there is nobody to ask: `data` is then a {@link ConsentRequest}.
 */
export class ConsentError extends McsError {
  override readonly name = "ConsentError";

  constructor(
    code: "consent_denied" | "consent_timeout" | "consent_required",
    message: string,
    options: { readonly cause?: unknown; readonly data?: ConsentRequest } = {},
  ) {
    super(code, `${message} Nothing was executed.`, options);
  }
}
