import { addTo, present } from "./authentication.ts";
import type { CallFacts, LiveScheme, Signer } from "./live-scheme.ts";
import type { TokenSource } from "./token-source.ts";
import { untilAborted } from "./until-aborted.ts";

/** OAuth 2 and OpenID Connect: a bearer token that is obtained, and renewed once where the API refuses it. */
export class TokenScheme implements LiveScheme {
  readonly #tokens: TokenSource;

  constructor(tokens: TokenSource) {
    this.#tokens = tokens;
  }

  begin({ signal, remember }: CallFacts): Signer {
    let used = "";
    return {
      sign: async (request) => {
        used = await untilAborted(this.#tokens.get(), signal);
        remember(used);
        return addTo(request, present({ kind: "bearer" }, used));
      },
      refused: () => {
        this.#tokens.discard(used);
        return true;
      },
    };
  }
}
