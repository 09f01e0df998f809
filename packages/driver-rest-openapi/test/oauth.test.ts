import { inspect } from "node:util";
import { McsError, secret } from "@mcs/core";
import {
  type CannedReply,
  type CapturedRequest,
  type CaptureHandler,
  startCaptureServer,
} from "@mcs/testkit";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { RestDriver, type RestOptions, TokenError } from "../src/index.ts";
import { TokenScheme } from "../src/security/token-scheme.ts";
import type { TokenSource } from "../src/security/token-source.ts";
import {
  type AuthorizationServer,
  CLIENT,
  PUBLIC_CLIENT,
  startAuthorizationServer,
} from "./oauth-support.ts";
import { openApi } from "./support.ts";

const client = { clientId: CLIENT.id, clientSecret: secret(CLIENT.secret) };

function documentWith(scheme: object): object {
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

const clientFlow = (tokenUrl: string) =>
  documentWith({ type: "oauth2", flows: { clientCredentials: { tokenUrl, scopes: {} } } });
const discovered = (openIdConnectUrl: string) => documentWith({ type: "openIdConnect", openIdConnectUrl });

/** An API that publishes the document and lets in who has a token of the authorization server's. */
async function startProtectedApi(
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

function tokenOf(request: CapturedRequest): string | undefined {
  return /^Bearer (.+)$/.exec(request.header("authorization") ?? "")?.[1];
}

describe("client credentials at a server of other people's", () => {
  test("one token serves many calls, those side by side included", async () => {
    const identity = await startAuthorizationServer();
    const { driver, tokens } = await startProtectedApi(clientFlow(identity.tokenUrl), identity, {
      auth: { login: client },
      origins: [identity.url],
    });
    const results = await Promise.all(Array.from({ length: 20 }, () => driver.executeTool("list", {})));
    expect(await driver.executeTool("add", { body: { a: 1 } })).toEqual({
      body: '{"a":1}',
      you: "Bearer [secret]",
    });
    expect(results).toHaveLength(20);
    expect(identity.requests).toEqual(["POST /token"]);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens).toHaveLength(21);
  });

  test("found by OpenID Connect discovery, with the secret where the server wants it", async () => {
    for (const secretIn of ["client_secret_basic", "client_secret_post"] as const) {
      const identity = await startAuthorizationServer({ secretIn });
      const { driver } = await startProtectedApi(discovered(identity.discovery), identity, {
        auth: { login: client },
        origins: [identity.url],
      });
      await driver.executeTool("list", {});
      await driver.executeTool("list", {});
      expect(identity.requests).toEqual(["GET /.well-known/openid-configuration", "POST /token"]);
    }
  });

  test("where the operator says, for a document that says nothing", async () => {
    const identity = await startAuthorizationServer({ secretIn: "client_secret_post" });
    const { driver, tokens } = await startProtectedApi(
      documentWith({ type: "http", scheme: "bearer" }),
      identity,
      {
        auth: { login: { ...client, tokenUrl: identity.tokenUrl, clientSecretIn: "body", scopes: ["read"] } },
      },
    );
    await driver.executeTool("list", {});
    expect(await identity.knows(tokens[0])).toBe(true);
  });

  test("a token that the API no longer takes is renewed once, and a POST counts once", async () => {
    const identity = await startAuthorizationServer();
    const { api, driver, tokens } = await startProtectedApi(clientFlow(identity.tokenUrl), identity, {
      auth: { login: client },
      origins: [identity.url],
    });
    await driver.executeTool("add", { body: { n: 1 } });
    await identity.revoke(tokens[0] as string);
    const both = await Promise.all([2, 3].map((n) => driver.executeTool("add", { body: { n } })));
    expect(both.map((result) => (result as { body: string }).body)).toEqual(['{"n":2}', '{"n":3}']);
    expect(identity.requests).toEqual(["POST /token", "POST /token"]);
    // Each of the two went out with the old token and once more with the new one.
    expect(api.requests.filter(({ method }) => method === "POST").map((request) => request.text())).toEqual(
      expect.arrayContaining(['{"n":1}', '{"n":2}', '{"n":2}', '{"n":3}', '{"n":3}']),
    );
    expect(tokens).toHaveLength(5);
  });

  test("an API that takes no token gets a second one and no third", async () => {
    const identity = await startAuthorizationServer();
    const { api, driver } = await startProtectedApi(
      clientFlow(identity.tokenUrl),
      { knows: async () => false },
      { auth: { login: client }, origins: [identity.url] },
    );
    await expect(driver.executeTool("add", { body: {} })).rejects.toMatchObject({ status: 401 });
    expect(identity.requests).toHaveLength(2);
    expect(api.requests.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  test("a token is renewed shortly before its end", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const identity = await startAuthorizationServer({ lifetime: 600 });
    const { driver } = await startProtectedApi(clientFlow(identity.tokenUrl), identity, {
      auth: { login: client },
      origins: [identity.url],
    });
    await driver.executeTool("list", {});
    vi.setSystemTime(Date.now() + 560_000);
    await driver.executeTool("list", {});
    expect(identity.requests).toHaveLength(1);
    vi.setSystemTime(Date.now() + 20_000);
    await driver.executeTool("list", {});
    expect(identity.requests).toHaveLength(2);
  });

  test("a wrong secret is an error that says so, keeps it to itself, and is tried again", async () => {
    const identity = await startAuthorizationServer();
    const wrong = "wrong-secret-7d1f";
    const { api, driver } = await startProtectedApi(clientFlow(identity.tokenUrl), identity, {
      auth: { login: { ...client, clientSecret: secret(wrong) } },
      origins: [identity.url],
    });
    const error = await driver.executeTool("list", {}).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ code: "no_token", scheme: "login", status: 401, reason: "invalid_client" });
    expect((error as Error).message).toContain(`${identity.tokenUrl} answered 401 invalid_client`);
    expect(inspect(error, { showHidden: true, depth: 10 })).not.toContain(wrong);
    await driver.executeTool("list", {}).catch(() => {});
    expect(identity.requests).toHaveLength(2);
    expect(api.requests).toHaveLength(1);
  });
});

describe("a refresh token at a server of other people's", () => {
  test.each([
    ["a confidential client", CLIENT.id, { clientSecret: secret(CLIENT.secret) }],
    ["a public client", PUBLIC_CLIENT, {}],
  ])("%s: the token that replaces it is used from then on, and told", async (_, clientId, rest) => {
    const identity = await startAuthorizationServer();
    const first = await identity.refreshToken(clientId);
    const told: string[] = [];
    const onRotated = (token: { toJSON(): string }) => void told.push(`${token} ${inspect(token)}`);
    const { driver, tokens } = await startProtectedApi(discovered(identity.discovery), identity, {
      auth: { login: { refreshToken: secret(first), clientId, ...rest, onRotated } },
      origins: [identity.url],
    });
    await driver.executeTool("list", {});
    await identity.revoke(tokens[0] as string);
    // The first refresh token is spent, so this works with the second one only.
    await driver.executeTool("list", {});
    expect(tokens).toHaveLength(3);
    expect(told).toEqual(["[secret] [secret]", "[secret] [secret]"]);
  });

  test("where keeping the new token fails, the call says so and the next one goes on", async () => {
    const identity = await startAuthorizationServer();
    const refreshToken = secret(await identity.refreshToken(PUBLIC_CLIENT));
    const onRotated = () => Promise.reject(new Error("the disk is full"));
    const { driver } = await startProtectedApi(discovered(identity.discovery), identity, {
      auth: { login: { refreshToken, clientId: PUBLIC_CLIENT, onRotated } },
      origins: [identity.url],
    });
    await expect(driver.executeTool("list", {})).rejects.toThrow(/the disk is full/);
    expect(await driver.executeTool("list", {})).toMatchObject({ body: "" });
  });
});

test("a refresh token that was replaced outlives a document that is read again", async () => {
  let issued = 0;
  const identity = await startCaptureServer(() => {
    issued++;
    return { json: { access_token: `t-${issued}`, refresh_token: `r-${issued}` } };
  });
  onTestFinished(() => identity.close());
  let version = 0;
  const api = await startCaptureServer((request) => {
    if (request.target !== "/openapi.json") return { json: {} };
    return { json: { ...documentWith({ type: "http", scheme: "bearer" }), "x-version": ++version } };
  });
  const login = { refreshToken: secret("r-0"), clientId: PUBLIC_CLIENT, tokenUrl: identity.url };
  const driver = new RestDriver({ url: `${api.url}/openapi.json`, auth: { login } });
  onTestFinished(async () => {
    await driver.close();
    await api.close();
  });
  await driver.executeTool("list", {});
  expect(await driver.toolDriver.reload()).toBe(true);
  await driver.executeTool("list", {});
  const sent = identity.requests.map((request) => new URLSearchParams(request.text()).get("refresh_token"));
  expect(sent).toEqual(["r-0", "r-1"]);
});

/** A token endpoint that answers what it is told. */
async function cannedEndpoint(reply: CannedReply | CaptureHandler) {
  const identity = await startCaptureServer(reply);
  onTestFinished(() => identity.close());
  const { api, driver } = await startProtectedApi(
    clientFlow(`${identity.url}/token`),
    { knows: async (token) => token === "t-1234" },
    { auth: { login: client }, origins: [identity.url] },
  );
  return { api, driver, identity };
}

describe("token endpoints that misbehave", () => {
  test.each<[string, CannedReply, RegExp]>([
    [
      "an error with status 200",
      { json: { error: "bad_code", error_description: "x\n y" } },
      /200 bad_code: x y\./,
    ],
    ["no token", { json: { token_type: "bearer" } }, /gave no access token that can be sent/],
    ["a token that would break the header", { json: { access_token: "a\r\nb: c" } }, /no access token/],
    ["a kind of token that is unknown", { json: { access_token: "t", token_type: "mac" } }, /of type mac/],
    ["a web page", { body: "<html>", headers: { "content-type": "text/html" } }, /no access token/],
    ["a failure", { status: 500, body: "oops" }, /answered 500\./],
    ["a redirect", { status: 307, headers: { location: "/elsewhere" } }, /answered 307\./],
  ])("%s is an error and no call", async (_, reply, message) => {
    const { api, driver, identity } = await cannedEndpoint(reply);
    const error = await driver.executeTool("list", {}).catch((reason: unknown) => reason);
    expect(McsError.is(error) && error.message).toMatch(message);
    expect(identity.requests).toHaveLength(1);
    expect(api.requests.map(({ target }) => target)).toEqual(["/openapi.json"]);
  });

  test("one that echoes the secret does not get it into the error", async () => {
    const { driver } = await cannedEndpoint({
      status: 400,
      json: { error: "invalid_client", error_description: `${CLIENT.secret} is wrong` },
    });
    const error = await driver.executeTool("list", {}).catch((reason: unknown) => reason);
    expect((error as Error).message).toContain("[secret] is wrong");
  });

  test("a call that is aborted while others wait for the same token leaves them alone", async () => {
    const gate = Promise.withResolvers<CannedReply>();
    const arrived = Promise.withResolvers<void>();
    const { driver, identity } = await cannedEndpoint(() => {
      arrived.resolve();
      return gate.promise;
    });
    const controller = new AbortController();
    const patient = driver.executeTool("list", {});
    const aborted = driver.executeTool("list", {}, { signal: controller.signal });
    await arrived.promise;
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: "aborted" });
    gate.resolve({ json: { access_token: "t-1234" } });
    expect(await patient).toMatchObject({ body: "" });
    expect(identity.requests).toHaveLength(1);
  });

  test("a refusal that comes late does not cost the token that was obtained in the meantime", async () => {
    let issued = 0;
    const identity = await startCaptureServer(() => ({ json: { access_token: `t-${++issued}` } }));
    const late = Promise.withResolvers<void>();
    const renewed = Promise.withResolvers<void>();
    const api = await startCaptureServer(async (request): Promise<CannedReply> => {
      if (tokenOf(request) !== "t-1") return { json: {} };
      // The GET is refused after the POST was refused, renewed and done.
      if (request.method === "GET") {
        late.resolve();
        await renewed.promise;
      }
      return { status: 401 };
    });
    const document = clientFlow(`${identity.url}/token`);
    const driver = new RestDriver({ document, serverUrl: api.url, auth: { login: client } });
    onTestFinished(async () => {
      await driver.close();
      await api.close();
      await identity.close();
    });
    const slow = driver.executeTool("list", {});
    await late.promise;
    await driver.executeTool("add", { body: {} });
    renewed.resolve();
    await slow;
    expect(identity.requests).toHaveLength(2);
  });

  test("a call knows its own token, however many were issued since", async () => {
    const tokens = { get: async () => "t-1234", discard: () => {} } as unknown as TokenSource;
    const known: string[] = [];
    const remember = (value: string) => void known.push(value);
    const call = { tool: "", origin: "", context: undefined, signal: undefined, remember };
    await new TokenScheme(tokens).begin(call).sign({ method: "GET", url: "https://api.example/" });
    expect(known).toEqual(["t-1234"]);
  });
});

describe("CVE-2026-101059: a client's secret goes to named origins only", () => {
  const options = { auth: { login: client } };
  const anybody = { knows: async () => true };

  test("not to a tokenUrl that only the document names", async () => {
    const evil = await startCaptureServer({ json: { access_token: "t-1234" } });
    onTestFinished(() => evil.close());
    const { api, driver } = await startProtectedApi(clientFlow(`${evil.url}/token`), anybody, options);
    await expect(driver.executeTool("list", {})).rejects.toMatchObject({
      code: "invalid_configuration",
      message: `The security scheme login has its tokens at ${evil.url}, which you did not name. If that is right, pass tokenUrl in auth.login, or origins: ["${evil.url}"].`,
    });
    expect(evil.requests).toHaveLength(0);
    expect(api.requests).toHaveLength(1);
  });

  test("not to an openIdConnectUrl that only the document names, not even to look there", async () => {
    const evil = await startCaptureServer({ json: { token_endpoint: "https://evil.example" } });
    onTestFinished(() => evil.close());
    const { driver } = await startProtectedApi(discovered(`${evil.url}/.well-known/x`), anybody, options);
    await expect(driver.executeTool("list", {})).rejects.toThrow(/its metadata at .* which you did not name/);
    expect(evil.requests).toHaveLength(0);
  });

  test.each([
    ["a client secret", client],
    ["a refresh token", { refreshToken: secret("r-1234"), clientId: PUBLIC_CLIENT }],
  ])("CVE-2026-104850: %s, not to an endpoint elsewhere that a named server picks", async (_, credential) => {
    const evil = await startCaptureServer({ json: { access_token: "t-1234" } });
    const named = await startCaptureServer({ json: { token_endpoint: `${evil.url}/token` } });
    // A document from the operator's own hands names servers; what those name is their own word.
    const driver = new RestDriver({
      document: discovered(`${named.url}/metadata`),
      serverUrl: "https://api.example",
      auth: { login: credential },
    });
    onTestFinished(async () => {
      await driver.close();
      await evil.close();
      await named.close();
    });
    await expect(driver.executeTool("list", {})).rejects.toThrow(/its tokens at .* which you did not name/);
    expect(named.requests).toHaveLength(1);
    expect(evil.requests).toHaveLength(0);
  });

  test("not along with a redirect of the token endpoint", async () => {
    const evil = await startCaptureServer({ json: { access_token: "t-1234" } });
    onTestFinished(() => evil.close());
    const { driver } = await cannedEndpoint({ status: 307, headers: { location: `${evil.url}/token` } });
    await expect(driver.executeTool("list", {})).rejects.toMatchObject({ code: "no_token", status: 307 });
    expect(evil.requests).toHaveLength(0);
  });

  test("to one that is relative to the API", async () => {
    const api = await startCaptureServer((request) => {
      if (request.target === "/v1/token") return { json: { access_token: "t-1234" } };
      return { json: { you: request.header("authorization") } };
    });
    const driver = new RestDriver({
      document: clientFlow("/v1/token"),
      serverUrl: `${api.url}/v1`,
      auth: { login: client },
    });
    onTestFinished(async () => {
      await driver.close();
      await api.close();
    });
    expect(await driver.executeTool("list", {})).toEqual({ you: "Bearer [secret]" });
  });
});
