import { strict as assert } from "node:assert";
import type { Media } from "@mcs/core";
import { describe, test } from "vitest";
import { oneOperation, startApi } from "./support.ts";
import { resultOf } from "./wire-support.ts";

const type = (contentType: string, headers: object = {}): { headers: Record<string, string> } => ({
  headers: { "content-type": contentType, ...headers },
});
const returning = (...types: string[]): object => ({
  responses: {
    200: { description: "", content: Object.fromEntries(types.map((name) => [name, { schema: {} }])) },
  },
});

describe("JSON", () => {
  const rows: ReadonlyArray<
    readonly [title: string, body: string | Uint8Array, contentType: string, expected: unknown]
  > = [
    ["as it is", '{"a":1}', "application/json", { a: 1 }],
    ["a suffix", "[1]", "application/problem+json; charset=utf-8", [1]],
    ["scalars", "null", "application/json", null],
    ["a byte order mark", '\ufeff{"a":1}', "application/json", { a: 1 }],
    ["UTF-16", Buffer.from('\ufeff{"a":"ü"}', "utf16le"), "application/json", { a: "ü" }],
    ["lines under the name of JSON", '{"a":1}\n{"a":2}\n', "application/json", [{ a: 1 }, { a: 2 }]],
  ];
  for (const [title, body, contentType, expected] of rows) {
    test(title, async () => assert.deepEqual(await resultOf({}, { body, ...type(contentType) }), expected));
  }

  test("under the name of text, where the document promises JSON", async () => {
    const reply = { body: '{"a":1}', ...type("text/plain") };
    assert.deepEqual(await resultOf(returning("application/json"), reply), { a: 1 });
    assert.equal(await resultOf(returning("text/plain"), reply), '{"a":1}');
    assert.equal(
      await resultOf(returning("application/json"), { body: "{oops", ...type("text/html") }),
      "{oops",
    );
  });

  test("a web page under the name of JSON is an error that shows it", async () => {
    const reply = { body: "<html>Sign in</html>", ...type("application/json") };
    await assert.rejects(resultOf({}, reply), /answer is not valid JSON: <html>Sign in/);
  });
});

describe("streams are collected", () => {
  test("JSON lines and JSON sequences", async () => {
    for (const [contentType, body] of [
      ["application/x-ndjson", '{"a":1}\n\n{"a":2}\r\n'],
      ["application/jsonl", '{"a":1}\n{"a":2}'],
      ["application/json-seq", '\u001e{"a":1}\n\u001e{"a":2}\n'],
      ["application/geo+json-seq", '\u001e{\n"a":1}\n\u001e{"a":2}\n'],
    ] as const) {
      assert.deepEqual(await resultOf({}, { body, ...type(contentType) }), [{ a: 1 }, { a: 2 }], contentType);
    }
    await assert.rejects(resultOf({}, { body: "{}\noops\n", ...type("application/x-ndjson") }), {
      code: "unreadable_response",
    });
  });

  test("server-sent events", async () => {
    const body = [
      ": a comment\n",
      'data: {"n":1}\n\n',
      "event: token\r\nid: 7\r\nretry: 50\r\ndata: first\r\ndata:  second\r\n\r\n",
      "id: 8\n\n",
      "data\n\n",
      "unknown: x\ndata: [DONE]",
    ].join("");
    assert.deepEqual(await resultOf({}, { body, ...type("text/event-stream") }), [
      { data: { n: 1 } },
      { event: "token", id: "7", retry: 50, data: "first\n second" },
      { data: "" },
      { data: "[DONE]" },
    ]);
  });

  test("a stream that was cut says so, and half a value is none", async () => {
    const lines = (await resultOf(returning("application/x-ndjson"), {
      body: '{"a":1}\n{"a":',
      truncated: true,
      ...type("application/x-ndjson"),
    })) as { items: unknown; cut: boolean; note: string };
    assert.deepEqual([lines.items, lines.cut], [[{ a: 1 }], true]);
    assert.match(lines.note, /stream went on when the limit of time or size was reached/);
    const events = (await resultOf(returning("text/event-stream"), {
      body: "data: 1\n\ndata: 2",
      truncated: true,
      ...type("text/event-stream"),
    })) as { items: unknown };
    assert.deepEqual(events.items, [{ data: "1" }]);
  });

  test("anything else that was cut is no result", async () => {
    await assert.rejects(
      resultOf(returning("text/event-stream"), { body: "[1", truncated: true, ...type("application/json") }),
      { code: "limit_exceeded" },
    );
  });

  test("an endless stream ends with the time, and with the size", async () => {
    for (const options of [{ timeoutMs: 300 }, { maxResponseBytes: 64 }]) {
      await using api = await startApi(oneOperation("get", "/p", returning("text/event-stream")), options, {
        headers: { "content-type": "text/event-stream" },
        body: endless(),
      });
      const result = (await api.driver.executeTool("op", {})) as { items: unknown[]; cut: boolean };
      assert.equal(result.cut, true);
      assert.deepEqual(result.items[0], { data: { n: 1 } });
    }
  });
});

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield Buffer.from('data: {"n":1}\n\n');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("other contents", () => {
  test("a form", async () => {
    const reply = {
      body: "access=a%20b&scope=x&scope=y&__proto__=z",
      ...type("application/x-www-form-urlencoded"),
    };
    const result = (await resultOf({}, reply)) as object;
    assert.deepEqual(Object.entries(result), [
      ["access", "a b"],
      ["scope", ["x", "y"]],
      ["__proto__", "z"],
    ]);
  });

  test("YAML is text", async () => {
    assert.equal(
      await resultOf({}, { body: "a: &x 1\nb: *x\n", ...type("application/yaml") }),
      "a: &x 1\nb: *x\n",
    );
  });

  test("bytes are media with the name that the server suggests", async () => {
    const names: ReadonlyArray<readonly [disposition: string, name: string | undefined]> = [
      ['attachment; filename="report.pdf"', "report.pdf"],
      ["attachment; filename=report.pdf", "report.pdf"],
      ["attachment; filename=\"x.pdf\"; filename*=UTF-8''%e2%82%ac%20rates.pdf", "€ rates.pdf"],
      ["attachment; filename*=iso-8859-1'en'%A3.txt", "£.txt"],
      ['attachment; filename="../../etc/passwd"', "passwd"],
      ['attachment; filename="C:\\\\a\\\\b.txt"', "b.txt"],
      ['attachment; filename=".."', undefined],
      ['attachment; filename="a\\"b"', 'a"b'],
      ["inline", undefined],
    ];
    for (const [disposition, name] of names) {
      const reply = {
        body: Uint8Array.of(1, 2),
        ...type("application/pdf; x=y", { "content-disposition": disposition }),
      };
      const media = (await resultOf({}, reply)) as Media;
      assert.deepEqual([media.type, media.size, media.name], ["application/pdf", 2, name], disposition);
      assert.ok(!JSON.stringify(media).includes("bytes"));
    }
  });

  test("a multipart answer keeps its boundary", async () => {
    const media = (await resultOf({}, { body: "--x--", ...type("multipart/mixed; boundary=x") })) as Media;
    assert.equal(media.type, "multipart/mixed; boundary=x");
  });

  test("without a type: JSON where it looks like it, text where it is text, bytes otherwise", async () => {
    assert.deepEqual(await resultOf({}, { body: " [1]" }), [1]);
    assert.equal(await resultOf({}, { body: "hi" }), "hi");
    assert.equal(
      ((await resultOf({}, { body: Uint8Array.of(0, 1) })) as Media).type,
      "application/octet-stream",
    );
  });
});

describe("no body", () => {
  test("is null", async () => {
    for (const status of [200, 204, 205]) assert.equal(await resultOf({}, { status }), null);
    assert.equal(await resultOf({}, { status: 201, ...type("application/json") }), null);
    assert.equal(await resultOf({}, { ...type("application/json"), body: " \r\n" }), null);
  });

  test("with a Location, it is where the new thing is", async () => {
    const headers = { location: "/pets/7" };
    assert.deepEqual(await resultOf({}, { status: 201, headers }), { status: 201, location: "/pets/7" });
    assert.deepEqual(await resultOf({}, { status: 202, headers }), { status: 202, location: "/pets/7" });
    assert.deepEqual(await resultOf({}, { status: 201, body: "{}", headers }), {});
  });

  test("of HEAD, status and headers are the result, but for sessions and connections", async () => {
    const headers = {
      etag: '"1"',
      "content-length": "7",
      "x-list": ["a", "b"],
      "set-cookie": ["s=1"],
      connection: "close",
    };
    assert.deepEqual(await resultOf({}, { headers }, { method: "head" }), {
      status: 200,
      headers: { etag: '"1"', "content-length": "7", "x-list": "a, b" },
    });
  });
});

describe("when to come back", () => {
  const after = async (value: string): Promise<unknown> => {
    try {
      return await resultOf({}, { status: 503, headers: { "retry-after": value } });
    } catch (error) {
      return (error as { retryAfter?: number }).retryAfter;
    }
  };

  test("in seconds, or at a date", async () => {
    assert.equal(await after("7"), 7);
    const seconds = Number(await after(new Date(Date.now() + 90_000).toUTCString()));
    assert.ok(seconds > 85 && seconds <= 91, String(seconds));
  });

  test("is unknown where it is over or makes no sense", async () => {
    for (const value of ["0", "-5", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT"])
      assert.equal(await after(value), undefined, value);
  });
});
