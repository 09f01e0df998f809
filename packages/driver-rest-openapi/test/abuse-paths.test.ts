import { describe, expect, test } from "vitest";
import { pathParameter } from "./abuse-support.ts";
import { oneOperation, startApi } from "./support.ts";

describe("CVE-2026-32871, CVE-2026-61462: a path value stays in its segment", () => {
  const climbs = [
    "..",
    ".",
    "../../admin",
    "..%2f..%2fadmin",
    "%2e%2e",
    "%2E%2E/",
    ".%2e",
    "%252e%252e",
    "..;/admin",
    "..\\admin",
    "..\0",
    "\r\n../",
    "/admin",
    "//evil.example/",
    "?admin",
    "#",
    "\u2025",
    "\uff0e\uff0e",
    "a/../..",
  ];
  const templates: Array<[string, object[]]> = [
    ["/v1/{a}/end", [pathParameter("a")]],
    ["/v1/{a}", [pathParameter("a")]],
    ["/v1/{a}/end", [pathParameter("a", { style: "label" })]],
    ["/v1/{a}/end", [pathParameter("a", { style: "label", explode: true })]],
    ["/v1/{a}/end", [pathParameter("a", { style: "matrix" })]],
    ["/v1/.{a}/end", [pathParameter("a")]],
    ["/v1/{a}.{b}/end", [pathParameter("a"), pathParameter("b")]],
    ["/v1/{a}{b}/end", [pathParameter("a"), pathParameter("b")]],
  ];
  for (const [path, parameters] of templates) {
    test(`${path} ${JSON.stringify(parameters[0])}`, async () => {
      await using api = await startApi(oneOperation("get", path, { parameters }));
      await api.driver.listTools();
      const segments = path.split("/").length;
      for (const climb of climbs) {
        for (const value of [climb, [climb], { [climb]: climb }]) {
          api.server.reset();
          const error = await api.driver
            .executeTool("op", { a: value, ...(parameters.length > 1 ? { b: climb } : {}) })
            .catch((reason: unknown) => reason);
          const target = api.server.requests.at(-1)?.target;
          if (target === undefined) expect(error).toMatchObject({ code: "invalid_arguments" });
          else {
            expect(target).toMatch(/^\/v1\//);
            expect(target.split("/")).toHaveLength(segments);
            expect(new URL(target, "http://host").pathname, "as others read it").toBe(target);
          }
        }
      }
    });
  }
});
