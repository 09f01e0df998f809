import type { HttpPort, HttpResponse } from "@mcs/core/ports";
import { isObject } from "../document/json.ts";
import { TokenError } from "../errors.ts";
import { basicPair } from "./authentication.ts";
import type { Remember } from "./credential-shapes.ts";

/** A request for a token, ready to be made. */
export interface TokenRequest {
  /** The security scheme, for messages. */
  readonly scheme: string;
  readonly url: string;
  /** `grant_type` and what belongs to it. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientSecretIn: "header" | "body";
  /** Asking twice does no harm, so a lost connection may be tried again. A refresh token may be good for one use. */
  readonly repeatable: boolean;
  readonly timeoutMs: number;
}

export interface TokenReply {
  readonly accessToken: string;
  /** Seconds; undefined where the server does not say. */
  readonly expiresIn: number | undefined;
  /** The one to use from now on, where the server replaces it. */
  readonly refreshToken: string | undefined;
}

/** How secrets stay secret while a token is asked for. */
export interface Secrecy {
  /** Told secrets that stay. */
  readonly remember: Remember;
  /** Removes what was told from a text. */
  readonly redact: (text: string) => string;
}

const MOST_BYTES = 262_144;
const MOST_TEXT = 300;

/**
 * Asks a token endpoint (RFC 6749, section 5). No redirect is followed: it would take the secret elsewhere.
 *
 * @throws TokenError where there is no token in the answer, or what the adapter throws.
 */
export async function requestToken(
  http: HttpPort,
  request: TokenRequest,
  { remember, redact }: Secrecy,
): Promise<TokenReply> {
  const { clientId, clientSecret, clientSecretIn, parameters, url } = request;
  const form = new URLSearchParams(parameters);
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  if (clientSecret !== undefined && clientSecretIn === "header") {
    // Both halves are form-encoded before they are joined (RFC 6749, section 2.3.1).
    const pair = basicPair(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`);
    remember(pair);
    headers.authorization = `Basic ${pair}`;
  } else {
    form.set("client_id", clientId);
    if (clientSecret !== undefined) form.set("client_secret", clientSecret);
  }
  const response = await http.request({
    method: "POST",
    url,
    headers,
    body: form.toString(),
    timeoutMs: request.timeoutMs,
    maxBytes: MOST_BYTES,
    trusted: true,
    idempotent: request.repeatable,
  });
  return readReply(request, response, redact);
}

function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function readReply(
  { scheme, url }: TokenRequest,
  response: HttpResponse,
  redact: Secrecy["redact"],
): TokenReply {
  const { status, body } = response;
  // Redacted before it is cut: half a secret would not be found.
  const shown = (text: string): string => cut(redact(text).replace(/\s+/g, " ").trim());
  const reply = jsonObject(body);
  const fail = (what: string, reason?: string): TokenError =>
    new TokenError(scheme, `${url.split("?")[0]} ${what}`, {
      status,
      ...(reason === undefined ? {} : { reason }),
    });
  if (status !== 200 || typeof reply.error === "string") {
    const reason = typeof reply.error === "string" ? shown(reply.error) : undefined;
    const detail = typeof reply.error_description === "string" ? `: ${shown(reply.error_description)}` : "";
    throw fail(`answered ${status}${reason === undefined ? "" : ` ${reason}${detail}`}`, reason);
  }
  const { access_token: accessToken, token_type: type = "bearer", refresh_token: refreshToken } = reply;
  if (typeof accessToken !== "string" || !/^[\x21-\x7e]+$/.test(accessToken)) {
    throw fail("gave no access token that can be sent");
  }
  if (String(type).toLowerCase() !== "bearer") {
    throw fail(`gave a token of type ${shown(String(type))}, and only bearer tokens are known`);
  }
  const seconds = Number(reply.expires_in ?? Number.NaN);
  return {
    accessToken,
    expiresIn: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
    refreshToken: typeof refreshToken === "string" && refreshToken !== "" ? refreshToken : undefined,
  };
}

/** Empty for what is no JSON object. */
export function jsonObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function cut(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`;
}
