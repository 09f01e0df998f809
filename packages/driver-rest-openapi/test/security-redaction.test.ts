import { inspect } from "node:util";
import { Media, secret } from "@mcs/core";
import { type CannedReply, startCaptureServer } from "@mcs/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { Redactor } from "../src/security/redactor.ts";
import { oneOperation, startApi } from "./support.ts";

const CLIENT_SECRET = "client/secret+7f3a ü";
const document = oneOperation(
  "get",
  "/p",
  { security: [{ login: [] }] },
  { components: { securitySchemes: { login: { type: "http", scheme: "bearer" } } } },
);

/** Everything that one can see of a value. */
function shown(value: unknown): string {
  const options = { showHidden: true, depth: 30, maxStringLength: null, maxArrayLength: null } as const;
  const details = value instanceof Error ? `${value.stack} ${inspect(value.cause, options)}` : "";
  const bytes = Media.is(value) ? Buffer.from(value.bytes ?? []).toString("latin1") : "";
  return `${inspect(value, options)} ${JSON.stringify(value)} ${details} ${bytes}`;
}

/** As a JSON library writes it that escapes every character by its number, and one that escapes slashes. */
function jsonSpellings(text: string): string[] {
  const numbered = text.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return [`"${numbered.join("")}"`, JSON.stringify(text).replaceAll("/", "\\/")];
}

test("what was obtained for a call is removed from all that comes of it", async () => {
  let count = 0;
  const refreshTokens = ["refresh/first-0a1b"];
  const accessTokens: string[] = [];
  const identity = await startCaptureServer(() => {
    count++;
    refreshTokens.push(`refresh/next-${count}`);
    accessTokens.push(`access/token-${count}`);
    return {
      json: { access_token: accessTokens.at(-1), refresh_token: refreshTokens.at(-1), expires_in: 3600 },
    };
  });
  onTestFinished(() => identity.close());
  const told: unknown[] = [];
  const auth = {
    login: {
      refreshToken: secret("refresh/first-0a1b"),
      clientId: "robot",
      clientSecret: secret(CLIENT_SECRET),
      tokenUrl: `${identity.url}/token`,
      onRotated: (token: unknown) => void told.push(token),
    },
  };
  const secrets = () => [CLIENT_SECRET, ...refreshTokens, ...accessTokens];
  const everything = () => [
    ...secrets(),
    ...secrets().map(encodeURIComponent),
    ...secrets().map((value) => new URLSearchParams([["", value]]).toString().slice(1)),
    ...secrets().map((value) => Buffer.from(value).toString("base64")),
    identity.requests.at(-1)?.header("authorization") ?? "",
  ];
  const asJson = () =>
    `{"plain":${JSON.stringify(everything())},"odd":[${secrets().flatMap(jsonSpellings)}]}`;
  const json = { "content-type": "application/json" };
  const replies: Array<() => CannedReply> = [
    () => ({ body: asJson(), headers: json }),
    () => ({ body: asJson(), headers: { "content-type": "text/plain" } }),
    () => ({ body: everything().join("\0"), headers: { "content-type": "application/octet-stream" } }),
    () => ({ body: everything().join("\n"), headers: { "content-type": "text/html" } }),
    () => ({ body: `${asJson()}}`, headers: json }),
    ...secrets().map((value) => () => ({ body: `${value} ${"x".repeat(100)}`, headers: json })),
    () => ({ body: `[${secrets().map((value) => jsonSpellings(value)[1])}]`, headers: json }),
    () => ({ body: asJson(), headers: json, status: 403 }),
    () => ({ status: 401, body: asJson() }),
    () => ({
      status: 302,
      headers: { location: `https://x.example/${encodeURIComponent(accessTokens[0] ?? "")}` },
    }),
    () => ({ body: asJson(), headers: { "content-type": "application/x-ndjson" } }),
  ];
  await using api = await startApi(document, { auth }, () => (replies[0] ?? (() => ({})))());
  const seen: string[] = [];
  for (; replies.length > 0; replies.shift()) {
    const outcome = await api.driver.executeTool("op", {}).catch((error: unknown) => error);
    seen.push(shown(outcome), shown(await api.driver.processLlmResponse('{"tool":"op","arguments":{}}')));
  }
  seen.push(shown(api.driver), shown(told), shown(await api.driver.prepareRequest("op", {})));
  const text = seen.join("\n");
  for (const form of everything()) expect(text).not.toContain(form);
  for (const form of secrets().flatMap(jsonSpellings)) expect(text).not.toContain(form.slice(1, -1));
  // Half of one, as a parser would quote it, is not there either.
  for (const value of secrets()) expect(text).not.toContain(value.slice(0, 8));
  expect(text).toContain("[secret]");
  expect(api.server.requests.at(-1)?.header("authorization")).toBe(`Bearer ${accessTokens.at(-1)}`);
});

test("the password of a pair is removed also where it stands alone", async () => {
  const components = { securitySchemes: { login: { type: "http", scheme: "basic" } } };
  const basic = oneOperation("get", "/p", { security: [{ login: [] }] }, { components });
  await using api = await startApi(basic, { auth: secret("ann:canary-5d") }, { json: ["canary-5d", "ann"] });
  expect(await api.driver.executeTool("op", {})).toEqual(["[secret]", "ann"]);
});

test("a credential at the place where a long error is cut off is removed whole", async () => {
  const canary = "0123456789".repeat(10);
  const body = `${"x".repeat(50)}${canary.repeat(100)}`;
  await using api = await startApi(document, { auth: secret(canary) }, { status: 400, body });
  const error = await api.driver.executeTool("op", {}).catch((reason: unknown) => reason);
  expect((error as Error).message).toMatch(/x\[secret\](\[secret\])*$/);
});

test("a credential of digits is removed also where it is a number, a media type or a time to wait", async () => {
  const digits = "0083920174651028";
  const number = Number(digits);
  const bodies: CannedReply[] = [
    { json: { echo: number, list: [number, 7], text: digits } },
    { json: [number], status: 400 },
    { status: 429, headers: { "retry-after": digits, "content-type": "text/plain" }, body: "slow" },
    { headers: { "content-type": `application/x-${digits}` }, body: "bin" },
    {
      headers: { "content-type": `multipart/mixed; boundary=${digits}` },
      body: `--${digits}\r\n\r\na\r\n--${digits}--`,
    },
  ];
  await using api = await startApi(document, { auth: secret(digits) }, () => bodies[0] ?? {});
  const outcomes: unknown[] = [];
  for (; bodies.length > 0; bodies.shift())
    outcomes.push(await api.driver.executeTool("op", {}).catch((error: unknown) => error));
  for (const outcome of outcomes) expect(shown(outcome)).not.toContain(String(number));
  expect(outcomes[0]).toEqual({ echo: "[secret]", list: ["[secret]", 7], text: "[secret]" });
  expect(outcomes[2]).toMatchObject({ status: 429, retryAfter: undefined });
  // What stands for a boundary in the type still stands for it in the body.
  const { type = "", bytes } = outcomes[4] as Media;
  expect(type).toMatch(/^multipart\/mixed; boundary=\*{16}$/);
  expect(Buffer.from(bytes ?? []).toString()).toContain(`--${type.split("=")[1]}--`);
});

test("a server of tokens that repeats the secret where it names its error repeats it to nobody", async () => {
  const canary = "s3cr3t-VALUE-0123456789";
  const replies: CannedReply[] = [
    { json: { error: canary } },
    { json: { error: "x", error_description: `${"y".repeat(285)}${canary}` }, status: 400 },
    { json: { access_token: "t", token_type: canary } },
  ];
  await using identity = await startCaptureServer(() => replies[0] ?? {});
  const login = { clientId: "robot", clientSecret: secret(canary), tokenUrl: `${identity.url}/token` };
  await using api = await startApi(document, { auth: { login } });
  for (; replies.length > 0; replies.shift()) {
    const error = await api.driver.executeTool("op", {}).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "no_token" });
    expect(shown(error)).not.toContain(canary.slice(0, 8));
  }
});

describe("a redactor", () => {
  test("walks as deep as a server nests", () => {
    const redactor = new Redactor();
    redactor.remember("canary");
    const text = `${"[".repeat(100_000)}"canary"${"]".repeat(100_000)}`;
    let value = redactor.value(JSON.parse(text));
    while (Array.isArray(value)) value = value[0];
    expect(value).toBe("[secret]");
  });

  test("cleans names as well, whatever they are", () => {
    const redactor = new Redactor();
    redactor.remember("canary");
    const value = JSON.parse('{"__proto__":"a canary","x-canary":{"canary":["canary",1,null]}}');
    expect(JSON.stringify(redactor.value(value))).toBe(
      '{"__proto__":"a [secret]","x-[secret]":{"[secret]":["[secret]",1,null]}}',
    );
  });

  test("leaves what it does not know as it is, escapes included", () => {
    const redactor = new Redactor();
    redactor.remember("canary");
    const text = 'C:\\new\\table {"a":"\\u0041"}';
    expect(redactor.text(text)).toBe(text);
    const bytes = new Uint8Array([1, 2, 3]);
    expect(redactor.bytes(bytes)).toBe(bytes);
  });

  test("does not change the bytes that it was given", () => {
    const redactor = new Redactor();
    redactor.remember("canary");
    const body = Buffer.from("\0a canary and a canary\xff", "latin1");
    const clean = redactor.bytes(body);
    expect(Buffer.from(clean).toString("latin1")).toBe("\0a ****** and a ******\xff");
    expect(body.toString("latin1")).toContain("canary");
  });

  test("keeps a bounded number of what is replaced, and all of what stays", () => {
    const redactor = new Redactor();
    redactor.remember("stays");
    for (let n = 1000; n < 2000; n++) redactor.rememberPassing(`token-${n}`);
    expect(redactor.text("stays token-1999 token-1990 token-1000")).toBe(
      "[secret] [secret] token-1990 token-1000",
    );
  });

  test("of one call knows what the whole knows, also what is learnt later, and keeps its own to itself", () => {
    const whole = new Redactor();
    const call = whole.fork();
    call.remember("of-the-call");
    whole.remember("of-the-driver");
    expect(call.text("of-the-call of-the-driver")).toBe("[secret] [secret]");
    expect(call.suspects('"of-the-driver"')).toBe(true);
    expect(whole.text("of-the-call")).toBe("of-the-call");
  });

  test("cleans errors whose message cannot be assigned, and their causes", () => {
    const redactor = new Redactor();
    redactor.remember("canary");
    const cause = new Error("a canary", { cause: new DOMException("the canary", "AbortError") });
    const error = redactor.error(new Error("outside", { cause }));
    expect(inspect(error, { showHidden: true, depth: 10 })).not.toContain("canary");
    expect(redactor.error("no error")).toBe("no error");
  });

  test("cleans all texts of an error, but for what it is called", () => {
    const redactor = new Redactor();
    redactor.remember("canary");
    const error = Object.assign(new Error("outside"), {
      reason: "a canary",
      code: "canary_error",
      status: 1,
    });
    expect(redactor.error(error)).toMatchObject({ reason: "a [secret]", code: "canary_error", status: 1 });
  });

  test("leaves numbers that occur by chance", () => {
    const redactor = new Redactor();
    for (const value of ["2024", "000012", "123456"]) redactor.remember(value);
    expect(redactor.value([2024, 12, 123456, 1234567, 12.5])).toEqual([2024, 12, "[secret]", 1234567, 12.5]);
  });
});
