import type { JsonSchema, JsonSchemaObject, Tool } from "../contract/index.ts";

/** How far into nested and recursive objects a signature goes before it says `object`. */
const DEPTH = 6;

/**
 * A tool as a model reads it: a signature in the notation of TypeScript, which models know well and which
 * takes a fraction of the tokens of JSON Schema, then what is said about it.
 */
export function toolSignature(tool: Tool): string {
  const parameters = tool.parameters.map(({ name, required, schema = true }) => {
    return `${key(name)}${required ? "" : "?"}: ${typeOf(schema, schema, 0)}`;
  });
  const lines = [`${tool.name}(${parameters.join(", ")})`, indent(tool.description || tool.title || "")];
  for (const { name, description, schema = true } of tool.parameters) {
    lines.push(
      ...notes(name, description, schema, { root: schema, explained: new Set(), depth: 0 }).map(indent),
    );
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
    return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
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
  const { additionalProperties: rest } = schema;
  if (entries.length === 0 && typeof rest === "object" && depth < DEPTH) {
    return `{ [key]: ${typeOf(rest, root, depth + 1)} }`;
  }
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

/** Where a schema stands, and the references that need no second explanation. */
interface Place {
  readonly root: JsonSchema;
  readonly explained: Set<string>;
  readonly depth: number;
}

/** What a type cannot say of a value and of those inside it, a line for each of which there is something to say. */
function notes(path: string, description: string, schema: JsonSchema, place: Place): string[] {
  if (typeof schema === "boolean") return description === "" ? [] : [`${path}: ${description}`];
  const said = [description, ...constraints(schema)].filter((note) => note !== "");
  const own = said.length === 0 ? [] : [`${path}: ${said.join("; ")}`];
  const { root, explained, depth } = place;
  if (depth >= DEPTH) return own;
  const inner = { ...place, depth: depth + 1 };
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    notes(`${path}.${name}`, descriptionOf(property), property, inner),
  );
  if (schema.items !== undefined)
    inside.push(...notes(`${path}[]`, descriptionOf(schema.items), schema.items, inner));
  for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
    inside.push(...notes(path, descriptionOf(part), part, inner));
  }
  const { $ref } = schema;
  const target = $ref === undefined || explained.has($ref) ? undefined : definition($ref, root);
  if ($ref !== undefined && target !== undefined) {
    explained.add($ref);
    const about = description === "" ? descriptionOf(target) : "";
    inside.push(...notes(path, about, target, inner));
  }
  return [...own, ...inside];
}

function descriptionOf(schema: JsonSchema): string {
  return typeof schema === "boolean" ? "" : (schema.description ?? "");
}

const BOUNDS = [
  ...(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const),
  ...(["minLength", "maxLength", "pattern", "minItems", "maxItems"] as const),
];

function constraints(schema: JsonSchemaObject): string[] {
  const said: string[] = [];
  if (schema.default !== undefined) said.push(`default ${JSON.stringify(schema.default)}`);
  if (schema.format !== undefined) said.push(schema.format);
  if (schema.uniqueItems === true) said.push("no two alike");
  for (const keyword of BOUNDS) {
    const value = schema[keyword];
    if (value !== undefined && Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER)
      said.push(`${keyword} ${value}`);
  }
  return said;
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
