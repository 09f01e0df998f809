import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { onTestFinished, vi } from "vitest";

/** Characters that have to be form-encoded before they go into a Basic header. */
export const CLIENT = { id: "robot:one", secret: "s cret%with+odd/characters:'&-0123456789" };
export const PUBLIC_CLIENT = "cli";

/** An authorization server of other people's on a free port, and what was asked of it. */
export interface AuthorizationServer {
  readonly url: string;
  readonly discovery: string;
  readonly tokenUrl: string;
  /** `METHOD path` of each request. */
  readonly requests: readonly string[];
  /** A refresh token as if somebody had agreed in a browser. */
  refreshToken(clientId: string): Promise<string>;
  /** Whether it issued this access token, and it is good still. */
  knows(token: string | undefined): Promise<boolean>;
  /** Makes an access token worthless. */
  revoke(token: string): Promise<void>;
}

export interface ServerSettings {
  readonly secretIn?: "client_secret_basic" | "client_secret_post";
  /** Seconds. */
  readonly lifetime?: number;
}

export async function startAuthorizationServer({
  secretIn = "client_secret_basic",
  lifetime = 600,
}: ServerSettings = {}): Promise<AuthorizationServer> {
  // It has much to say about settings that do not matter here.
  const quiet = (["info", "warn"] as const).map((level) => vi.spyOn(console, level).mockReturnValue());
  onTestFinished(() => {
    for (const spy of quiet) spy.mockRestore();
  });
  const requests: string[] = [];
  let provider: Provider | undefined;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void provider?.callback()(request, response);
  });
  const url = await listening(server);
  provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ["client_credentials", "refresh_token", "authorization_code"],
        redirect_uris: ["https://client.example/back"],
        token_endpoint_auth_method: secretIn,
      },
      {
        client_id: PUBLIC_CLIENT,
        grant_types: ["refresh_token", "authorization_code"],
        redirect_uris: ["https://client.example/back"],
        token_endpoint_auth_method: "none",
      },
    ],
    clientAuthMethods: [secretIn, "none"],
    scopes: ["openid", "offline_access", "read", "write"],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    rotateRefreshToken: () => true,
    ttl: { AccessToken: lifetime, ClientCredentials: lifetime },
    cookies: { keys: ["test"] },
    jwks: undefined,
  });
  const { AccessToken, Client, ClientCredentials, Grant, RefreshToken } = provider;
  return {
    url,
    discovery: `${url}/.well-known/openid-configuration`,
    tokenUrl: `${url}/token`,
    requests,
    async refreshToken(clientId) {
      const client = await Client.find(clientId);
      const grant = new Grant({ accountId: "ann", clientId });
      grant.addOIDCScope("openid offline_access");
      const token = new RefreshToken({
        accountId: "ann",
        client: client as NonNullable<typeof client>,
        grantId: await grant.save(),
        scope: "openid offline_access",
        gty: "authorization_code",
      } as ConstructorParameters<typeof RefreshToken>[0]);
      return token.save();
    },
    async knows(token) {
      if (token === undefined) return false;
      const found = (await ClientCredentials.find(token)) ?? (await AccessToken.find(token));
      return found?.isValid === true;
    },
    async revoke(token) {
      await (await ClientCredentials.find(token))?.destroy();
      await (await AccessToken.find(token))?.destroy();
    },
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
