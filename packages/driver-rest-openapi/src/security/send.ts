import type { HttpPort, HttpRequest, HttpResponse } from "@mcs/core/ports";
import type { CallFacts, LiveScheme, Signer } from "./live-scheme.ts";

const MOST_REDIRECTS = 5;
/** A segment `..` between slashes of any spelling. */
const CLIMBS = /(?:^|[/\\]|%(?:25)*(?:2f|5c))(?:\.|%(?:25)*2e){2}(?:$|[/\\?#;]|%(?:25)*(?:2f|5c|3b))/i;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** For requests that nothing signs. */
const NO_CALL: CallFacts = {
  tool: "",
  origin: "",
  context: undefined,
  signal: undefined,
  remember: () => {},
};

/**
 * Sends a call. Schemes that are live sign it first, and once more where the API answers 401: that call was
 * not executed, so a second one doubles nothing.
 *
 * A redirect of GET or HEAD within the origin is followed. Any other is returned as it is: it would take
 * credentials, or a body, to a place that nobody named. So is one for a path with an argument that climbs:
 * servers that decode `..%2F` and clean the path redirect to the place that the argument was kept from.
 */
export async function send(
  http: HttpPort,
  request: HttpRequest,
  live: readonly LiveScheme[] = [],
  call: CallFacts = NO_CALL,
): Promise<HttpResponse> {
  const signers = live.length === 0 ? [] : await Promise.all(live.map((scheme) => scheme.begin(call)));
  let response = await sendSigned(http, request, signers);
  for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
    const url = redirectWithin(request, response);
    if (url === undefined) break;
    request = { ...request, url };
    response = await sendSigned(http, request, signers);
  }
  return response;
}

async function sendSigned(
  http: HttpPort,
  request: HttpRequest,
  signers: readonly Signer[],
): Promise<HttpResponse> {
  if (signers.length === 0) return http.request(request);
  const response = await http.request(await signed(request, signers));
  if (response.status !== 401) return accepted(response, signers);
  // Every scheme hears of it, since nobody knows which of them was meant.
  const changed = await Promise.all(signers.map((signer) => signer.refused?.(response) ?? false));
  if (!changed.includes(true)) return response;
  const second = await http.request(await signed(request, signers));
  return second.status === 401 ? second : accepted(second, signers);
}

async function signed(request: HttpRequest, signers: readonly Signer[]): Promise<HttpRequest> {
  let current = request;
  for (const signer of signers) current = await signer.sign(current);
  return current;
}

function accepted(response: HttpResponse, signers: readonly Signer[]): HttpResponse {
  for (const signer of signers) signer.accepted?.();
  return response;
}

/** Where a redirect leads that may be followed. */
function redirectWithin({ method, url }: HttpRequest, response: HttpResponse): string | undefined {
  const { status, headers } = response;
  const { location } = headers;
  if (!REDIRECTS.has(status) || typeof location !== "string") return undefined;
  if (method !== "GET" && method !== "HEAD") return undefined;
  if (CLIMBS.test(new URL(url).pathname)) return undefined;
  const target = URL.parse(location, url);
  if (target === null || target.origin !== new URL(url).origin) return undefined;
  return `${target.origin}${target.pathname}${target.search}`;
}
