import { inspect } from "node:util";
import { secret } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { RestDriver, TokenError } from "../src/index.ts";
import { client, clientFlow, discovered, documentWith, startProtectedApi } from "./oauth-protected-api.ts";
import { CLIENT, PUBLIC_CLIENT, startAuthorizationServer } from "./oauth-support.ts";

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
