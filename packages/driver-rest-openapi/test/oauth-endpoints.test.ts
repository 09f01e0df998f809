import { McsError, secret } from "@mcs/core";
import { type CannedReply, type CaptureHandler, startCaptureServer } from "@mcs/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { TokenScheme } from "../src/security/token-scheme.ts";
import type { TokenSource } from "../src/security/token-source.ts";
import { client, clientFlow, discovered, startProtectedApi, tokenOf } from "./oauth-protected-api.ts";
import { CLIENT, PUBLIC_CLIENT } from "./oauth-support.ts";

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
