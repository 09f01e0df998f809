import { ConfigurationError } from "@mcs/core";
import type { RestDriverOptions } from "../options.ts";

/**
 * The origins that the operator named. They alone get credentials, and they alone may lie in a private
 * network: what a document from the network says about its servers is its author's word, not the operator's.
 */
export class NamedOrigins {
  readonly #named: ReadonlySet<string>;
  #all = false;

  /** @throws ConfigurationError for what is no URL. */
  constructor({ url, serverUrl, origins = [] }: RestDriverOptions) {
    const stated = [url, ...origins].filter((value) => value !== undefined);
    // A relative serverUrl is relative to the document, whose origin is named anyway.
    if (serverUrl !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(serverUrl)) stated.push(serverUrl);
    this.#named = new Set(stated.map(originOf));
  }

  /** The document came from the operator's own hands, so the servers that it names did too. */
  trustDocument(): void {
    this.#all = true;
  }

  has(origin: string): boolean {
    return this.#all || this.#named.has(origin);
  }
}

function originOf(value: string): string {
  const url = URL.parse(value);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url.origin;
  throw new ConfigurationError(`${JSON.stringify(value)} is no http(s) URL.`, {
    remedy: "Give the scheme as well, such as https://api.example.com.",
  });
}
