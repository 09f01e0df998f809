import { ConfigurationError } from "@mcs/core";
import type { HttpRequest, HttpResponse } from "@mcs/core/ports";
import { addTo, present } from "./authentication.ts";
import type { DigestChallenge } from "./digest.ts";
import type { CallFacts, LiveScheme, Signer } from "./live-scheme.ts";

/**
 * HTTP digest authentication (RFC 7616). The first call to an origin is challenged and sent again; later ones
 * are signed with the nonce that was accepted, until the server wants another.
 */
export class DigestScheme implements LiveScheme {
  readonly #pair: () => string;
  readonly #accepted = new Map<string, DigestSession>();

  /** @param pair reads `user:password` */
  constructor(pair: () => string) {
    this.#pair = pair;
  }

  async begin({ origin, remember }: CallFacts): Promise<Signer> {
    // Loaded when it is needed: few programs need it.
    const digest = await import("./digest.ts");
    const user = splitPair(this.#pair());
    const accepted = this.#accepted;
    let session = accepted.get(origin);
    return {
      sign(request) {
        if (session === undefined) return request;
        const { challenge, cnonce } = session;
        const target = targetOf(request);
        const answer = { challenge, cnonce, ...user, method: request.method, target, count: ++session.count };
        const response = digest.digestResponse(answer);
        remember(response);
        return addTo(request, present({ kind: "digest" }, digest.digestCredentials(answer, response)));
      },
      refused({ headers }: HttpResponse) {
        const challenge = digest.readChallenge(headers["www-authenticate"]);
        if (challenge === undefined) return false;
        // The same question once more means that the answer was wrong, and will be.
        if (challenge.nonce === session?.challenge.nonce && !challenge.stale) return false;
        // Calls that run side by side each answer their own challenge, so none waits for another's count.
        const known = accepted.get(origin);
        session =
          known?.challenge.nonce === challenge.nonce
            ? known
            : { challenge, cnonce: digest.newCnonce(), count: 0 };
        return true;
      },
      accepted() {
        if (session !== undefined) accepted.set(origin, session);
      },
    };
  }
}

/** A nonce, and how often it was used. One cnonce for all of its uses is what the `-sess` algorithms ask for. */
interface DigestSession {
  readonly challenge: DigestChallenge;
  readonly cnonce: string;
  count: number;
}

function splitPair(pair: string): { readonly username: string; readonly password: string } {
  const colon = pair.indexOf(":");
  if (colon === -1) {
    throw new ConfigurationError("The credential for a digest scheme has no colon.", {
      remedy: "Give user:password, or { username, password }.",
    });
  }
  return { username: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function targetOf({ url }: HttpRequest): string {
  return url.slice(new URL(url).origin.length) || "/";
}
