import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { secret } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { type OverlayAction, RestDriver } from "../src/index.ts";
import { loadFinder } from "../src/toolset/json-path.ts";
import { startApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";
import { listed, overlay, repos, warnings } from "./toolset-support.ts";

describe("overlays", () => {
  test("rename and describe an operation", async () => {
    const changes = overlay({
      target: "$.paths['/repos/one'].get",
      update: { operationId: "get_repository", summary: "Repository", description: "One repository." },
    });
    const [tool] = await new RestDriver({ document: repos, overlay: changes }).listTools();
    expect(tool).toMatchObject({
      name: "get_repository",
      title: "Repository",
      description: "One repository.",
    });
    expect(tool?.origin).toEqual({ method: "GET", path: "/repos/one" });
  });

  test("the operator's object stays as it was", async () => {
    const before = JSON.stringify(repos);
    const changes = overlay(
      { target: "$.paths.*.*", update: { tags: ["new"], deprecated: true } },
      { target: "$.paths['/user']", remove: true },
      { target: "$.info", update: { title: "Other" } },
    );
    expect(await listed({ overlay: changes })).toHaveLength(5);
    expect(JSON.stringify(repos)).toBe(before);
  });

  test("drop a parameter, and fix the schema of another one", async () => {
    const changes = overlay(
      { target: "$..parameters[?@.name == 'direction']", remove: true },
      { target: "$..parameters[?@.name == 'page'].schema", update: { minimum: 1 } },
    );
    const tools = await new RestDriver({ document: repos, overlay: changes }).listTools();
    const issues = tools.find(({ name }) => name === "issues_list");
    expect(issues?.parameters).toEqual([
      { name: "page", description: "", required: false, schema: { type: "integer", minimum: 1 } },
    ]);
  });

  test("several items of a list are removed together, not one after the other", async () => {
    const changes = overlay({ target: "$.paths['/repos/one/issues'].get.parameters[0,1]", remove: true });
    const tools = await new RestDriver({ document: repos, overlay: changes }).listTools();
    expect(tools.find(({ name }) => name === "issues_list")?.parameters).toEqual([]);
  });

  test("lists: an item is appended, a list is joined on", async () => {
    const target = "$.paths['/user'].get";
    const parameter = (name: string) => ({ name, in: "query", schema: {} });
    const changes = overlay(
      { target, update: { parameters: [] } },
      { target: `${target}.parameters`, update: parameter("a") },
      { target: `${target}.parameters`, update: [parameter("b"), parameter("c")] },
    );
    const tools = await new RestDriver({ document: repos, overlay: changes }).listTools();
    expect(tools.at(-1)?.parameters.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  test("a plain value is replaced, also one without a mapping around it", async () => {
    const changes = overlay({ target: "$.paths.*.get.operationId", update: "same" });
    expect(await listed({ overlay: changes, include: ["same"] })).toEqual([
      "same",
      "get_repos_one_issues",
      "get_user",
    ]);
  });

  test("copy merges another place's value, and move is copy and remove", async () => {
    const changes = overlay(
      { target: "$.paths", update: { "/me": {} } },
      { target: "$.paths['/me']", copy: "$.paths['/user']" },
      { target: "$.paths['/user']", remove: true },
    );
    const tools = await new RestDriver({ document: repos, overlay: changes }).listTools();
    expect(tools.at(-1)?.origin).toEqual({ method: "GET", path: "/me" });
    expect(tools.map(({ name }) => name).filter((name) => name === "me")).toHaveLength(1);
  });

  test("actions see what the ones before them left, and overlays too", async () => {
    const first = overlay({ target: "$.paths['/user'].get", update: { operationId: "one" } });
    const second = overlay({ target: "$..[?@.operationId == 'one']", update: { operationId: "two" } });
    expect(await listed({ overlay: [first, second], include: [{ path: "/user" }] })).toEqual(["two"]);
  });

  test("what stands in two places by a YAML alias is changed in the one that was meant", async () => {
    const yaml = "openapi: 3.1.0\npaths:\n  /a: { get: &op { summary: A } }\n  /b: { get: *op }\n";
    const changes = overlay({ target: "$.paths['/a'].get", update: { summary: "B" } });
    await using api = await startApi(yaml, { overlay: changes });
    expect((await api.driver.listTools()).map(({ title }) => title)).toEqual(["B", "A"]);
  });

  test("an action that finds nothing is reported with its place", async () => {
    const changes = overlay(
      { target: "$.paths['/gone']", remove: true },
      { target: "$.info", copy: "$.paths['/gone']" },
    );
    expect(await warnings({ overlay: [changes] })).toEqual([
      "unmatched_action options#/overlay/0/actions/0 $.paths['/gone'] fits nothing in the document, so nothing was changed.",
      "unmatched_action options#/overlay/0/actions/1 $.paths['/gone'] fits nothing in the document, so nothing was copied.",
    ]);
  });

  const impossible: Array<[string, OverlayAction, RegExp]> = [
    [
      "a list into an object",
      { target: "$.info", update: [] },
      /a list cannot be merged into the object there/,
    ],
    [
      "an object into a plain value",
      { target: "$.info", update: { title: {} } },
      /an object .* plain value at \/title/,
    ],
    ["targets of several kinds", { target: "$.info.title,$.info", update: 1 }, /JSONPath/],
    ["an object and a plain value", { target: "$['info', 'openapi']", update: "x" }, /several kinds/],
    ["the whole document", { target: "$", remove: true }, /cannot be removed/],
    [
      "a copy of several",
      { target: "$.info", copy: "$.paths.*" },
      /select one value to copy, and it selects 3/,
    ],
    ["no JSONPath", { target: "paths" as never, update: {} }, /The JSONPath "paths" cannot be used/],
  ];
  test.each(impossible)("%s is an error that names the action", async (_, action, message) => {
    const driver = new RestDriver({ document: repos, overlay: overlay(action) });
    const error = await driver.listTools().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "invalid_configuration", message: expect.stringMatching(message) });
    expect(String(error)).toContain("options#/overlay/actions/0");
  });

  const none: unknown[] = [
    {},
    [],
    { overlay: "2.0.0", actions: [] },
    { overlay: "1.0.0", actions: {} },
    { overlay: "1.0.0", actions: [{}] },
    { overlay: "1.0.0", actions: [{ target: "$", update: {}, copy: "$" }] },
    { overlay: "1.0.0", actions: [{ target: "$", remove: "yes" }] },
  ];
  test.each(none.map((value) => [JSON.stringify(value), value]))("%s is no overlay", async (_, value) => {
    const driver = new RestDriver({ document: repos, overlay: [value as never] });
    await expect(driver.listTools()).rejects.toMatchObject({ code: "invalid_configuration" });
  });

  test("from a file and from a URL, which gets no credentials of the API", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "first.yaml");
    await writeFile(
      file,
      "overlay: 1.0\nactions:\n  - target: $.paths['/user'].get\n    update: { summary: Me }\n",
    );
    await using server = await startCaptureServer({
      json: overlay({ target: "$.paths['/user'].get", update: { operationId: "whoami" } }),
    });
    await using api = await startApi(repos, {
      overlay: [file, `${server.url}/second.json?key=hidden`],
      headers: { "x-key": secret("canary-1") },
    });
    expect((await api.driver.listTools()).at(-1)).toMatchObject({ name: "whoami", title: "Me" });
    expect(server.requests[0]?.header("x-key")).toBeUndefined();
    expect(api.server.requests[0]?.header("x-key")).toBe("canary-1");
  });

  test("one that cannot be read is an error with its place", async () => {
    const driver = new RestDriver({ document: repos, overlay: "no/such/overlay.yaml" });
    await expect(driver.listTools()).rejects.toThrow(/no\/such\/overlay\.yaml could not be read: ENOENT/);
  });

  test("a reference that it adds is relative to the document", async () => {
    const changes = overlay({ target: "$.paths", update: { "/new": { $ref: "new.json" } } });
    await using server = await startCaptureServer(({ target }) =>
      target === "/new.json" ? { json: { get: { operationId: "added" } } } : { json: repos },
    );
    await using driver = new RestDriver({ url: `${server.url}/api.json`, overlay: changes });
    expect((await driver.listTools()).at(-1)?.name).toBe("added");
  });

  test("a pattern that backtracks without end, and aliases that multiply, are given up on", async () => {
    const find = await loadFinder(100);
    let bomb: unknown = { lol: 1 };
    for (let i = 0; i < 40; i++) bomb = Array(9).fill(bomb);
    for (const [query, root] of [
      ["$[?match(@, '(a|a)*b')]", ["a".repeat(60)]],
      ["$[?search(@, '(x+x+)+y')]", ["x".repeat(60)]],
      ["$..nothing", bomb],
      ["$..*", bomb],
    ] as const) {
      const message = /takes more than 0\.1 seconds|selects more than 100000 values/;
      expect(() => find(query, root)).toThrow(
        expect.objectContaining({ code: "invalid_configuration", message: expect.stringMatching(message) }),
      );
    }
  });

  test("a document that is nested without end is an error", async () => {
    const find = await loadFinder();
    let deep: unknown = {};
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(() => find("$..nothing", deep)).toThrow(
      expect.objectContaining({ code: "invalid_configuration" }),
    );
  });

  test("names such as __proto__ are names", async () => {
    const changes = overlay({ target: "$", update: JSON.parse('{"__proto__": {"polluted": 1}}') as object });
    expect(
      await listed({ overlay: [changes, overlay({ target: "$['__proto__']", remove: true })] }),
    ).toHaveLength(6);
    expect("polluted" in {}).toBe(false);
  });
});
