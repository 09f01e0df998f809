import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Tool, toolInputSchema } from "@mcs/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { type Diagnostic, RestDriver } from "../src/index.ts";
import { temporaryFolder } from "./temporary.ts";

/** What became of a document, in few words: `GET /a(q! r)`, an exclamation mark for what is required. */
export interface Reading {
  readonly tools: readonly string[];
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });

/** Reads a document that is odd, as a file, and holds every schema against JSON Schema. */
export async function read(source: string | Uint8Array | object): Promise<Reading> {
  const isText = typeof source === "string" || source instanceof Uint8Array;
  const file = join(await temporaryFolder(), "openapi");
  if (isText) await writeFile(file, source);
  const driver = new RestDriver(isText ? { file } : { document: source });
  const tools = await driver.listTools();
  for (const tool of tools) {
    for (const schema of [toolInputSchema(tool), tool.outputSchema ?? true])
      expect(() => ajv.compile(schema), tool.name).not.toThrow();
  }
  await driver.getDriverSystemMessage();
  const schemas = tools.flatMap(({ parameters }) =>
    parameters.map(({ name, schema }) => [name, schema] as const),
  );
  return {
    tools: tools.map(shown),
    schemas: Object.fromEntries(schemas),
    diagnostics: await driver.diagnostics(),
  };
}

function shown({ origin, parameters }: Tool): string {
  const list = parameters.map(({ name, required }) => (required ? `${name}!` : name));
  return `${origin?.method} ${origin?.path}(${list.join(" ")})`;
}

export const v3 = (paths: unknown, rest: object = {}): object => ({ openapi: "3.0.3", paths, ...rest });
export const v31 = (paths: unknown, rest: object = {}): object => ({ openapi: "3.1.0", paths, ...rest });
export const v2 = (paths: unknown, rest: object = {}): object => ({ swagger: "2.0", paths, ...rest });
export const get = (operation: object): object => ({ "/a": { get: operation } });
export const parameters = (...list: unknown[]): object => get({ parameters: list });
export const query = (schema: unknown, name = "q"): object => ({ name, in: "query", schema });
export const ALL = {
  info: null,
  servers: null,
  components: null,
  security: null,
  tags: null,
  externalDocs: null,
  webhooks: null,
};
