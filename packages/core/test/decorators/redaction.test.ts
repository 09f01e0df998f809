import { strict as assert } from "node:assert";
import { inspect } from "node:util";
import {
  ExecutionError,
  type MCSToolDriver,
  McsError,
  Media,
  resolveCapability,
  secret,
  type ToolArguments,
} from "@mcs/core";
import {
  type ConsentRequest,
  Redactor,
  withAudit,
  withCache,
  withConsent,
  withHooks,
  withLimits,
  withRedaction,
} from "@mcs/core/decorators";
import fc from "fast-check";
import { describe, test } from "vitest";
import { codeOf, echo } from "../support/echo.ts";

const CANARY = 'cañary/+"7&<x>\\=Q';
const bytes = Buffer.from(CANARY);
const ENCODINGS: Readonly<Record<string, string>> = {
  plain: CANARY,
  URL: encodeURIComponent(CANARY),
  base64: bytes.toString("base64"),
  base64url: bytes.toString("base64url"),
  "base64 inside of another text": Buffer.from(`user:${CANARY}:end`).toString("base64"),
  JSON: JSON.stringify(CANARY).slice(1, -1),
  "JSON in ASCII": [...CANARY].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  HTML: [...CANARY].map((c) => `&#${c.codePointAt(0)};`).join(""),
  hexadecimal: bytes.toString("hex"),
};
/** What of each encoding may be found nowhere. Base64 with something before it shares its inner part. */
const LEAKS = Object.entries(ENCODINGS).map(([name, text]) =>
  name === "base64 inside of another text" ? text.slice(8, -8) : text.replace(/=+$/, ""),
);

/** Where a canary gets out, in which encoding. */
function leaks(...shown: readonly unknown[]): string[] {
  return shown
    .map((value) => (typeof value === "string" ? value : inspect(value, { depth: 20, showHidden: true })))
    .flatMap((text) => LEAKS.filter((leak) => text.includes(leak)));
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

test("the canaries are found where nothing is redacted", async () => {
  for (const [name, text] of Object.entries(ENCODINGS)) assert.ok(leaks(`<${text}>`).length > 0, name);
});

test("no canary gets out in any encoding, in whichever order the decorators are", async () => {
  const redactor = new Redactor([secret(CANARY)]);
  const shown: unknown[] = [];
  const wraps: ReadonlyArray<(driver: MCSToolDriver) => MCSToolDriver> = [
    (driver) => withRedaction(driver, { secrets: redactor }),
    (driver) => withAudit(driver, { write: (line) => void shown.push(line), secrets: redactor }),
    (driver) => withLimits(driver, { timeoutMs: 5000, maxResultBytes: 300, concurrency: 2 }),
    (driver) => withConsent(driver, { handler: async () => true }),
    (driver) => withCache(driver),
    (driver) => withHooks(driver, { failure: () => undefined }),
  ];
  const texts = Object.values(ENCODINGS);
  const { driver } = echo(undefined, ({ count, path }) => {
    const text = texts[Number(count)] ?? texts.join(" ");
    if (path === "fail") {
      throw new ExecutionError(`The backend said ${text}.`, { cause: new Error(`Because of ${text}`) });
    }
    if (path === "long") return `${"x".repeat(290)}${text}${"y".repeat(200)}`;
    return { text, [text]: [{ deep: `<${text}>` }] };
  });
  for (const order of permutations(wraps)) {
    const stack = order.reduce((inner, wrap) => wrap(inner), driver);
    shown.length = 0;
    for (let count = 0; count <= texts.length; count++) {
      const outcome = (path: string) =>
        stack.executeTool("read", { path, count }).catch((error: unknown) => {
          shown.push((error as Error).stack);
          return error;
        });
      shown.push(await outcome("plain"), await outcome("fail"));
      const page = await outcome("long");
      const next = /Read on .*?(\{.*\})/.exec(String(page))?.[1];
      shown.push(page);
      if (next !== undefined)
        shown.push(await stack.executeTool("read_more", JSON.parse(next) as ToolArguments));
    }
    await codeOf(stack.executeTool("write", { path: CANARY, more: { [CANARY]: CANARY } }));
    assert.deepEqual(leaks(...shown), []);
    assert.ok(shown.length > 30);
  }
}, 60_000);

describe("in every shape that a result can have", () => {
  const redactor = new Redactor([secret(CANARY)]);
  const shapes: ReadonlyArray<readonly [string, unknown]> = [
    ["bytes", Buffer.from(`a ${CANARY} b`)],
    ["media", new Media({ type: "text/plain", bytes: Buffer.from(CANARY), name: `${CANARY}.txt` })],
    ["a map", new Map([[CANARY, [CANARY]]])],
    ["a set", new Set([CANARY])],
    ["a URL", new URL(`https://api.example/?key=${encodeURIComponent(CANARY)}`)],
    ["an error", new Error(CANARY, { cause: { text: CANARY } })],
    ["a list of byte values", [...bytes].join(", ")],
    ["twice escaped JSON", JSON.stringify(JSON.stringify(CANARY))],
    ["twice escaped URLs", encodeURIComponent(encodeURIComponent(CANARY))],
  ];
  for (const [name, value] of shapes) {
    test(name, () => {
      const clean = redactor.value(value);
      const parts = clean instanceof Uint8Array ? [Buffer.from(clean).toString("latin1")] : [clean];
      const media = Media.is(clean) ? [Buffer.from(clean.bytes ?? []).toString("latin1")] : [];
      assert.deepEqual(leaks(...parts, ...media), []);
    });
  }

  test("one that refers to itself, and one that is nested without end", () => {
    const circle: Record<string, unknown> = { text: CANARY };
    circle.self = circle;
    let deep: unknown = CANARY;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const clean = redactor.value(circle);
    assert.equal(clean.self, clean);
    assert.equal(clean.text, "[secret]");
    let inner = redactor.value(deep);
    while (Array.isArray(inner)) [inner] = inner as [unknown];
    assert.equal(inner, "[secret]");
  });
});

test("a text that comes in pieces holds back what could be a secret, however it is cut", () => {
  const redactor = new Redactor([secret(CANARY)]);
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(ENCODINGS)),
      fc.string(),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (encoded, around, sizes) => {
        const text = `${around} ${encoded} ${around}`;
        const stream = redactor.stream();
        let shown = "";
        for (let at = 0, turn = 0; at < text.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          shown += stream.push(text.slice(at, at + size));
          at += size;
        }
        assert.equal(shown + stream.end(), redactor.text(text));
        assert.deepEqual(leaks(shown), []);
      },
    ),
    { numRuns: 300 },
  );
});

test("results without a secret stay the very same, and errors stay of their family", async () => {
  const result = { path: "nothing secret", list: [1, 2, 3] };
  const { driver } = echo(undefined, ({ path }) => {
    if (path === "fail") throw new ExecutionError(`No: ${CANARY}`, { code: "mine" });
    return result;
  });
  const redacted = withRedaction(driver, { secrets: [secret(CANARY)] });
  assert.equal(await redacted.executeTool("read", {}), result);
  await assert.rejects(redacted.executeTool("read", { path: "fail" }), (error: unknown) => {
    assert.ok(McsError.is(error));
    assert.equal(error.code, "mine");
    assert.equal(error.message, "No: [secret]");
    return true;
  });
});

test("a secret that is too short to be told from other text is refused", async () => {
  const { driver } = echo();
  const redacted = withRedaction(driver, { secrets: [secret("abc")] });
  assert.equal(await codeOf(redacted.executeTool("read", {})), "invalid_configuration");
});

test("what says itself how it is written, bytes in any view and exceptions of the platform are looked into", () => {
  const redactor = new Redactor([secret(CANARY)]);
  const own = { toJSON: () => ({ told: CANARY }) };
  class Hidden {
    #kept = CANARY;
    toJSON() {
      return this.#kept;
    }
  }
  const buffer = Uint8Array.from(bytes).buffer;
  const values = { own, hidden: new Hidden(), buffer, view: new DataView(buffer) };
  const clean = redactor.value(values);
  assert.equal(JSON.stringify(clean.own), '{"told":"[secret]"}');
  assert.equal(JSON.stringify(clean.hidden), '"[secret]"');
  for (const view of [clean.buffer, clean.view]) {
    assert.ok(!Buffer.from(view as unknown as Uint8Array).includes(bytes));
  }
  const error = new AggregateError([new DOMException(`It said ${CANARY}.`)], "Several failed.");
  assert.deepEqual(leaks(redactor.error(error, "It failed")), []);
});

test("a driver that cannot list or is not well says so without the secret", async () => {
  const message = `The server said ${CANARY}.`;
  const inner = {
    meta: { ...echo().driver.meta, capabilities: ["healthcheck"] },
    listTools: () => Promise.reject(new Error(message)),
    executeTool: async () => null,
    healthcheck: async () => ({ status: "ERROR", detail: message }),
  };
  const safe = withRedaction(inner, { secrets: [secret(CANARY)] });
  await assert.rejects(safe.listTools(), (error) => leaks(error).length === 0);
  const health = await resolveCapability(safe, "healthcheck")?.healthcheck();
  assert.equal(health?.detail, "The server said [secret].");
  const without = withRedaction(echo().driver, { secrets: [] });
  assert.equal(resolveCapability(without, "healthcheck"), undefined);
});

test("a request for consent that holds a secret reaches the client without it", async () => {
  const safe = withRedaction(withConsent(echo().driver), { secrets: [secret(CANARY)] });
  const error: unknown = await safe.executeTool("write", { path: CANARY }).catch((reason: unknown) => reason);
  assert.ok(McsError.is(error));
  assert.equal(error.code, "consent_required");
  assert.deepEqual((error.data as ConsentRequest).call.arguments, { path: "[secret]" });
});
