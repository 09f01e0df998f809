import {
  type DefinedTool,
  defineTool,
  defineToolDriver,
  ExecutionError,
  hybrid,
  type MCSToolDriver,
  Media,
} from "@mcs/core";
import type { Diagnostic } from "@mcs/driver-rest-openapi";
import type { CliDriver } from "../src/io.ts";

/** A driver without a backend, for all that needs no HTTP. It counts how often it was closed. */
export interface PetsDriver extends CliDriver {
  readonly closed: () => number;
}

const PETS: readonly DefinedTool[] = [
  defineTool({
    name: "findPets",
    title: "Find pets by status",
    annotations: { readOnly: true },
    origin: { method: "GET", path: "/pets" },
    parameters: [
      { name: "status", description: "", schema: { enum: ["available", "sold"] } },
      { name: "limit", description: "How many.", schema: { type: "integer", minimum: 1, default: 20 } },
    ],
    execute: ({ status = "available" }) => [{ id: 1, name: "Rex", status }],
  }),
  defineTool({
    name: "getPetById",
    title: "Find a pet by its id",
    description: "Returns one pet.",
    annotations: { readOnly: true },
    origin: { method: "GET", path: "/pets/{petId}" },
    parameters: [{ name: "petId", description: "Its id.", required: true, schema: { type: "integer" } }],
    execute: ({ petId }) => {
      if (petId === 999) throw new ExecutionError('GET /pets/999 answered 404: {"error":"no such pet"}');
      return { id: petId, name: "Rex" };
    },
  }),
  defineTool({
    name: "addPet",
    description: "Adds a pet. It may have tags.",
    parameters: [
      { name: "name", description: "", required: true, schema: { type: "string" } },
      { name: "tags", description: "", schema: { type: "array", items: { type: "string" } } },
      { name: "good", description: "", schema: { type: "boolean" } },
      { name: "owner", description: "", schema: { type: "object", properties: { id: { type: "integer" } } } },
    ],
    execute: (args) => args,
  }),
  defineTool({ name: "describe", description: "Text.", execute: () => "a \u001b[31mred\u001b[0m herring\n" }),
  defineTool({
    name: "photo",
    description: "Bytes.",
    execute: () => new Media({ type: "image/png", name: "rex.png", bytes: Uint8Array.of(137, 80, 78, 71) }),
  }),
  defineTool({
    name: "wait",
    description: "Never returns by itself.",
    annotations: { readOnly: true },
    execute: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        const awake = setInterval(() => {}, 60_000);
        const stop = (): void => {
          clearInterval(awake);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", stop, { once: true });
      }),
  }),
];

export function petsDriver(
  diagnostics: readonly Diagnostic[] = [],
  loading: () => Promise<void> = async () => {},
): PetsDriver {
  const defined = defineToolDriver({
    id: "ad7a5b1e-2f4f-4f25-9d35-0a6b1f0a4c11",
    name: "Pets",
    version: "1.0.0",
    bindings: [{ capability: "pets", adapter: "memory", specFormat: "Custom" }],
    tools: PETS,
  });
  const inner: MCSToolDriver = {
    meta: defined.meta,
    listTools: async () => {
      await loading();
      return defined.listTools();
    },
    executeTool: (name, args, options) => defined.executeTool(name, args, options),
  };
  let closed = 0;
  return Object.assign(hybrid(inner), {
    diagnostics: async () => diagnostics,
    prepareRequest: async (name: string, args: Readonly<Record<string, unknown>>) => ({
      method: "POST",
      url: `https://pets.example/${name}`,
      headers: { "content-type": "application/json", authorization: "[secret]" },
      body: JSON.stringify(args),
    }),
    close: async () => {
      closed++;
    },
    closed: () => closed,
  });
}
