import { ConfigurationError } from "@mcs/core";
import { withoutUser } from "../document/urls.ts";
import type { RestDriverOptions } from "../options.ts";

/**
 * The origins that the operator named. They alone get credentials, and they alone may lie in a private
 * network: what a document from the network says about its servers is its author's word, not the operator's.
 */
export class NamedOrigins {
  readonly #named = new Set<string>();
  #documentIsTrusted = false;
  /** What finds those that are not known before somebody asks: most drivers are made to list tools at first. */
  readonly #pending: Array<() => string | undefined> = [];

  /** @throws ConfigurationError for what is no URL, and for a server with a user in it. */
  constructor({ url, serverUrl, origins = [] }: RestDriverOptions) {
    if (url !== undefined) {
      if (!URL.canParse(url)) throw noUrl(url);
      this.#pending.push(() => originOf(url));
    }
    for (const origin of origins) this.#named.add(originOf(origin));
    if (serverUrl !== undefined) this.name(serverUrl);
  }

  /**
   * Adds the origin of a server that the operator named.
   *
   * @throws ConfigurationError for what is no URL, and for one with a user in it.
   */
  name(serverUrl: string): void {
    const { username, password } = URL.parse(serverUrl, "http://relative.invalid") ?? {};
    if (username || password) {
      throw new ConfigurationError("serverUrl holds a user or a password, which would not be sent.", {
        remedy:
          "Pass auth: { basic: { username, password: secret(…) } }, with the scheme's name in place of basic where it has one.",
      });
    }
    // A relative one is relative to the document, whose origin is named anyway.
    if (/^[a-z][a-z0-9+.-]*:/i.test(serverUrl)) this.#named.add(originOf(serverUrl));
  }

  /**
   * The document came from the operator's own hands, so the origins that it names did too.
   *
   * @param server the origin of its first server, which also serves paths that stand in files of the network
   */
  trustDocument(server: () => string | undefined): void {
    this.#documentIsTrusted = true;
    // What finds the origin holds the document, so no more than one waits to be asked.
    this.#settle();
    this.#pending.push(server);
  }

  /** Whether the operator named it. */
  has(origin: string): boolean {
    this.#settle();
    return this.#named.has(origin);
  }

  /**
   * Whether the operator named it, or a file of the operator's does.
   *
   * @param statedIn the URI of the file that names it; files from the network have no say
   */
  allows(origin: string, statedIn: string): boolean {
    return this.has(origin) || (this.#documentIsTrusted && !/^https?:/i.test(statedIn));
  }

  #settle(): void {
    for (const find of this.#pending.splice(0)) {
      const found = find();
      if (found !== undefined) this.#named.add(found);
    }
  }
}

function originOf(value: string): string {
  const url = URL.parse(value);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return url.origin;
  throw noUrl(value);
}

function noUrl(value: string): ConfigurationError {
  return new ConfigurationError(`${JSON.stringify(withoutUser(value))} is no http(s) URL.`, {
    remedy: "Give the scheme as well, such as https://api.example.com.",
  });
}
