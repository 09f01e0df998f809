import { ExecutionError, McsError, type McsErrorOptions } from "@mcs/core";

/** The codes of a {@link DocumentError}. */
export type DocumentErrorCode =
  /** It could not be fetched or opened. */
  | "document_unreachable"
  /** It is neither JSON nor YAML. */
  | "document_unreadable"
  /** It is no OpenAPI or Swagger document, or one of a version that is not known. */
  | "document_not_openapi";

/** The document could not be used. Every method that needs it rejects with this error. */
export class DocumentError extends McsError {
  override readonly name = "DocumentError";
  /** The URL or path, without its query; `"document"` for one that was passed as an object. */
  readonly location: string;

  constructor(code: DocumentErrorCode, location: string, message: string, options?: McsErrorOptions) {
    super(code, message, options);
    this.location = location;
  }
}

/** Code `"http_status"`: the API answered with a status that is no success. */
export class HttpStatusError extends ExecutionError {
  override readonly name = "HttpStatusError";
  /** The status of the response. */
  readonly status: number;
  /** What the API said, at most a few thousand characters. */
  readonly body: string;
  /** Seconds to wait, where the API said so (RFC 9110, Retry-After). */
  readonly retryAfter: number | undefined;

  constructor(
    operation: string,
    status: number,
    body: string,
    options: McsErrorOptions & { retryAfter?: number } = {},
  ) {
    const { retryAfter, ...rest } = options;
    super(`${operation} answered ${status}${body === "" ? "." : `: ${body}`}`, {
      code: "http_status",
      ...rest,
    });
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/** Code `"unreadable_response"`: the call was carried out, but its answer is not what its media type says. */
export class ResponseError extends ExecutionError {
  override readonly name = "ResponseError";

  constructor(message: string, options?: McsErrorOptions) {
    super(message, { code: "unreadable_response", ...options });
  }
}

/** Code `"no_token"`: an OAuth 2 server gave no access token, so the call was not made. */
export class TokenError extends McsError {
  override readonly name = "TokenError";
  /** The security scheme's name in the document. */
  readonly scheme: string;
  /** What the server answered with. */
  readonly status: number;
  /** Its error code (RFC 6749, section 5.2), such as `"invalid_client"`. */
  readonly reason: string | undefined;

  constructor(
    scheme: string,
    message: string,
    details: McsErrorOptions & { readonly status: number; readonly reason?: string },
  ) {
    const { status, reason, ...options } = details;
    super("no_token", `No token for the security scheme ${scheme}: ${message}.`, options);
    this.scheme = scheme;
    this.status = status;
    this.reason = reason;
  }
}
