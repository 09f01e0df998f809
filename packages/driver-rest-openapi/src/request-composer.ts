import { ConfigurationError, type Credential, type ToolArguments } from "@mcs/core";
import type { HttpRequest } from "@mcs/core/ports";
import type { OperationPlan } from "./operations/plan.ts";
import type { Content } from "./schema/content.ts";
import { type Authentication, MASK, withQuery } from "./security/authentication.ts";
import type { Authenticator } from "./security/authenticator.ts";
import { type Remember, textOf } from "./security/credential-shapes.ts";
import type { LiveScheme } from "./security/live-scheme.ts";
import type { NamedOrigins } from "./security/named-origins.ts";
import { OnDemandScheme } from "./security/on-demand-scheme.ts";
import { encodeStrict } from "./wire/encode.ts";
import { type KeyNames, keyNames } from "./wire/key-names.ts";
import { kindOf } from "./wire/media-types.ts";
import { buildRequest } from "./wire/request.ts";

/** A request for people to look at: nothing in it is secret, and nothing was sent. */
export interface PreparedRequest {
  /** In upper case, unless the document has a method of its own. */
  readonly method: string;
  /** Whole, with its query; credentials in it are masked. */
  readonly url: string;
  /** By their names in lower case; credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where nothing is sent. */
  readonly body?: string | Uint8Array;
}

/** A request without what has to be found out for it. */
export interface ComposedRequest {
  readonly request: HttpRequest;
  /** What still has to sign it; empty where the credentials were simply known. */
  readonly live: readonly LiveScheme[];
}

export interface ComposerOptions {
  readonly headers: Readonly<Record<string, string | Credential>>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Told each credential that is read, for redaction. */
  readonly remember: Remember;
  /** The header that gets a fresh key with each POST and PATCH; undefined for none. */
  readonly idempotencyHeader: string | undefined;
}

/** What all calls of one operation share; it holds credentials. */
interface Fixed extends Authentication {
  readonly keys: KeyNames;
  readonly trusted: boolean;
  readonly live: readonly LiveScheme[];
  /** The operator's values, by the arguments that they stand for. */
  readonly bound: Readonly<Record<string, string>> | undefined;
}

/** What may be done twice by accident. */
const KEYED: ReadonlySet<string> = new Set(["POST", "PATCH"]);

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
   * @param content the body's media type, where it was chosen by what the body holds
   * @throws InvalidArgumentsError for what cannot be written where it belongs; ConfigurationError where the
   * credentials would go to an origin that nobody named; CredentialError where one cannot be read.
   */
  request(toolName: string, plan: OperationPlan, args: ToolArguments, content?: Content): ComposedRequest {
    let fixed = this.#fixed.get(plan);
    if (fixed === undefined) {
      const names = this.#chosen(plan);
      const { fixed: known, live } = this.#authenticator.security(names);
      fixed = this.#fix(plan, known, [...live, ...this.#onDemand(plan)]);
      this.#fixed.set(plan, fixed);
    }
    return { request: this.#compose(toolName, plan, args, fixed, content), live: fixed.live };
  }

  /** The same with `[secret]` in place of what is secret. */
  masked(toolName: string, plan: OperationPlan, args: ToolArguments, content?: Content): PreparedRequest {
    const fixed = this.#fix(plan, this.#authenticator.masked(this.#chosen(plan)), [], true);
    const { method, url, headers, body } = this.#compose(toolName, plan, args, fixed, content);
    return {
      method,
      url: fixed.bound === undefined ? url : url.replaceAll(encodeStrict(MASK), MASK),
      headers: headers as Record<string, string>,
      ...(body === undefined ? {} : { body }),
    };
  }

  /** The schemes to use, once it is certain that their credentials may go where the operation is served. */
  #chosen(plan: OperationPlan): readonly string[] {
    const names = this.#authenticator.chosen(plan.demands);
    const { origin } = plan.base;
    if (names.length > 0 && !this.#isTrusted(plan)) {
      throw unnamed(origin, "the credentials");
    }
    return names;
  }

  #onDemand(plan: OperationPlan): readonly LiveScheme[] {
    const names = this.#authenticator.onDemand(plan.demands);
    if (names.length === 0 || !this.#isTrusted(plan)) return [];
    return [new OnDemandScheme(() => this.#authenticator.security(names))];
  }

  #isTrusted({ base, found }: OperationPlan): boolean {
    return this.#origins.allows(base.origin, base.statedIn ?? found.item.file.uri);
  }

  #fix(
    plan: OperationPlan,
    { headers, query, cookies }: Authentication,
    live: readonly LiveScheme[],
    mask = false,
  ): Fixed {
    const trusted = this.#isTrusted(plan);
    const keys = keyNames([
      ...this.#authenticator.keys([
        ...this.#authenticator.chosen(plan.demands),
        ...this.#authenticator.onDemand(plan.demands),
      ]),
      ...(plan.model.bound ?? []),
    ]);
    const common = this.#common(plan, trusted, mask);
    const bound = this.#bound(plan, trusted, mask);
    return { trusted, keys, headers: { ...common, ...headers }, query, cookies, live, bound };
  }

  #bound(plan: OperationPlan, trusted: boolean, mask: boolean): Readonly<Record<string, string>> | undefined {
    const { bound } = plan;
    if (bound.length === 0) return undefined;
    if (!trusted) throw unnamed(plan.base.origin, "the values of parameters");
    return Object.fromEntries(
      bound.map(([argument, value]) => [
        argument,
        mask && typeof value !== "string" ? MASK : textOf(value, this.#options.remember),
      ]),
    );
  }

  #common(plan: OperationPlan, trusted: boolean, mask: boolean): Record<string, string> {
    const headers: Record<string, string> = { accept: acceptOf(plan) };
    if (!trusted) return headers;
    for (const [name, value] of Object.entries(this.#options.headers)) {
      headers[name.toLowerCase()] =
        mask && typeof value !== "string" ? MASK : textOf(value, this.#options.remember);
    }
    return headers;
  }

  #compose(
    toolName: string,
    plan: OperationPlan,
    args: ToolArguments,
    fixed: Fixed,
    content: Content | undefined,
  ): HttpRequest {
    const given = fixed.bound === undefined ? args : { ...args, ...fixed.bound };
    const wire = buildRequest(toolName, plan.template, plan.inputs, given, content, fixed.keys);
    const query = [...plan.base.query, ...wire.query, ...fixed.query];
    const cookies = [...wire.cookies, ...fixed.cookies];
    const { method } = plan.found;
    const { idempotencyHeader } = this.#options;
    const isKeyed = idempotencyHeader !== undefined && KEYED.has(method);
    return {
      method,
      url: withQuery(`${plan.base.url}${wire.path}`, query),
      // The operator's headers and the credentials come last: no argument replaces them.
      headers: {
        ...lowerCased(wire.headers),
        ...fixed.headers,
        ...(cookies.length === 0 ? {} : { cookie: cookies.join("; ") }),
        ...(wire.body === undefined ? {} : { "content-type": wire.body.contentType }),
        ...(isKeyed ? { [idempotencyHeader]: crypto.randomUUID() } : {}),
      },
      ...(wire.body === undefined ? {} : { body: wire.body.body }),
      timeoutMs: this.#options.timeoutMs,
      maxBytes: this.#options.maxBytes,
      trusted: fixed.trusted,
      // All attempts at a call carry its one key, so the server sees to it that only one counts.
      ...(isKeyed ? { idempotent: true } : {}),
    };
  }
}

function unnamed(origin: string, what: string): ConfigurationError {
  return new ConfigurationError(`The document sends ${what} to ${origin}, which you did not name.`, {
    remedy: `If that is right, pass serverUrl, or origins: ["${origin}"].`,
  });
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
