import type { HttpRequest } from "@mcs/core/ports";

/** Of a stream that does not end in time, what came is the result; anything else is whole or a failure. */
export function untilCut(request: HttpRequest): HttpRequest {
  return { ...request, onOverflow: "truncate", onTimeout: "truncate" };
}
