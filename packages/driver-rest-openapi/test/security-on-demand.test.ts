import { createHash } from "node:crypto";
import { secret } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { oneOperation, openApi, startApi } from "./support.ts";

const schemes = {
  key: { type: "apiKey", in: "header", name: "X-Key" },
  login: { type: "http", scheme: "digest" },
};
const silent = oneOperation("post", "/p", {}, { components: { securitySchemes: schemes } });

describe("an operation of which the document demands no credentials", () => {
  test("gets none while the API asks for none", async () => {
    await using api = await startApi(silent, { auth: { key: secret("k1234") } });
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.header("x-key")).toBeUndefined();
    expect((await api.driver.prepareRequest("op", {})).headers["x-key"]).toBeUndefined();
  });

  test("needs none of them to be there", async () => {
    await using api = await startApi(silent, { auth: { key: { env: "MCS_TEST_ABSENT" } } });
    expect(await api.call("op", {})).toBe("POST /p");
  });

  test("gets them once the API has asked, and from then on", async () => {
    await using api = await startApi(silent, { auth: { key: secret("k1234") } }, (request) =>
      request.header("x-key") === undefined ? { status: 401 } : { json: { ok: true } },
    );
    await api.call("op", {});
    await api.call("op", {});
    const calls = api.server.requests.filter(({ method }) => method === "POST");
    expect(calls.map((call) => call.header("x-key"))).toEqual([undefined, "k1234", "k1234"]);
  });

  test("is tried no third time", async () => {
    await using api = await startApi(silent, { auth: { key: secret("k1234") } }, { status: 401 });
    await expect(api.call("op", {})).rejects.toMatchObject({ status: 401 });
    expect(api.server.requests.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  test("has its challenge answered", async () => {
    const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
    await using api = await startApi(silent, { auth: { login: secret("u:pass") } }, (request) => {
      const said = /response="(\w+)"/.exec(request.header("authorization") ?? "")?.[1];
      const right = md5(`${md5("u:r:pass")}:n:${md5("POST:/p")}`);
      if (said === right) return { json: { ok: true } };
      return { status: 401, headers: { "www-authenticate": 'Digest realm="r", nonce="n"' } };
    });
    expect(await api.call("op", {})).toBe("POST /p");
  });

  test("is told apart from those that demand some", async () => {
    const document = openApi(
      {
        "/open": { get: { operationId: "open" } },
        "/closed": { get: { operationId: "closed", security: [{ key: [] }] } },
      },
      { components: { securitySchemes: schemes } },
    );
    await using api = await startApi(document, { auth: secret("k1234") });
    await api.call("open", {});
    expect(api.server.requests.at(-1)?.header("x-key")).toBeUndefined();
    await api.call("closed", {});
    expect(api.server.requests.at(-1)?.header("x-key")).toBe("k1234");
  });

  test("gets what was given at once where the document knows no schemes at all", async () => {
    await using api = await startApi(oneOperation("get", "/p", {}), { auth: { bearer: secret("t1234") } });
    await api.call("op", {});
    expect(api.server.requests.at(-1)?.header("authorization")).toBe("Bearer t1234");
  });
});
