import { secret } from "@mcs/core";
import { type CannedReply, type CapturedRequest, startCaptureServer } from "@mcs/testkit";
import { onTestFinished } from "vitest";
import { RestDriver, type RestOptions } from "../src/index.ts";
import { type AuthorizationServer, CLIENT } from "./oauth-support.ts";
import { openApi } from "./support.ts";

export const client = { clientId: CLIENT.id, clientSecret: secret(CLIENT.secret) };

export function documentWith(scheme: object): object {
  return openApi(
    {
      "/items": {
        get: { operationId: "list" },
        post: {
          operationId: "add",
          requestBody: { content: { "application/json": { schema: { type: "object" } } } },
        },
      },
    },
    { security: [{ login: [] }], components: { securitySchemes: { login: scheme } } },
  );
}

export const clientFlow = (tokenUrl: string) =>
  documentWith({ type: "oauth2", flows: { clientCredentials: { tokenUrl, scopes: {} } } });
export const discovered = (openIdConnectUrl: string) =>
  documentWith({ type: "openIdConnect", openIdConnectUrl });

/** An API that publishes the document and lets in who has a token of the authorization server's. */
export async function startProtectedApi(
  document: object,
  identity: Pick<AuthorizationServer, "knows">,
  options: RestOptions,
) {
  const tokens: string[] = [];
  const api = await startCaptureServer(async (request): Promise<CannedReply> => {
    if (request.target === "/openapi.json") return { json: document };
    const token = tokenOf(request);
    if (token !== undefined) tokens.push(token);
    if (!(await identity.knows(token)))
      return { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' } };
    return { json: { body: request.text(), you: request.header("authorization") } };
  });
  const driver = new RestDriver({ url: `${api.url}/openapi.json`, ...options });
  onTestFinished(async () => {
    await driver.close();
    await api.close();
  });
  return { api, driver, tokens };
}

export function tokenOf(request: CapturedRequest): string | undefined {
  return /^Bearer (.+)$/.exec(request.header("authorization") ?? "")?.[1];
}
