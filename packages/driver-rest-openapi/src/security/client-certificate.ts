import type { TlsOptions } from "@mcs/adapter-http";
import { ConfigurationError, isCredential } from "@mcs/core";
import type { ClientCertificate } from "../auth-options.ts";
import type { RestOptions } from "../options.ts";
import { kindOfCredential } from "./credential-shapes.ts";

/**
 * The client certificate among the credentials. It belongs to the connection, so it goes to the adapter that
 * the driver makes for itself.
 *
 * @throws ConfigurationError where there are two, or the adapter is the operator's own.
 */
export function clientCertificate({ auth, http }: RestOptions): TlsOptions | undefined {
  if (auth === undefined || typeof auth === "function" || isCredential(auth)) return undefined;
  const found = Object.entries(auth).filter(([, given]) => kindOfCredential(given) === "certificate");
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second !== undefined) {
    throw new ConfigurationError(`auth.${first[0]} and auth.${second[0]} are both client certificates.`, {
      remedy: "A driver shows one: make a driver for each.",
    });
  }
  if (http !== undefined) {
    throw new ConfigurationError(
      `auth.${first[0]} is a client certificate, and http is an adapter of yours.`,
      {
        remedy: "Give the certificate to that adapter: new HttpAdapter({ tls: { cert, key } }).",
      },
    );
  }
  return first[1] as ClientCertificate;
}
