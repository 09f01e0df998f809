import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillTemplate } from "../src/document/server-template.ts";
import { RestDriver } from "../src/index.ts";
import { served, urlOf } from "./served.ts";

describe("variables", () => {
  const document = served({
    url: "https://{region}.one.test/{base}?key={key}",
    variables: {
      region: { default: "eu", enum: ["eu", "us"] },
      base: { default: "v1" },
      key: { default: "" },
    },
  });

  test("are filled in for where they stand", async () => {
    const serverVariables = { region: "us", base: "v 2/a?b#c", key: "x&y=z" };
    expect(await urlOf(document, { serverVariables })).toBe(
      "https://us.one.test/v%202/a%3Fb%23c/a?key=x%26y%3Dz",
    );
  });

  test.each([
    [{ region: "ap" }, /variable region cannot be "ap"\. It may be eu, us\./],
    [{ zone: "1" }, /names zone, which no server of the document has\. They have region, base, key\./],
    [{ toString: "1" }, /names toString, which no server/],
  ])("%j is refused when the document is loaded", async (serverVariables, message) => {
    await expect(new RestDriver({ document, serverVariables }).listTools()).rejects.toThrow(message);
  });

  test("one that the document does not declare can be given as well", async () => {
    const undeclared = served({ url: "https://{tenant}.one.test" });
    expect(await urlOf(undeclared, { serverVariables: { tenant: "me" } })).toBe("https://me.one.test/a");
  });

  test.each(["evil.test/", "evil.test#", "evil.test?", "x@evil.test", "a\\b", "a b", "a\nb"])(
    "%j is no part of a host",
    (value) => {
      expect(() => fillTemplate("https://{v}.one.test/", () => value)).toThrow(
        /would change more than the part/,
      );
    },
  );

  test("in a path no value changes the host or leaves its folder", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "//evil.test",
        "\\\\evil.test",
        "..",
        "../..",
        "a/../../b",
        "",
        "/",
        "@evil.test",
        "%2e%2e/x",
        "?",
        "#",
      ),
    );
    const templates = fc.constantFrom(
      "https://one.test/{v}/b/{w}",
      "https://one.test/x-{v}",
      "/{v}/{w}",
      "/a{v}",
    );
    fc.assert(
      fc.property(templates, hostile, hostile, (template, v, w) => {
        let filled: string;
        try {
          filled = fillTemplate(template, (name) => (name === "v" ? v : w));
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_configuration" });
          return;
        }
        const url = new URL(filled, "https://one.test/docs/openapi.json");
        expect(url.origin).toBe("https://one.test");
        expect(url.search + url.hash).toBe("");
        expect(url.username).toBe("");
        if (template.startsWith("https://one.test/x-")) expect(url.pathname.startsWith("/x-")).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
