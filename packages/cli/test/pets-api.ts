import { type CaptureHandler, type CaptureServer, startCaptureServer } from "@mcs/testkit";

/** The photo of every pet. */
export const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0, 255);

const petId = { name: "petId", in: "path", required: true, schema: { type: "integer" } };
const ok = (schema: object) => ({ 200: { description: "OK", content: { "application/json": { schema } } } });

/** A small shop: a path, a query with lists, a body, bytes, a security scheme, and one broken reference. */
export const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "Pets", version: "1" },
  servers: [{ url: "/api" }],
  paths: {
    "/pets": {
      get: {
        operationId: "findPets",
        summary: "Find pets by status",
        parameters: [{ name: "tag", in: "query", schema: { type: "array", items: { type: "string" } } }],
        responses: ok({ type: "array", items: { $ref: "#/components/schemas/Pet" } }),
      },
      post: {
        operationId: "addPet",
        summary: "Add a pet",
        security: [{ key: [] }],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } },
        },
        responses: ok({ $ref: "#/components/schemas/Pet" }),
      },
    },
    "/pets/{petId}": {
      get: {
        operationId: "getPetById",
        summary: "Find a pet by its id",
        parameters: [petId],
        responses: ok({ $ref: "#/components/schemas/Pet" }),
      },
    },
    "/pets/{petId}/photo": {
      get: {
        operationId: "getPhoto",
        summary: "A photo",
        parameters: [petId],
        responses: { 200: { description: "OK", content: { "image/png": {} } } },
      },
    },
    "/broken": {
      get: {
        operationId: "broken",
        summary: "Has a parameter that leads nowhere",
        parameters: [{ $ref: "#/components/parameters/Nowhere" }],
        responses: ok({}),
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: "object",
        required: ["name"],
        properties: { id: { type: "integer" }, name: { type: "string" }, good: { type: "boolean" } },
      },
    },
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Shop-Key" } },
  },
};

const pets: CaptureHandler = ({ target, method, body }) => {
  if (target === "/openapi.json") return { json: DOCUMENT };
  if (target === "/huge.json") {
    const paths = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [
        `/things/${n}`,
        { get: { operationId: `readThingNumber${n}`, summary: `Read thing number ${n}`, responses: ok({}) } },
      ]),
    );
    return { json: { ...DOCUMENT, paths } };
  }
  if (target === "/api/pets/1") return { json: { id: 1, name: "Rex" } };
  if (target === "/api/pets/1/photo") return { headers: { "content-type": "image/png" }, body: PNG };
  if (target === "/api/pets/7") return { delayMs: 60_000 };
  if (target.startsWith("/api/pets") && method === "GET") {
    return target.startsWith("/api/pets/") ? { status: 404, json: { error: "no such pet" } } : { json: [] };
  }
  return method === "POST" ? { json: JSON.parse(new TextDecoder().decode(body)) } : { status: 404 };
};

/** The shop on loopback, with its document at `/openapi.json` and one of 3,000 operations at `/huge.json`. */
export function startPetsApi(): Promise<CaptureServer> {
  return startCaptureServer(pets);
}
