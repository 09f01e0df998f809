import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { inspect } from "node:util";
import { HttpAdapter } from "@mcs/adapter-http";
import { secret } from "@mcs/core";
import { expect, onTestFinished, test } from "vitest";
import { RestDriver, type RestOptions } from "../src/index.ts";
import { type Identity, makeAuthority } from "./security-certificates.ts";
import { oneOperation } from "./support.ts";

const authority = makeAuthority();
const server = authority.issue("localhost");
const client = authority.issue("robot");

const schemes = { certificate: { type: "mutualTLS" }, key: { type: "apiKey", in: "header", name: "X-Key" } };
const secured = (...security: object[]) =>
  oneOperation("get", "/p", { security }, { components: { securitySchemes: schemes } });

function given({ cert, key }: Identity) {
  return { cert, key: secret(key), ca: authority.cert };
}

/** An API that says whose certificate it was shown; it asks for one and insists on nothing. */
async function startTlsApi(document: object) {
  const { cert, key } = server;
  const options = { cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: false };
  const api = createServer(options, (request, response) => {
    const socket = request.socket as TLSSocket;
    const who = socket.authorized ? socket.getPeerCertificate().subject.CN : null;
    const reply = request.url === "/openapi.json" ? document : { who, key: request.headers["x-key"] ?? null };
    response.setHeader("content-type", "application/json").end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    api.closeAllConnections();
    api.close();
  });
  return `https://localhost:${(api.address() as AddressInfo).port}`;
}

function driverFor(url: string, options: RestOptions): RestDriver {
  const driver = new RestDriver({ url: `${url}/openapi.json`, ...options });
  onTestFinished(() => driver.close());
  return driver;
}

test("the certificate is shown to an origin that the operator named", async () => {
  const url = await startTlsApi(secured({ certificate: [] }));
  const driver = driverFor(url, { auth: { certificate: given(client) } });
  expect(await driver.executeTool("op", {})).toEqual({ who: "robot", key: null });
  const shown = inspect([driver, JSON.stringify(driver)], { showHidden: true, depth: 20 });
  expect(shown).not.toContain(client.key.split("\n")[1]);
});

test("together with a key, and as one of two ways", async () => {
  const both = await startTlsApi(secured({ certificate: [], key: [] }));
  const auth = { certificate: given(client), key: secret("k1234") };
  expect(await driverFor(both, { auth }).executeTool("op", {})).toEqual({ who: "robot", key: "[secret]" });
  const either = await startTlsApi(secured({ certificate: [] }, { key: [] }));
  expect(await driverFor(either, { auth }).executeTool("op", {})).toEqual({ who: "robot", key: null });
});

test("an adapter of the operator's brings its own certificate, and the rest of a conjunction is sent", async () => {
  const url = await startTlsApi(secured({ certificate: [], key: [] }));
  const http = new HttpAdapter({ tls: { ca: authority.cert, cert: client.cert, key: secret(client.key) } });
  onTestFinished(() => http.close());
  const driver = driverFor(url, { auth: { key: secret("k1234") }, http });
  expect(await driver.executeTool("op", {})).toEqual({ who: "robot", key: "[secret]" });
});

test("not to an origin that only the document names", async () => {
  const other = await startTlsApi({});
  const document = { ...secured({}), servers: [{ url: other }] };
  const url = await startTlsApi(document);
  const http = new HttpAdapter({
    tls: { ca: authority.cert, cert: client.cert, key: secret(client.key) },
    network: { allowPrivate: true },
  });
  onTestFinished(() => http.close());
  expect(await driverFor(url, { http }).executeTool("op", {})).toEqual({ who: null, key: null });
});

test("what cannot be meant is refused when the driver is made", () => {
  const certificate = { cert: client.cert, key: secret(client.key) };
  const http = new HttpAdapter();
  const make = (options: RestOptions) => () => new RestDriver({ document: secured({}), ...options });
  expect(make({ auth: { certificate }, http })).toThrow(/Give the certificate to that adapter/);
  expect(make({ auth: { a: certificate, b: certificate } })).toThrow(/auth\.a and auth\.b are both/);
  expect(make({ auth: { certificate: { ...certificate, key: client.key as never } } })).toThrow(
    /auth\.certificate\.key is a plain string/,
  );
});
