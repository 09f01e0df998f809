import { secret } from "@mcs/core";
import { type CannedReply, type CapturedRequest, startCaptureServer } from "@mcs/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { openApi, startApi } from "./support.ts";

const document = openApi(
  Object.fromEntries(
    ["get", "head", "put", "post", "delete"].map((method) => [
      `/${method}`,
      {
        [method]: {
          operationId: method,
          ...(method === "post" && {
            requestBody: { content: { "application/json": { schema: { type: "object" } } } },
          }),
        },
      },
    ]),
  ),
  {
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
  },
);
const auth = secret("k1234");

/** Sends whoever comes to `from` on to `location`, and answers the rest. */
const redirecting =
  (status: number, location: string) =>
  (request: CapturedRequest): CannedReply =>
    request.target.startsWith("/to") ? { json: { at: request.target } } : { status, headers: { location } };

const pathParameter = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });

async function trap() {
  const other = await startCaptureServer({ json: { caught: true } });
  onTestFinished(() => other.close());
  return other;
}

describe("within the origin", () => {
  test.each([301, 302, 303, 307, 308])("GET follows a %i, credentials included", async (status) => {
    await using api = await startApi(document, { auth }, redirecting(status, "/to?a=b#c"));
    expect(await api.driver.executeTool("get", {})).toEqual({ at: "/to?a=b" });
    expect(api.server.requests.at(-1)?.header("x-key")).toBe("k1234");
    await api.driver.executeTool("head", {});
    expect(api.server.requests.at(-1)).toMatchObject({ method: "HEAD", target: "/to?a=b" });
  });

  test.each(["put", "post", "delete"])("%s is not sent twice", async (tool) => {
    await using api = await startApi(document, { auth }, redirecting(307, "/to"));
    await expect(api.driver.executeTool(tool, tool === "post" ? { body: {} } : {})).rejects.toMatchObject({
      code: "http_status",
      status: 307,
      message: expect.stringContaining("a redirect to /to, which is not followed"),
    });
    expect(api.server.requests.filter(({ target }) => target === "/to")).toHaveLength(0);
  });

  test("a circle ends", async () => {
    await using api = await startApi(document, { auth }, redirecting(302, "/get"));
    await expect(api.driver.executeTool("get", {})).rejects.toMatchObject({ status: 302 });
    expect(api.server.requests.filter(({ target }) => target === "/get")).toHaveLength(6);
  });

  test.each(["../to", "..", "x/../../to", "..\\to", "%2e%2e/to", "%2e%2e%2fto", "..;/to"])(
    "a server that cleans its paths does not turn the argument %j into a way out",
    async (name) => {
      const volume = { get: { operationId: "volume", parameters: [pathParameter("name")] } };
      const reply = redirecting(301, "/to");
      await using api = await startApi(openApi({ "/volumes/{name}": volume }), { auth }, reply);
      await expect(api.driver.executeTool("volume", { name })).rejects.toThrow();
      expect(api.server.requests.filter(({ target }) => target === "/to")).toHaveLength(0);
    },
  );

  test("names with dots are no way out, and their redirects are followed", async () => {
    const volume = { get: { operationId: "volume", parameters: [pathParameter("name")] } };
    await using api = await startApi(openApi({ "/volumes/{name}": volume }), {}, redirecting(301, "/to"));
    for (const name of ["a..b", "...", "..a", "v1..v2/x"])
      expect(await api.driver.executeTool("volume", { name })).toEqual({ at: "/to" });
  });

  test("a status that is no redirect, and one without a place, are errors", async () => {
    for (const reply of [{ status: 304, headers: { location: "/to" } }, { status: 302 }]) {
      await using api = await startApi(document, { auth }, reply);
      await expect(api.driver.executeTool("get", {})).rejects.toMatchObject({ status: reply.status });
      expect(api.server.requests.filter(({ target }) => target === "/to")).toHaveLength(0);
    }
  });
});

describe("across origins", () => {
  test("GHSA-9qhg-99ww-9mqc: a redirect to an internal host is not followed", async () => {
    const other = await trap();
    for (const location of [
      other.url,
      other.url.replace("127.0.0.1", "localhost"),
      "http://169.254.169.254/latest/meta-data",
      "//[::1]/",
      "file:///etc/passwd",
      "data:application/json,{}",
      "http://\u0000",
    ]) {
      await using api = await startApi(document, { auth }, redirecting(302, encodeURI(location)));
      await expect(api.driver.executeTool("get", {})).rejects.toMatchObject({ status: 302 });
    }
    expect(other.requests).toHaveLength(0);
  });

  test("CVE-2026-111769: neither credentials nor a body travel, with any method and status", async () => {
    const other = await trap();
    for (const status of [301, 302, 303, 307, 308]) {
      await using api = await startApi(
        document,
        { auth, origins: [other.url] },
        redirecting(status, `${other.url}/to`),
      );
      for (const [tool, args] of [
        ["get", {}],
        ["head", {}],
        ["put", {}],
        ["post", { body: { a: 1 } }],
      ] as const) {
        await expect(api.driver.executeTool(tool, args)).rejects.toMatchObject({ status });
      }
    }
    expect(other.requests).toHaveLength(0);
  });

  test("a user in the address is not another user for the same origin", async () => {
    await using api = await startApi(document, { auth }, (request) => {
      const host = request.header("host");
      return redirecting(302, `http://user:pass@${host}/to`)(request);
    });
    expect(await api.driver.executeTool("get", {})).toEqual({ at: "/to" });
    expect(api.server.requests.at(-1)?.header("authorization")).toBeUndefined();
  });
});
