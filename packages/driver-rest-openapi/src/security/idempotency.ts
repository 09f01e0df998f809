import { ConfigurationError } from "@mcs/core";
import type { RestOptions } from "../options.ts";

/**
 * The header that the option `idempotencyKey` names, in lower case; undefined without the option.
 *
 * @throws ConfigurationError for what is no header name.
 */
export function idempotencyHeader({ idempotencyKey: option }: RestOptions): string | undefined {
  if (option === undefined) return undefined;
  const name = option === true ? "Idempotency-Key" : option.header;
  if (typeof name === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(name)) return name.toLowerCase();
  throw new ConfigurationError("idempotencyKey names no header.", {
    remedy: 'Pass true, or { header: "Idempotency-Key" }.',
  });
}
