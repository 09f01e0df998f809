import { secret } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { pathParameter } from "./abuse-support.ts";
import { oneOperation, openApi, startApi } from "./support.ts";

describe("names that an object already has", () => {
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];
  /** As a parser of JSON makes it: `__proto__` is a name like any other. */
  const record = (entries: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> =>
    JSON.parse(
      `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`,
    ) as Record<string, unknown>;

  test("as operation ids, parameters, paths, media types, schemas, responses and schemes", async () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const paths = record(
      names.map((name) => [
        `/${name}/{${name}}`,
        {
          post: {
            operationId: name,
            tags: [name],
            security: [record([[name, []]])],
            parameters: ["path", "query", "header"].map((place) => ({ name, in: place, schema: ref(name) })),
            requestBody: { content: record([[name, { schema: ref(name) }]]) },
            responses: record([
              [name, { content: record([[name, {}]]) }],
              ["200", ref(name)],
            ]),
          },
        },
      ]),
    );
    const components = {
      schemas: record(names.map((name) => [name, { type: "string", default: record([[name, 1]]) }])),
      securitySchemes: record(
        names.map((name) => [name, { type: "apiKey", in: "query", name: `key_${name}` }]),
      ),
    };
    await using api = await startApi(JSON.stringify(openApi(paths, { components })), {
      auth: secret("k1234"),
    });
    const tools = await api.driver.listTools();
    expect(tools.map(({ name }) => name)).toEqual(names);
    for (const { name } of tools) {
      await api.driver.executeTool(name, record([[name, "a/b"]]));
      const target = api.server.requests.at(-1)?.target;
      expect(target).toBe(`/${name}/a%2Fb?key_${name}=k1234`);
    }
    await api.driver.getDriverSystemMessage();
    expect(({} as Record<string, unknown>).type).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("an argument that was not given is not taken from every object's own", async () => {
    const parameters = names.flatMap((name) =>
      ["query", "header", "cookie"].map((place) => ({ name, in: place, schema: {} })),
    );
    const properties = record(names.map((name) => [name, {}]));
    const requestBody = { content: { "application/json": { schema: { type: "object", properties } } } };
    await using api = await startApi(JSON.stringify(oneOperation("post", "/p", { parameters, requestBody })));
    expect(await api.call("op", {})).toBe("POST /p");
    const request = api.server.requests.at(-1);
    expect(request?.body.byteLength).toBe(0);
    for (const name of [...names, "cookie"]) expect(request?.header(name)).toBeUndefined();
  });

  test("as arguments, in the query, in a form and in JSON", async () => {
    const properties = record(names.map((name) => [name, { type: "string" }]));
    for (const type of ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const requestBody = {
        required: true,
        content: record([[type, { schema: { type: "object", properties } }]]),
      };
      await using api = await startApi(JSON.stringify(oneOperation("post", "/p", { requestBody })));
      await api.call("op", record(names.map((name) => [name, `v-${name}`])));
      const text = api.server.requests.at(-1)?.text() ?? "";
      for (const name of names) expect(text).toContain(`v-${name}`);
    }
  });
});

describe("names that shadow each other", () => {
  test("each argument goes to its own place, whatever they are called", async () => {
    const parameters = [
      pathParameter("id"),
      ...["query", "header", "cookie"].map((place) => ({ name: "id", in: place, schema: {} })),
      ...["id_query", "id_body", "body", "contentType"].map((name) => ({ name, in: "query", schema: {} })),
    ];
    const schema = { type: "object", properties: { id: {}, body: {}, contentType: {}, id_header: {} } };
    const requestBody = { content: { "application/json": { schema } } };
    await using api = await startApi(oneOperation("post", "/p/{id}", { parameters, requestBody }));
    const [tool] = await api.driver.listTools();
    const given = (tool?.parameters ?? []).map(({ name }) => name);
    expect(new Set(given).size).toBe(parameters.length + 4);
    await api.driver.executeTool("op", Object.fromEntries(given.map((name) => [name, `v.${name}`])));
    const request = api.server.requests.at(-1);
    expect(request?.target).toMatch(/^\/p\/v\.id\?/);
    const everything = `${request?.target} ${request?.header("id")} ${request?.header("cookie")} ${request?.text()}`;
    for (const name of given) expect(everything).toContain(`v.${name}`);
    expect(request?.json()).toEqual({
      id: "v.id_body_2",
      body: "v.body_body",
      contentType: "v.contentType_body",
      id_header: "v.id_header",
    });
  });

  test("a fragment in a path keeps neither the query nor the other operation", async () => {
    const parameters = [pathParameter("id"), { name: "q", in: "query", schema: {} }];
    await using api = await startApi(
      openApi({
        "/p/{id}": { get: { operationId: "one", parameters } },
        "/p/{id}#other": { get: { operationId: "other", parameters } },
      }),
    );
    expect(await api.call("other", { id: 1, q: 2 })).toBe("GET /p/1?q=2");
  });
});
