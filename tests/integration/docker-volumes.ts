const name = { name: "name", in: "path", required: true, schema: { type: "string" } };
const labels = { type: "object", additionalProperties: { type: "string" } };

function answers(...statuses: readonly number[]): object {
  return Object.fromEntries(statuses.map((status) => [status, { description: "See the engine's manual." }]));
}

/** The engine does not serve a description of its API: this one covers its volumes. */
export const DOCKER_VOLUMES = {
  openapi: "3.1.0",
  info: { title: "Volumes of a Docker Engine", version: "1.41" },
  servers: [{ url: "http://docker/v1.41" }],
  paths: {
    "/volumes": {
      get: {
        operationId: "listVolumes",
        summary: "Lists volumes.",
        parameters: [
          {
            name: "filters",
            in: "query",
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  additionalProperties: { type: "array", items: { type: "string" } },
                },
              },
            },
          },
        ],
        responses: answers(200),
      },
    },
    "/volumes/create": {
      post: {
        operationId: "createVolume",
        summary: "Creates a volume.",
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["Name"],
                properties: { Name: { type: "string" }, Driver: { type: "string" }, Labels: labels },
              },
            },
          },
        },
        responses: answers(201),
      },
    },
    "/volumes/{name}": {
      parameters: [name],
      get: { operationId: "inspectVolume", summary: "Describes a volume.", responses: answers(200, 404) },
      delete: { operationId: "deleteVolume", summary: "Deletes a volume.", responses: answers(204, 404) },
    },
  },
};
