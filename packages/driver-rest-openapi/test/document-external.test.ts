import { HttpAdapter } from "@mcs/adapter-http";
import type { HttpPort, HttpRequest } from "@mcs/core/ports";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { namesOf, openApi } from "./support.ts";

/** Places that a document from the network may not have fetched, and how they are spelt. */
const ATTACKS = {
  "CVE-2026-39885: files and metadata addresses": [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://0xa9fea9fe/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "ftp://files.test/part.json",
    "data:application/json,{}",
  ],
  "CVE-2026-59973: a dot at the end of the host": [
    "http://169.254.169.254./latest/meta-data/",
    "http://metadata.google.internal./computeMetadata/v1/",
    "http://localhost./part.json",
    "http://api.test./part.json",
  ],
  "CVE-2026-115751: addresses of private networks": [
    "http://127.0.0.1:9/part.json",
    "http://localhost:9/part.json",
    "http://me.localhost:9/part.json",
    "http://10.0.0.1/part.json",
    "http://192.168.1.1/part.json",
    "http://[::1]:9/part.json",
    "http://[fd00::1]/part.json",
    "http://intranet/part.json",
    "http://printer.local/part.json",
  ],
};

describe("external references to where nothing is to be had", () => {
  const hostile = (uris: readonly string[]): object =>
    openApi(Object.fromEntries(uris.map((uri, index) => [`/${index}`, { $ref: uri }])));

  for (const [attack, uris] of Object.entries(ATTACKS)) {
    test(`${attack}: no port is asked for them`, async () => {
      const requests: HttpRequest[] = [];
      const http: HttpPort = {
        adapter: "recorder",
        close: async () => undefined,
        request: async (request) => {
          requests.push(request);
          const body = Buffer.from(JSON.stringify(hostile(uris)));
          return { status: 200, headers: {}, body, truncated: false };
        },
      };
      const driver = new RestDriver({ url: "https://api.test/openapi.json", http });
      expect(await namesOf(driver)).toEqual([]);
      expect(requests.map(({ url }) => url)).toEqual(["https://api.test/openapi.json"]);
      const places = new Set(uris.map((uri) => URL.parse(uri)?.href ?? uri));
      expect((await driver.diagnostics()).filter(({ code }) => code === "broken_reference")).toHaveLength(
        places.size + uris.length,
      );
    });

    test(`${attack}: not reached with the adapter either, nor by a redirect`, async () => {
      await using other = await startCaptureServer({ json: { get: { operationId: "leak" } } });
      const { port } = new URL(other.url);
      const loopback = [
        `http://127.0.0.1:${port}/a`,
        `http://localhost.:${port}/b`,
        `http://[::1]:${port}/c`,
      ];
      await using server = await startCaptureServer(({ target }) =>
        target === "/openapi.json"
          ? { json: hostile([...uris, ...loopback, "redirect.json"]) }
          : { status: 307, headers: { location: `${other.url}/redirected` } },
      );
      const http = new HttpAdapter();
      const driver = new RestDriver({ url: `${server.url}/openapi.json`, http });
      expect(await namesOf(driver)).toEqual([]);
      expect(other.requests).toEqual([]);
      expect(server.requests.map(({ target }) => target)).toEqual(["/openapi.json", "/redirect.json"]);
      await http.close();
    });
  }

  test("what the operator names in origins is fetched", async () => {
    await using other = await startCaptureServer({ json: { get: { operationId: "shared" } } });
    await using server = await startCaptureServer({
      json: openApi({ "/a": { $ref: `${other.url}/part.json` } }),
    });
    await using driver = new RestDriver({ url: `${server.url}/openapi.json`, origins: [other.url] });
    expect(await namesOf(driver)).toEqual(["shared"]);
  });

  test("the credentials of the API do not go to the files of others", async () => {
    const requests: HttpRequest[] = [];
    const http: HttpPort = {
      adapter: "recorder",
      close: async () => undefined,
      request: async (request) => {
        requests.push(request);
        const isRoot = request.url.startsWith("https://api.test/");
        const json = isRoot ? openApi({ "/a": { $ref: "https://other.test/part.json" } }) : {};
        return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(json)), truncated: false };
      },
    };
    await new RestDriver({
      url: "https://api.test/openapi.json",
      http,
      headers: { "x-key": "k" },
    }).listTools();
    expect(requests.map(({ url, headers, trusted }) => [url, headers?.["x-key"], trusted])).toEqual([
      ["https://api.test/openapi.json", "k", true],
      ["https://other.test/part.json", undefined, false],
    ]);
  });
});
