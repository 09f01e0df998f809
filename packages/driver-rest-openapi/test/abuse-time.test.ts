import { afterAll, describe, expect, test } from "vitest";
import { bounded, endWorker } from "./abuse-support.ts";
import { oneOperation, openApi } from "./support.ts";

afterAll(endWorker);

describe("CVE-2026-0621: templates, names and patterns take no time", { timeout: 30_000 }, () => {
  const big = 100_000;
  test.each([
    ["open braces", `/${"{".repeat(big)}`],
    ["closed braces", `/${"}".repeat(big)}`],
    ["braces in braces", `/${"{".repeat(big)}a${"}".repeat(big)}`],
    ["many of one name", `/${"{a}".repeat(big)}`],
    ["many segments", "/{a}/b".repeat(20_000)],
    ["operators", `/${"{+a*,b?&;c}".repeat(10_000)}`],
    ["many names", `/${Array.from({ length: 20_000 }, (_, i) => `{n${i}}`).join("/")}`],
    ["slashes", "/".repeat(big)],
    ["dots", `/${".".repeat(big)}/${"./".repeat(big)}`],
  ])("%s", async (_, path) => {
    const document = oneOperation("get", path, {}, { servers: [{ url: "http://127.0.0.1:9" }] });
    expect(await bounded({ document })).toMatchObject({ tools: 1, typed: true });
    const names = [...new Set(path.match(/\{[^{}]+\}/g))].map((part) => [part.slice(1, -1), "x"]);
    const call = { tool: "op", arguments: Object.fromEntries(names) as Record<string, string> };
    expect(await bounded({ document, call })).toMatchObject({ typed: true });
  });

  test.each([
    [
      "a server's path",
      openApi(
        { "/a": { get: { operationId: "op" } } },
        { servers: [{ url: `http://127.0.0.1:9/${"/".repeat(big)}a` }] },
      ),
    ],
    [
      "a server's variables",
      openApi(
        { "/a": { get: { operationId: "op" } } },
        { servers: [{ url: `http://127.0.0.1:9/${"{".repeat(big)}` }] },
      ),
    ],
    [
      "an operation's id",
      openApi({ "/a": { get: { operationId: `${"_".repeat(big)}!${"_".repeat(big)}a!` } } }),
    ],
    [
      "a media type",
      oneOperation("post", "/a", {
        requestBody: { content: { [`application/json;${" ".repeat(big)}x`]: { schema: {} } } },
      }),
    ],
  ])("%s of 100,000 characters", async (_, document) => {
    const outcome = await bounded({ document, call: { tool: "op", arguments: {} } });
    expect(outcome.typed).toBe(true);
  });

  test.each(["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x", "^(\\w+\\s?)*$", "^(?:(?:a?){30}a{30})$"])(
    "a published pattern %s does not hang a call",
    async (pattern) => {
      const parameters = [{ name: "q", in: "query", schema: { type: "string", pattern } }];
      const document = oneOperation(
        "get",
        "/a",
        { parameters },
        { servers: [{ url: "http://127.0.0.1:9" }] },
      );
      const call = { tool: "op", arguments: { q: `${"a".repeat(40)}!` } };
      expect((await bounded({ document, call })).typed).toBe(true);
    },
  );
});

describe("alternatives are compared for so long and no longer", { timeout: 30_000 }, () => {
  const rows = Array.from({ length: 40 }, (_, index) => index);
  const to = (name: string): object =>
    Object.fromEntries(rows.map((row) => [`p${row}`, { $ref: `#/components/schemas/${name}` }]));
  const level = (name: string): object => ({ type: "object", properties: to(name) });
  const many = Array.from({ length: 120_000 }, (_, index) => `v${index}`);
  const patterned = (): object => ({
    patternProperties: Object.fromEntries(many.slice(0, 4000).map((name) => [name, {}])),
  });
  // Two of each, so that none is the very same schema as another.
  const schemas = {
    ...{ A: level("C"), B: level("D"), C: level("E"), D: level("F") },
    ...{ E: { type: "string" }, F: { type: "string" }, G: patterned(), H: patterned() },
  };
  const differing = (row: number, names: string): object => ({
    type: "object",
    properties: { ...to(names.charAt(row % 2)), z: { type: "string", format: `f${row}` } },
  });
  test.each<[string, object[]]>([
    ["properties of properties", rows.map((row) => differing(row, "AB"))],
    ["long lists of values", [{ enum: many }, { enum: [...many.slice(1), "other"] }]],
    [
      "keywords that are compared word for word",
      [...rows, ...rows].map((_, index) => differing(index, "GH")),
    ],
  ])("%s", async (_, oneOf) => {
    const requestBody = { content: { "application/json": { schema: { oneOf } } } };
    const document = oneOperation("post", "/a", { requestBody }, { components: { schemas } });
    expect(await bounded({ document })).toMatchObject({ tools: 1, typed: true });
  });
});
