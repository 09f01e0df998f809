import type { HttpRequest, HttpResponse } from "@mcs/core/ports";
import { addTo } from "./authentication.ts";
import type { CallSecurity } from "./authenticator.ts";
import type { CallFacts, LiveScheme, Signer } from "./live-scheme.ts";

/**
 * Credentials for an operation of which the document does not say that it needs any: they stay here until the API
 * answers 401, and go along from then on. Operations that are open to everybody never get them, and documents
 * that forgot to demand what they describe still work.
 */
export class OnDemandScheme implements LiveScheme {
  readonly #security: () => CallSecurity;
  #isAsked = false;

  /** @param security reads the credentials */
  constructor(security: () => CallSecurity) {
    this.#security = security;
  }

  async begin(call: CallFacts): Promise<Signer> {
    let credentials = this.#isAsked ? await begun(this.#security(), call) : undefined;
    return {
      sign: (request) => credentials?.sign(request) ?? request,
      refused: async (response) => {
        if (credentials !== undefined) return credentials.refused(response);
        credentials = await begun(this.#security(), call);
        await credentials.refused(response);
        return true;
      },
      accepted: () => {
        if (credentials === undefined) return;
        this.#isAsked = true;
        credentials.accepted();
      },
    };
  }
}

/** All of an operation's credentials as one signer. */
async function begun({ fixed, live }: CallSecurity, call: CallFacts): Promise<Required<Signer>> {
  const signers = await Promise.all(live.map((scheme) => scheme.begin(call)));
  return {
    async sign(request: HttpRequest) {
      let current = addTo(request, fixed);
      for (const signer of signers) current = await signer.sign(current);
      return current;
    },
    async refused(response: HttpResponse) {
      const changed = await Promise.all(signers.map((signer) => signer.refused?.(response) ?? false));
      return changed.includes(true);
    },
    accepted() {
      for (const signer of signers) signer.accepted?.();
    },
  };
}
