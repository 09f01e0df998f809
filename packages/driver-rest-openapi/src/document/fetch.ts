import { McsError } from "@mcs/core";
import type { HttpPort, HttpResponse } from "@mcs/core/ports";
import type { Diagnostics } from "../diagnostics.ts";
import { DocumentError } from "../errors.ts";
import type { Cached, DocumentCache, Validators } from "./cache.ts";
import { decodeDocument } from "./decode-text.ts";
import { withoutQuery } from "./urls.ts";

export interface FetchOptions {
  readonly http: () => Promise<HttpPort>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Headers for an origin, credentials included where it may have them; `attempt` counts from 0. */
  readonly headersFor: (origin: string, attempt: number) => Readonly<Record<string, string>> | undefined;
  readonly isNamed: (origin: string) => boolean;
  readonly cache: DocumentCache | undefined;
  readonly diagnostics: Diagnostics;
}

const MOST_REDIRECTS = 5;
const ACCEPT = "application/json, application/yaml, text/yaml, */*;q=0.8";

/**
 * Fetches a text over HTTP: from the server, or from the cache where the server says that it has not changed
 * or cannot be reached.
 *
 * @param isNamed the operator named this very URL, so its origin may lie in a private network
 * @throws DocumentError where the text cannot be had.
 */
export async function fetchText(url: string, options: FetchOptions, isNamed: boolean): Promise<Cached> {
  const { cache, diagnostics } = options;
  const cached = await cache?.read(url);
  let answer: Answer | undefined;
  try {
    answer = await ask(url, cached?.validators, options, isNamed);
    const { status } = answer.response;
    if (status === 304 && cached !== undefined) return cached;
    if (status !== 200) throw refused(url, status);
  } catch (error) {
    if (cached === undefined || !isAway(answer, error)) throw error;
    const message = `It cannot be reached, so the copy in the cache is used: ${(error as Error).message}`;
    diagnostics.add("warning", "stale_document", withoutQuery(url), message);
    return cached;
  }
  const { body, headers } = answer.response;
  const mediaType = headers["content-type"];
  const text = decodeDocument(body, typeof mediaType === "string" ? mediaType : "");
  const fetched = { text, uri: answer.url, validators: validatorsOf(headers) };
  await cache?.write(url, fetched).catch((error: unknown) => {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    diagnostics.add(
      "warning",
      "cache_unusable",
      withoutQuery(url),
      `It could not be put into the cache: ${reason}.`,
    );
  });
  return fetched;
}

/**
 * Whether the server has another text by now. Without anything to ask by it may have.
 *
 * @throws DocumentError where the server does not say.
 */
export async function hasChanged(
  url: string,
  validators: Validators,
  options: FetchOptions,
  isNamed: boolean,
): Promise<boolean> {
  if (validators.etag === undefined && validators.lastModified === undefined) return true;
  const { response } = await ask(url, validators, options, isNamed);
  if (response.status === 304) return false;
  if (response.status === 200) return true;
  throw refused(url, response.status);
}

interface Answer {
  readonly response: HttpResponse;
  /** Where it came from, after redirects. */
  readonly url: string;
}

async function ask(
  url: string,
  validators: Validators | undefined,
  options: FetchOptions,
  isNamed: boolean,
): Promise<Answer> {
  let target = url;
  let parsed = URL.parse(url);
  const trusted = isNamed ? parsed?.origin : undefined;
  let attempt = 0;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; ) {
    if (parsed === null) throw refusedByPolicy(url, target, "");
    const response = await get(target, parsed, url, attempt, validators, options, trusted);
    const { status } = response;
    const location = response.headers.location;
    if (status >= 300 && status < 400 && status !== 304 && typeof location === "string") {
      parsed = URL.parse(location, target);
      target = parsed?.href ?? location;
      redirects++;
      continue;
    }
    // Some descriptions are behind the same key as their API.
    if ((status === 401 || status === 403) && options.headersFor(parsed.origin, attempt + 1) !== undefined) {
      attempt++;
      continue;
    }
    return { response, url: target };
  }
  throw unreachable(url, `${withoutQuery(url)} redirects without end.`);
}

async function get(
  target: string,
  { origin, protocol, hostname }: URL,
  asked: string,
  attempt: number,
  validators: Validators | undefined,
  options: FetchOptions,
  trusted: string | undefined,
): Promise<HttpResponse> {
  const named = origin === trusted || options.isNamed(origin);
  const isWeb = protocol === "http:" || protocol === "https:";
  if (!isWeb || (!named && !isPublicName(hostname))) throw refusedByPolicy(asked, target, origin);
  const http = await options.http();
  try {
    return await http.request({
      method: "GET",
      url: target,
      headers: {
        accept: ACCEPT,
        ...(validators === undefined ? undefined : conditions(validators)),
        ...options.headersFor(origin, attempt),
      },
      timeoutMs: options.timeoutMs,
      maxBytes: options.maxBytes,
      trusted: named,
    });
  } catch (cause) {
    const location = withoutQuery(asked);
    const reason = cause instanceof Error ? cause.message : String(cause);
    const remedy = McsError.is(cause) ? {} : { remedy: "Check the address and that the server runs." };
    throw unreachable(asked, `${location} could not be fetched: ${reason}`, { cause, ...remedy });
  }
}

function conditions({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
  };
}

function refusedByPolicy(asked: string, target: string, origin: string): DocumentError {
  return unreachable(
    asked,
    `${withoutQuery(target)} is not fetched: only the operator can name an address or a host of a private network.`,
    { remedy: `If that is right, pass origins: [${JSON.stringify(origin)}].` },
  );
}

/**
 * Whether a host can be on the public internet by its name alone. An address is never how a document names
 * another one, a dot at the end is how lists of names are got around, and the rest are names for private use.
 * What a name resolves to is for the adapter to look at.
 */
function isPublicName(hostname: string): boolean {
  if (hostname.startsWith("[") || hostname.endsWith(".") || /^[\d.]+$/.test(hostname)) return false;
  return hostname.includes(".") && !/\.(?:localhost|local|internal|lan|home\.arpa)$/i.test(hostname);
}

/** The server gave no answer, or said that it has a problem of its own. A refusal by policy is neither. */
function isAway(answer: Answer | undefined, error: unknown): boolean {
  if (answer !== undefined) return answer.response.status >= 500;
  const { cause } = error as Error;
  return McsError.is(cause) && (cause.code === "network" || cause.code === "timeout");
}

function validatorsOf(headers: HttpResponse["headers"]): Validators {
  const { etag, "last-modified": lastModified } = headers;
  return {
    ...(typeof etag === "string" ? { etag } : {}),
    ...(typeof lastModified === "string" ? { lastModified } : {}),
  };
}

function refused(url: string, status: number): DocumentError {
  const location = withoutQuery(url);
  const remedy =
    status === 401 || status === 403
      ? "It asks for credentials: pass auth, or the header that it wants in headers."
      : "Open the URL in a browser: it should show the document itself.";
  return unreachable(url, `${location} could not be fetched: the server answered ${status}.`, { remedy });
}

function unreachable(
  url: string,
  message: string,
  options?: ConstructorParameters<typeof DocumentError>[3],
): DocumentError {
  return new DocumentError("document_unreachable", withoutQuery(url), message, options);
}
