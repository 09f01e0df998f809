import { secret } from "@mcs/core";
import { type CannedReply, startCaptureServer } from "@mcs/testkit";
import { expect, onTestFinished, test } from "vitest";
import { RestDriver, type RestOptions } from "../src/index.ts";
import { openApi, startApi } from "./support.ts";

const methods = ["get", "put", "post", "patch", "delete"];
const document = openApi(
  Object.fromEntries(methods.map((method) => [`/${method}`, { [method]: { operationId: method } }])),
);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("POST and PATCH get a key of their own each time, the others none", async () => {
  await using api = await startApi(document, { idempotencyKey: true });
  for (const method of [...methods, "post"]) await api.call(method, {});
  const keys = api.server.requests.slice(1).map((request) => request.header("idempotency-key"));
  expect(keys.map((key) => (key === undefined ? "" : UUID.test(key)))).toEqual([
    "",
    "",
    true,
    true,
    "",
    true,
  ]);
  expect(new Set(keys).size).toBe(4);
});

test("without the option there is none; with a name it has that name", async () => {
  await using without = await startApi(document);
  await without.call("post", {});
  expect(without.server.requests.at(-1)?.header("idempotency-key")).toBeUndefined();
  await using named = await startApi(document, { idempotencyKey: { header: "X-Request-Id" } });
  await named.call("post", {});
  expect(named.server.requests.at(-1)?.header("x-request-id")).toMatch(UUID);
});

test("all attempts at one call carry one key: after a lost connection, and after a 401", async () => {
  const replies: CannedReply[] = [{ reset: "before-headers" }, { status: 503 }, { json: { ok: true } }];
  await using api = await startApi(document, { idempotencyKey: true }, () => replies.shift() ?? {});
  expect(await api.driver.executeTool("post", {})).toEqual({ ok: true });
  const keys = api.server.requests.slice(1).map((request) => request.header("idempotency-key"));
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);

  let issued = 0;
  const identity = await startCaptureServer(() => ({ json: { access_token: `token-${++issued}` } }));
  onTestFinished(() => identity.close());
  const grant = { clientId: "a", clientSecret: secret("b1234"), tokenUrl: identity.url };
  const options: RestOptions = { idempotencyKey: true, auth: { bearer: grant } };
  await using second = await startApi(document, options, (request) =>
    request.header("authorization") === "Bearer token-2" ? { json: { ok: true } } : { status: 401 },
  );
  expect(await second.driver.executeTool("post", {})).toEqual({ ok: true });
  const sent = second.server.requests.slice(1).map((request) => request.header("idempotency-key"));
  expect(sent).toHaveLength(2);
  expect(new Set(sent).size).toBe(1);
});

test("without a key a lost POST is not sent again", async () => {
  await using api = await startApi(document, {}, { reset: "before-headers" });
  await expect(api.driver.executeTool("post", {})).rejects.toMatchObject({ code: "network" });
  expect(api.server.requests.slice(1)).toHaveLength(1);
});

test("no argument takes the key's place", async () => {
  const parameters = [{ name: "Idempotency-Key", in: "header", schema: { type: "string" } }];
  const stated = openApi({ "/post": { post: { operationId: "post", parameters } } });
  await using api = await startApi(stated, { idempotencyKey: true });
  await expect(api.call("post", { "Idempotency-Key": "1" })).rejects.toThrow("is not known");
  await api.call("post", {});
  expect(api.server.requests.at(-1)?.headerValues("idempotency-key")).toEqual([expect.stringMatching(UUID)]);
});

test("a name that is no header's is refused", () => {
  for (const header of ["", "a b", "a:", "a\r\nb"]) {
    expect(() => new RestDriver({ document, idempotencyKey: { header } })).toThrow(/names no header/);
  }
});
