import dns from "node:dns";
import { readFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { secret } from "@mcs/core";
import { expect, test, vi } from "vitest";
import { NetworkError, NetworkRefusedError } from "../src/index.ts";
import { adapterWith, failure, started, text } from "./support.ts";

const CERT = readFileSync(new URL("fixtures/cert.pem", import.meta.url), "utf8");
const KEY = readFileSync(new URL("fixtures/key.pem", import.meta.url), "utf8");

/** An https server that says whether it was shown a client certificate. */
async function serveTls() {
  const options = { cert: CERT, key: KEY, ca: CERT, requestCert: true, rejectUnauthorized: false };
  const server = createTlsServer(options, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.end(subject?.CN === undefined ? "nobody" : `client ${subject.CN}`);
  });
  const { port } = await started(server);
  return `https://localhost:${port}/`;
}

/** A proxy that forwards and tunnels, and keeps what it was asked for. */
async function serveProxy(asked: string[], status = 200) {
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url} ${incoming.headers["proxy-authorization"]}`);
    if (status !== 200) return response.writeHead(status).end();
    const { "proxy-authorization": _, ...headers } = incoming.headers;
    return forward(incoming.url ?? "", { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    }).end();
  });
  server.on("connect", (incoming, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url} ${incoming.headers["proxy-authorization"]}`);
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const { port } = new URL(`http://${incoming.url}`);
    const upstream = connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    return socket.on("error", () => upstream.destroy());
  });
  return (await started(server)).origin;
}

test("a certificate that nobody vouches for is refused", async () => {
  const url = await serveTls();
  const error = await failure(adapterWith().request({ method: "GET", url, trusted: true }));
  expect(error).toBeInstanceOf(NetworkError);
  expect((error as NetworkError).reason).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
});

test("tls.ca names who is believed, and the client certificate goes to trusted origins only", async () => {
  const url = await serveTls();
  const adapter = adapterWith({
    tls: { ca: CERT, cert: CERT, key: secret(KEY) },
    network: { allow: ["localhost"] },
  });
  expect(text(await adapter.request({ method: "GET", url, trusted: true }))).toBe("client localhost");
  expect(text(await adapter.request({ method: "GET", url }))).toBe("nobody");
});

test("the certificate has to be the host's", async () => {
  const url = (await serveTls()).replace("localhost", "other.example");
  vi.spyOn(dns, "lookup").mockImplementation(((
    _: string,
    __: object,
    callback: (...args: unknown[]) => void,
  ) => callback(null, [{ address: "127.0.0.1", family: 4 }])) as unknown as typeof dns.lookup);
  try {
    const error = await failure(
      adapterWith({ tls: { ca: CERT } }).request({ method: "GET", url, trusted: true }),
    );
    expect((error as NetworkError).reason).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  } finally {
    vi.restoreAllMocks();
  }
});

test("https goes through the proxy's tunnel, with the proxy's credentials for the proxy alone", async () => {
  const url = await serveTls();
  const asked: string[] = [];
  const proxy = await serveProxy(asked);
  const adapter = adapterWith({
    proxy: { url: proxy, authorization: secret("Basic abc") },
    tls: { ca: CERT, cert: CERT, key: KEY },
  });
  expect(text(await adapter.request({ method: "GET", url, trusted: true }))).toBe("client localhost");
  expect(asked).toEqual([`CONNECT ${new URL(url).host} Basic abc`]);
});

test("http is forwarded by the proxy, repeated headers included", async () => {
  const { origin } = await started(
    createServer((request, response) =>
      response.end(`${request.url} ${request.headers["x-a"]} ${request.headers["proxy-authorization"]}`),
    ),
  );
  const asked: string[] = [];
  const adapter = adapterWith({
    proxy: { url: await serveProxy(asked), authorization: secret("Basic abc") },
  });
  const request = { method: "GET", url: `${origin}/a?b`, headers: { "x-a": ["1", "2"] }, trusted: true };
  expect(text(await adapter.request(request))).toBe("/a?b 1, 2 undefined");
  expect(asked).toEqual([`GET ${origin}/a?b Basic abc`]);
});

test.each(["http://public.example/", "https://public.example/"])(
  "a proxy that refuses is an error that says so: %s",
  async (url) => {
    const proxy = await serveProxy([], 407);
    const error = await failure(
      adapterWith({ proxy: { url: proxy }, retry: false }).request({ method: "GET", url }),
    );
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).reason).toBe("proxy");
  },
);

test("what the URL itself says is checked in front of a proxy too", async () => {
  const asked: string[] = [];
  const adapter = adapterWith({ proxy: { url: await serveProxy(asked) } });
  for (const url of ["http://127.0.0.1/", "http://169.254.169.254/", "http://metadata.google.internal/"]) {
    expect(await failure(adapter.request({ method: "GET", url }))).toBeInstanceOf(NetworkRefusedError);
  }
  expect(asked).toEqual([]);
});
