import { openApi } from "./support.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const parameter = (name: string, place: string, rest: object = {}) => ({
  name,
  in: place,
  required: place === "path",
  schema: { type: "string" },
  ...rest,
});
const content = (type: string, schema: object, rest: object = {}) => ({
  content: { [type]: { schema, ...rest } },
});

/** A document that has a little of everything. */
export const DOCUMENT = openApi(
  {
    "/pets/{id}": {
      parameters: [parameter("id", "path", { style: "label", explode: true })],
      get: {
        operationId: "getPet",
        summary: "One",
        tags: ["pets"],
        parameters: [
          parameter("tags", "query", {
            schema: { type: "array", items: { enum: ["a", "b"] } },
            explode: false,
          }),
          parameter("filter", "query", { style: "deepObject", schema: ref("Filter") }),
          parameter("X-Trace", "header", { schema: { type: "integer", minimum: 1, exclusiveMaximum: 9 } }),
          parameter("sid", "cookie"),
          { name: "where", in: "query", content: { "application/json": { schema: ref("Filter") } } },
        ],
        responses: { 200: { description: "ok", ...content("application/json", ref("Pet")) } },
      },
      put: { requestBody: { required: true, ...content("application/json", ref("Pet")) } },
    },
    "/form": {
      post: {
        operationId: "form/post",
        requestBody: content(
          "application/x-www-form-urlencoded",
          { type: "object", properties: { a: { type: "array", items: {} }, b: ref("Filter") } },
          { encoding: { a: { style: "spaceDelimited" }, b: { contentType: "application/json" } } },
        ),
      },
    },
    "/upload": {
      post: {
        requestBody: content(
          "multipart/form-data",
          {
            properties: { file: { type: "string", format: "binary" }, meta: ref("Filter") },
            required: ["file"],
          },
          { encoding: { meta: { contentType: "application/json", headers: { "X-A": { schema: {} } } } } },
        ),
      },
    },
    "/either": {
      post: {
        requestBody: {
          content: {
            "application/json": { schema: ref("Union") },
            "text/plain": {},
            "application/xml": { schema: ref("Pet") },
          },
        },
      },
    },
  },
  {
    servers: [
      {
        url: "{scheme}://api.example.com/{base}",
        variables: { scheme: { default: "https" }, base: { default: "v1" } },
      },
    ],
    security: [{ key: [] }, {}],
    components: {
      securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
      schemas: {
        Filter: {
          type: "object",
          properties: { a: { type: "string", pattern: "^[a-z]+$" }, b: { type: "number", nullable: true } },
        },
        Base: {
          type: "object",
          required: ["name"],
          properties: { name: { type: "string" }, id: { type: "integer", readOnly: true } },
        },
        Pet: {
          allOf: [
            ref("Base"),
            { properties: { parent: ref("Pet"), tags: { type: "array", items: ref("Filter") } } },
          ],
        },
        Union: {
          oneOf: [ref("Pet"), { type: "string" }, { type: "array", items: ref("Union") }],
          discriminator: { propertyName: "name" },
        },
      },
    },
  },
);
