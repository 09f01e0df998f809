import type { JsonSchema, JsonSchemaObject, Tool } from "../contract/index.ts";

/** How far into nested and recursive objects a signature goes before it says `object`. */
const DEPTH = 6;
const MOST_ENUM = 60;

/**
 * A tool as a model reads it: a signature in the notation of TypeScript, which models know well and which
 * takes a fraction of the tokens of JSON Schema, then what is said about it.
 */
export function toolSignature(tool: Tool): string {
  const parameters = tool.parameters.map(({ name, required, schema = true }) => {
    return `${key(name)}${required ? "" : "?"}: ${typeOf(schema, schema, 0)}`;
  });
  const lines = [`${tool.name}(${parameters.join(", ")})`, indent(tool.description || tool.title || "")];
  for (const { name, description, schema } of tool.parameters) {
    const notes = [description, ...constraints(schema)].filter((note) => note !== "");
    if (notes.length > 0) lines.push(indent(`${name}: ${notes.join("; ")}`));
  }
  return lines.join("\n");
}

function typeOf(schema: JsonSchema, root: JsonSchema, depth: number): string {
  if (typeof schema === "boolean") return schema ? "any" : "never";
  if (schema.$ref !== undefined) {
    const target = definition(schema.$ref, root);
    return target === undefined || depth >= DEPTH ? "object" : typeOf(target, root, depth + 1);
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) {
    const shown = schema.enum.slice(0, MOST_ENUM).map((value) => JSON.stringify(value));
    return [...shown, ...(schema.enum.length > MOST_ENUM ? ["…"] : [])].join(" | ");
  }
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return union(alternatives.map((item) => typeOf(item, root, depth)));
  if (schema.allOf !== undefined) return schema.allOf.map((item) => typeOf(item, root, depth)).join(" & ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  if (types.length === 0) return schema.properties === undefined ? "any" : objectType(schema, root, depth);
  return union(types.map((type) => named(type, schema, root, depth)));
}

function named(type: string, schema: JsonSchemaObject, root: JsonSchema, depth: number): string {
  if (type === "object") return objectType(schema, root, depth);
  if (type !== "array") return type;
  const item = schema.items === undefined ? "any" : typeOf(schema.items, root, depth + 1);
  return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
}

function objectType(schema: JsonSchemaObject, root: JsonSchema, depth: number): string {
  const entries = Object.entries(schema.properties ?? {});
  if (entries.length === 0 || depth >= DEPTH) return "object";
  const required = new Set(schema.required);
  const fields = entries.map(([name, property]) => {
    return `${key(name)}${required.has(name) ? "" : "?"}: ${typeOf(property, root, depth + 1)}`;
  });
  return `{ ${fields.join(", ")} }`;
}

function definition(ref: string, root: JsonSchema): JsonSchema | undefined {
  const name = /^#\/\$defs\/([^/]+)$/.exec(ref)?.[1];
  if (name === undefined || typeof root === "boolean") return undefined;
  return root.$defs?.[decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~")];
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

/** What a type cannot say. */
function constraints(schema: JsonSchema | undefined): string[] {
  if (schema === undefined || typeof schema === "boolean") return [];
  const notes: string[] = [];
  if (schema.default !== undefined) notes.push(`default ${JSON.stringify(schema.default)}`);
  if (schema.format !== undefined) notes.push(schema.format);
  for (const keyword of ["minimum", "maximum", "minLength", "maxLength", "pattern"] as const) {
    const value = schema[keyword];
    if (value !== undefined && Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER)
      notes.push(`${keyword} ${value}`);
  }
  return notes;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function indent(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `  ${line.trim()}`.trimEnd())
    .join("\n");
}
