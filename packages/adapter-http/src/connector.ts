import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { type Credential, isCredential, revealCredential } from "@mcs/core";
import type { buildConnector } from "undici";
import type { NetworkPolicy } from "./network-policy.ts";
import type { Settings, TlsOptions } from "./options.ts";
import type { Origin } from "./target.ts";

/**
 * Opens the sockets of one origin. Every address is checked at the moment of connecting, between the lookup
 * and the socket, so there is no second lookup that could answer otherwise.
 */
export function createConnector(
  build: typeof buildConnector,
  origin: Origin,
  trusted: boolean,
  policy: NetworkPolicy,
  settings: Settings,
): buildConnector.connector {
  return build({
    allowH2: false,
    timeout: settings.timeouts.connectMs,
    lookup: checkedLookup(origin, trusted, policy),
    ...tlsOptions(settings.tls, trusted),
    ...(settings.socketPath === undefined ? {} : { socketPath: settings.socketPath }),
  });
}

function checkedLookup(origin: Origin, trusted: boolean, policy: NetworkPolicy): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, []);
      const refusals = found.map(({ address }) => policy.refusalOfAddress(address, origin, trusted));
      const permitted = found.filter((_, index) => refusals[index] === undefined);
      const [first] = permitted;
      if (first === undefined) callback(refusals[0] ?? new Error(`${hostname} has no address`), []);
      else if (options.all === true) callback(null, permitted);
      else callback(null, first.address, first.family);
    });
  };
}

/** The client certificate is a credential, so only origins that the operator named get to see it. */
export function tlsOptions({ ca, cert, key }: TlsOptions, trusted: boolean): buildConnector.BuildOptions {
  return {
    ...(ca === undefined ? {} : { ca: typeof ca === "string" ? ca : [...ca] }),
    ...(trusted && cert !== undefined ? { cert: reveal(cert) } : {}),
    ...(trusted && key !== undefined ? { key: reveal(key) } : {}),
  };
}

function reveal(value: string | Credential): string {
  return isCredential(value) ? revealCredential(value) : value;
}
