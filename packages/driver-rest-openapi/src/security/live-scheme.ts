import type { HttpRequest, HttpResponse } from "@mcs/core/ports";
import type { Remember } from "./credential-shapes.ts";

/** A scheme whose part of a request is found out call by call: it takes a server's or the operator's answer. */
export interface LiveScheme {
  begin(call: CallFacts): Signer | Promise<Signer>;
}

/** What is known of a call beside its request. */
export interface CallFacts {
  /** The tool's name. */
  readonly tool: string;
  /** Where the credentials go; it was checked that they may. */
  readonly origin: string;
  readonly context: unknown;
  readonly signal: AbortSignal | undefined;
  /** Told what this call sends, so that it is removed from what comes back. */
  readonly remember: Remember;
}

/** Puts one scheme's part into the requests of one call. */
export interface Signer {
  sign(request: HttpRequest): HttpRequest | Promise<HttpRequest>;
  /** The API answered 401, so nothing was executed. True where signing again gives something else. */
  refused?(response: HttpResponse): boolean | Promise<boolean>;
  /** The API answered otherwise. */
  accepted?(): void;
}
