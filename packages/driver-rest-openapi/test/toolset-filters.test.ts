import { describe, expect, test } from "vitest";
import { type OperationFilter, RestDriver } from "../src/index.ts";
import { glob } from "../src/toolset/glob.ts";
import { openApi } from "./support.ts";
import { listed, repos, warnings } from "./toolset-support.ts";

describe("include and exclude", () => {
  const cases: Array<[string, OperationFilter[], string[]]> = [
    ["a tool's name", ["repos_get"], ["repos_get"]],
    ["an operationId", ["repos/get"], ["repos_get"]],
    ["a wildcard", ["issues/*"], ["issues_list", "issues_create"]],
    ["a wildcard in the middle", ["re*et*"], ["repos_get", "repos_delete"]],
    ["a tag", [{ tag: "danger" }], ["repos_delete"]],
    ["a path", [{ path: "/repos/*/issues" }], ["issues_list", "issues_create"]],
    ["methods, in any case", [{ method: ["patch", "Delete"] }], ["repos_update", "repos_delete"]],
    ["several demands at once", [{ tag: "repos", method: "GET" }], ["repos_get"]],
    ["one filter or another", ["me", { operation: "issues/list" }], ["issues_list", "me"]],
  ];
  for (const [what, include, names] of cases) {
    test(`${what} includes`, async () => {
      expect(await listed({ include })).toEqual(names);
      expect(await warnings({ include })).toEqual([]);
    });
    test(`${what} excludes`, async () => {
      const all = await listed({});
      expect(await listed({ exclude: include })).toEqual(all.filter((name) => !names.includes(name)));
    });
  }

  test("what is excluded is not listed, although it is included", async () => {
    expect(await listed({ include: [{ tag: "repos" }], exclude: [{ method: "DELETE" }] })).toEqual([
      "repos_get",
      "repos_update",
    ]);
  });

  test("what is not listed cannot be called", async () => {
    const driver = new RestDriver({ document: repos, include: ["me"], serverUrl: "http://api.test" });
    await expect(driver.executeTool("repos_delete", {})).rejects.toMatchObject({ code: "tool_not_found" });
  });

  test("a name does not depend on what is listed", async () => {
    const document = openApi({
      "/a": { get: { operationId: "x/y" } },
      "/b": { get: { operationId: "x.y" } },
    });
    const all = (await new RestDriver({ document }).listTools()).map(({ name }) => name);
    const some = (await new RestDriver({ document, include: ["x.y"] }).listTools()).map(({ name }) => name);
    expect(some).toEqual([all[1]]);
  });

  test("a filter that fits nothing is reported, with what is close to it", async () => {
    expect(await warnings({ include: ["repos/gte", "me"], exclude: [{ tag: "issue" }] })).toEqual([
      expect.stringMatching(
        /^unmatched_filter options#\/include\/0 The filter "repos\/gte" fits no operation\. Close to it are repos_get, repos\/get/,
      ),
      expect.stringMatching(/^unmatched_filter options#\/exclude\/0 .*Close to it are issues\./),
    ]);
  });

  test("filters that leave nothing are reported", async () => {
    expect(await warnings({ include: ["me"], exclude: ["m*"] })).toEqual([
      expect.stringMatching(/^no_operations \/paths The filters leave none/),
    ]);
  });

  test("of what is not listed nothing is reported", async () => {
    const broken = openApi({
      "/a": { get: { operationId: "a", parameters: [{ $ref: "#/nowhere" }] } },
      "/b": { get: { operationId: "b" } },
    });
    expect(await new RestDriver({ document: broken, include: ["b"] }).diagnostics()).toEqual([]);
  });

  const wrong: unknown[] = ["me", [], [3], [{}], [{ operationId: "x" }], [{ tag: [] }], [""], [{ path: 1 }]];
  test.each(wrong.map((include) => [JSON.stringify(include), include]))("%s is no filter", (_, include) => {
    const make = () => new RestDriver({ document: repos, include: include as OperationFilter[] });
    expect(make).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
  });

  test("a pattern takes no longer than its text, whatever it is", () => {
    const text = "a".repeat(50_000);
    expect(glob("*a*a*a*a*a*a*a*a*a*a*b")(text)).toBe(false);
    expect(glob("*a*a*")("a")).toBe(false);
    expect(glob("ab*ba")("aba")).toBe(false);
    expect(glob("*")("")).toBe(true);
  });
});
