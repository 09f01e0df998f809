import { ConfigurationError, type Credential, type ToolArguments } from "@mcs/core";
import type { HttpRequest } from "@mcs/core/ports";
import type { OperationPlan } from "./operations/plan.ts";
import type { Authentication, Authenticator } from "./security/authenticator.ts";
import { headerOption } from "./security/authenticator.ts";
import type { NamedOrigins } from "./security/named-origins.ts";
import { kindOf } from "./wire/media-types.ts";
import { buildRequest } from "./wire/request.ts";

/** A request for people to look at: nothing in it is secret, and nothing was sent. */
export interface PreparedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface ComposerOptions {
  readonly headers: Readonly<Record<string, string | Credential>>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Told each credential that is read, for redaction. */
  readonly remember: (value: string) => void;
}

/** What all calls of one operation share; it holds credentials. */
interface Fixed {
  readonly trusted: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly string[];
  readonly cookies: readonly string[];
}

/** Puts server, arguments and credentials together. Credentials are read at an operation's first call. */
export class RequestComposer {
  readonly #authenticator: Authenticator;
  readonly #origins: NamedOrigins;
  readonly #options: ComposerOptions;
  readonly #fixed = new WeakMap<OperationPlan, Fixed>();

  constructor(authenticator: Authenticator, origins: NamedOrigins, options: ComposerOptions) {
    this.#authenticator = authenticator;
    this.#origins = origins;
    this.#options = options;
  }

  /**
   * @throws InvalidArgumentsError for what cannot be written where it belongs; ConfigurationError where the
   * credentials would go to an origin that nobody named; CredentialError where one cannot be read.
   */
  request(toolName: string, plan: OperationPlan, args: ToolArguments): HttpRequest {
    let fixed = this.#fixed.get(plan);
    if (fixed === undefined) {
      fixed = this.#fix(plan, this.#authenticator.authenticate(plan.demands));
      this.#fixed.set(plan, fixed);
    }
    return this.#compose(toolName, plan, args, fixed);
  }

  /** The same with `[secret]` in place of what is secret. */
  masked(toolName: string, plan: OperationPlan, args: ToolArguments): PreparedRequest {
    const fixed = this.#fix(plan, this.#authenticator.masked(plan.demands), true);
    const { method, url, headers, body } = this.#compose(toolName, plan, args, fixed);
    return {
      method,
      url,
      headers: headers as Record<string, string>,
      ...(body === undefined ? {} : { body }),
    };
  }

  #fix(plan: OperationPlan, authentication: Authentication, mask = false): Fixed {
    const { origin } = plan.base;
    const trusted = this.#origins.has(origin);
    const { headers, query, cookies } = authentication;
    const demands = Object.keys(headers).length + query.length + cookies.length > 0;
    if (demands && !trusted) {
      throw new ConfigurationError(
        `The document sends the credentials to ${origin}, which you did not name.`,
        {
          remedy: `If that is right, pass serverUrl, or origins: ["${origin}"].`,
        },
      );
    }
    return { trusted, headers: { ...this.#common(plan, trusted, mask), ...headers }, query, cookies };
  }

  #common(plan: OperationPlan, trusted: boolean, mask: boolean): Record<string, string> {
    const headers: Record<string, string> = { accept: acceptOf(plan) };
    if (!trusted) return headers;
    for (const [name, value] of Object.entries(this.#options.headers)) {
      headers[name.toLowerCase()] =
        mask && typeof value !== "string" ? "[secret]" : headerOption(value, this.#options.remember);
    }
    return headers;
  }

  #compose(toolName: string, plan: OperationPlan, args: ToolArguments, fixed: Fixed): HttpRequest {
    const wire = buildRequest(toolName, plan.template, plan.inputs, args);
    const query = [...wire.query, ...fixed.query];
    const cookies = [...wire.cookies, ...fixed.cookies];
    const path = `${plan.base.url}${wire.path}`;
    const separator = path.includes("?") ? "&" : "?";
    return {
      method: plan.found.method,
      url: query.length === 0 ? path : `${path}${separator}${query.join("&")}`,
      // The operator's headers and the credentials come last: no argument replaces them.
      headers: {
        ...lowerCased(wire.headers),
        ...fixed.headers,
        ...(cookies.length === 0 ? {} : { cookie: cookies.join("; ") }),
        ...(wire.body === undefined ? {} : { "content-type": wire.body.contentType }),
      },
      ...(wire.body === undefined ? {} : { body: wire.body.body }),
      timeoutMs: this.#options.timeoutMs,
      maxBytes: this.#options.maxBytes,
      trusted: fixed.trusted,
    };
  }
}

/** What the operation may answer with, JSON first. */
function acceptOf(plan: OperationPlan): string {
  const types = plan.model.results.map(({ mediaType }) => mediaType);
  if (types.length === 0) return "application/json, */*;q=0.8";
  const json = types.filter((type) => kindOf(type) === "json");
  return [...new Set([...json, ...types])].join(", ");
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
