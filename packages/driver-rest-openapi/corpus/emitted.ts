import type { JsonSchema, Tool } from "@mcs/core";
import { toolInputSchema } from "@mcs/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isRecord, type Json, lookUp } from "./raw.ts";

/** Formats are not looked at: documents invent their own. */
const ajv = new Ajv2020({
  strict: false,
  validateFormats: false,
  logger: false,
  addUsedSchema: false,
  // Each keyword is then compiled for itself; otherwise thousands of them would nest, deeper than a stack goes.
  allErrors: true,
  inlineRefs: false,
});

/** References of each schema object that was looked at; definitions are shared, so most are seen many times. */
const refsOf = new WeakMap<object, readonly string[]>();
const sizes = new WeakMap<object, number>();

/** References of one emitted schema that do not lead anywhere inside of it. */
export function danglingRefs(schema: JsonSchema): string[] {
  if (typeof schema === "boolean") return [];
  const { $defs = {}, ...rest } = schema;
  const refs = new Set([...collectRefs(rest), ...Object.values($defs).flatMap(refsIn)]);
  return [...refs].filter((ref) => lookUp(schema, ref) === undefined);
}

function refsIn(definition: JsonSchema): readonly string[] {
  if (typeof definition === "boolean") return [];
  let refs = refsOf.get(definition);
  if (refs === undefined) {
    refs = [...collectRefs(definition)];
    refsOf.set(definition, refs);
  }
  return refs;
}

/** Values under these are data, in which a `$ref` would be somebody's text. */
const DATA = new Set(["const", "enum", "default", "example", "examples"]);

function* collectRefs(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* collectRefs(item);
  else if (isRecord(value)) {
    if (typeof value.$ref === "string") yield value.$ref;
    for (const [key, item] of Object.entries(value)) if (!DATA.has(key)) yield* collectRefs(item);
  }
}

/** Characters of an emitted schema's JSON. */
export function sizeOf(schema: JsonSchema | undefined): number {
  if (schema === undefined || typeof schema === "boolean") return 4;
  const { $defs = {}, ...rest } = schema;
  return Object.values($defs).reduce((sum: number, item) => sum + sizeOfOne(item), length(rest));
}

function sizeOfOne(definition: JsonSchema): number {
  if (typeof definition === "boolean") return 4;
  let size = sizes.get(definition);
  if (size === undefined) {
    size = length(definition);
    sizes.set(definition, size);
  }
  return size;
}

function length(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}

/**
 * What is wrong with the schemas of a document's tools, as JSON Schema 2020-12. They are compiled together:
 * definitions have one name and one object throughout a document, so each is compiled once.
 */
export function schemaProblems(tools: readonly Tool[]): string[] {
  const inputs = tools.flatMap((tool) => tool.parameters.map(({ schema = true }) => schema));
  const outputs = tools.map(({ outputSchema = true }) => outputSchema);
  return [...compileTogether(inputs), ...compileTogether(outputs)];
}

function compileTogether(schemas: readonly JsonSchema[]): string[] {
  const $defs: Record<string, JsonSchema> = Object.create(null) as Record<string, JsonSchema>;
  const problems: string[] = [];
  const members: JsonSchema[] = [];
  for (const schema of schemas) {
    if (typeof schema === "boolean") continue;
    const { $defs: own = {}, ...rest } = schema;
    for (const [name, definition] of Object.entries(own)) {
      $defs[name] ??= definition;
      if ($defs[name] !== definition) problems.push(`two definitions are called ${name}`);
    }
    members.push(rest);
  }
  return members.length === 0 ? problems : [...problems, ...compile({ $defs, prefixItems: members })];
}

/** The tool's joined schema on its own. */
export function inputProblems(tool: Tool): string[] {
  return compile(toolInputSchema(tool));
}

function compile(schema: Json): string[] {
  if (ajv.validateSchema(schema) !== true) {
    return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
  try {
    ajv.compile(schema);
    return [];
  } catch (error) {
    return [String(error)];
  } finally {
    ajv.removeSchema(schema);
  }
}
