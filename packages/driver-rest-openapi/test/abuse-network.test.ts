import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { secret } from "@mcs/core";
import type { HttpPort, HttpRequest } from "@mcs/core/ports";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { disguises, errorOf, forbiddenServer } from "./abuse-support.ts";
import { oneOperation, openApi, startApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";

describe("CVE-2026-39885, CVE-2026-59973, CVE-2026-115751: what a document refers to is not fetched from inside", () => {
  test("this machine, however it is written", async () => {
    await using inside = await forbiddenServer();
    const paths = Object.fromEntries(
      disguises(inside).map((origin, index) => [
        `/p${index}`,
        { get: { operationId: `op${index}`, parameters: [{ $ref: `${origin}/secret.json#/x` }] } },
      ]),
    );
    await using api = await startApi(openApi({ ...paths, "/fine": { get: { operationId: "fine" } } }));
    expect((await api.driver.listTools()).map(({ name }) => name)).toEqual(["fine"]);
    expect(inside.requests).toHaveLength(0);
    expect(inside.connections).toBe(0);
    const broken = (await api.driver.diagnostics()).filter(({ code }) => code === "broken_reference");
    expect(broken.length).toBeGreaterThanOrEqual(Object.keys(paths).length);
  });

  test("metadata services and files", async () => {
    const refs = [
      "http://169.254.169.254/latest/meta-data/",
      "http://169.254.169.254./latest/",
      "http://metadata.google.internal/computeMetadata/v1/",
      "http://metadata.google.internal./x",
      "http://[fd00:ec2::254]/latest",
      "http://100.100.100.200/latest",
      "//169.254.169.254/latest",
      "file:///etc/passwd",
      "file://localhost/etc/passwd",
      "FILE:///etc/passwd",
      "ftp://127.0.0.1/x",
      "data:application/json,{}",
    ];
    const paths = Object.fromEntries(
      refs.map((ref, index) => [`/p${index}`, { get: { parameters: [{ $ref: `${ref}#/x` }] } }]),
    );
    await using api = await startApi(openApi(paths));
    expect(await api.driver.listTools()).toEqual([]);
    expect(JSON.stringify(await api.driver.diagnostics())).not.toContain("root:");
  });

  test("a document in a folder reads nothing outside of it, not even through a link", async () => {
    const outside = await temporaryFolder();
    const folder = await temporaryFolder();
    const part = { name: "leak", in: "query", schema: {} };
    await writeFile(join(outside, "part.json"), JSON.stringify(part));
    await symlink(join(outside, "part.json"), join(folder, "link.json"));
    await writeFile(join(folder, "inside.json"), JSON.stringify({ ...part, name: "fine" }));
    const refs = [
      `${outside}/part.json`,
      "link.json",
      `../${outside.split("/").at(-1)}/part.json`,
      "inside.json",
    ];
    const paths = Object.fromEntries(
      refs.map((ref, index) => [
        `/p${index}`,
        { get: { operationId: `op${index}`, parameters: [{ $ref: ref }] } },
      ]),
    );
    await writeFile(join(folder, "openapi.json"), JSON.stringify(openApi(paths)));
    const tools = await new RestDriver({ file: join(folder, "openapi.json") }).listTools();
    expect(tools.flatMap(({ parameters }) => parameters.map(({ name }) => name))).toEqual(["fine"]);
  });
});

describe("CVE-2026-45366: a document's servers", () => {
  test("on this machine are not called, however they are written", async () => {
    await using inside = await forbiddenServer();
    for (const url of disguises(inside)) {
      await using api = await startApi(oneOperation("get", "/secret", {}, { servers: [{ url }] }));
      const { code } = await errorOf(api.driver.executeTool("op", {}));
      expect(["network_refused", "network", "invalid_configuration"]).toContain(code);
    }
    expect(inside.connections).toBe(0);
  });

  test.each([
    "http://169.254.169.254",
    "http://[::ffff:169.254.169.254]",
    "http://10.0.0.1",
    "http://192.168.1.1",
    "http://[fd00::1]",
  ])("%s is refused before anything is sent", async (url) => {
    await using api = await startApi(oneOperation("get", "/", {}, { servers: [{ url }] }));
    expect((await errorOf(api.driver.executeTool("op", {}))).code).toBe("network_refused");
  });

  test("a name that only begins or ends like a named one gets neither trust nor credentials", async () => {
    const sent: HttpRequest[] = [];
    const document = (url: string) =>
      oneOperation(
        "get",
        "/",
        { security: [{ key: [] }, {}] },
        {
          servers: [{ url }],
          components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
        },
      );
    for (const host of [
      "localhost.evil.example",
      "api.example.com.evil.example",
      "evil-api.example.com",
      "api.example.com@evil.example",
      "api.example.com:8443",
    ]) {
      const http = recorder(sent, { json: document(`https://${host}`) });
      const driver = new RestDriver({
        url: "https://api.example.com/openapi.json",
        auth: secret("k1234"),
        http,
      });
      await driver.executeTool("op", {}).catch(() => undefined);
    }
    const elsewhere = sent.filter(({ url }) => new URL(url).origin !== "https://api.example.com");
    for (const request of elsewhere) {
      expect(request.trusted).not.toBe(true);
      expect(JSON.stringify(request)).not.toContain("k1234");
    }
  });
});

/** A port that keeps what it is asked and gives one answer. */
function recorder(sent: HttpRequest[], reply: { json: unknown }): HttpPort {
  const body = new TextEncoder().encode(JSON.stringify(reply.json));
  return {
    adapter: "recorder",
    request: (request) => {
      sent.push(request);
      return Promise.resolve({ status: 200, headers: {}, body, truncated: false });
    },
    close: () => Promise.resolve(),
  };
}
