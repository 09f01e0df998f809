import type { OutputUnit } from "@cfworker/json-schema";
import type { JsonSchema, JsonSchemaObject, Tool, ToolArguments } from "../contract/index.ts";
import type { ArgumentIssue } from "../errors.ts";
import { describeSchema } from "./describe.ts";
import { toolInputSchema } from "./input-schema.ts";

/** Keywords that only say "something below me is wrong". */
const CONTAINERS = new Set([
  "properties",
  "items",
  "prefixItems",
  "$ref",
  "allOf",
  "additionalProperties",
  "if",
]);
/** Keywords whose branches contradict each other: the alternative itself is the news, not its branches. */
const ALTERNATIVES = new Set(["anyOf", "oneOf", "not", "contains", "propertyNames"]);
const MOST = 8;

/** The interpreter's findings as sentences that a model can act on, each place once. */
export function explain(
  tool: Tool,
  args: ToolArguments,
  errors: readonly OutputUnit[],
): readonly ArgumentIssue[] {
  const schema = toolInputSchema(tool);
  const issues: ArgumentIssue[] = [];
  const alternatives: string[] = [];
  const seen = new Set<string>();
  for (const error of errors) {
    if (alternatives.some((location) => error.keywordLocation.startsWith(location))) continue;
    if (CONTAINERS.has(error.keyword)) continue;
    if (ALTERNATIVES.has(error.keyword)) alternatives.push(`${error.keywordLocation}/`);
    const issue = toIssue(error, schema, args);
    const key = `${issue.path.join("/")} ${issue.message}`;
    if (!seen.has(key)) issues.push(issue);
    seen.add(key);
  }
  if (issues.length > MOST) {
    const rest = issues.length - MOST;
    return [...issues.slice(0, MOST), { path: [], keyword: "", message: `and ${rest} more` }];
  }
  return issues;
}

function toIssue(error: OutputUnit, schema: JsonSchemaObject, args: ToolArguments): ArgumentIssue {
  const path = segments(error.instanceLocation);
  const { keyword } = error;
  if (keyword === "required") {
    const missing = JSON.parse(/"(?:[^"\\]|\\.)*"/.exec(error.error)?.[0] ?? '""') as string;
    const place = [...path, missing];
    return {
      path: place,
      keyword,
      message: `is missing; it should be ${describeSchema(schemaAt(schema, place))}`,
    };
  }
  if (keyword === "false") {
    const parent = schemaAt(schema, path.slice(0, -1));
    const names = typeof parent === "object" ? Object.keys(parent.properties ?? {}) : [];
    const known = names.length === 0 ? "there are none" : `there are ${names.slice(0, 20).join(", ")}`;
    return { path, keyword: "additionalProperties", message: `is not known; ${known}` };
  }
  const expected = describeSchema(schemaAt(schema, path));
  return { path, keyword, message: `should be ${expected}, not ${show(valueAt(args, path))}` };
}

function segments(location: string): string[] {
  return location
    .split("/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The schema for a place in the arguments, as far as it can be told without choosing between alternatives. */
function schemaAt(root: JsonSchemaObject, path: readonly string[]): JsonSchema {
  let schema: JsonSchema = root;
  for (const segment of path) {
    schema = step(resolve(root, schema), segment);
  }
  return resolve(root, schema);
}

function step(schema: JsonSchema, segment: string): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const { properties } = schema;
  if (properties !== undefined && Object.hasOwn(properties, segment)) return properties[segment] ?? true;
  if (schema.items !== undefined && /^\d+$/.test(segment)) return schema.items;
  return schema.additionalProperties ?? true;
}

function resolve(root: JsonSchemaObject, schema: JsonSchema): JsonSchema {
  let current = schema;
  for (let hops = 0; hops < 20; hops++) {
    if (typeof current === "boolean" || typeof current.$ref !== "string") return current;
    let target: unknown = root;
    for (const segment of segments(current.$ref)) {
      target =
        typeof target === "object" && target !== null
          ? (target as Record<string, unknown>)[segment]
          : undefined;
    }
    if (typeof target !== "object" || target === null) return true;
    current = target as JsonSchemaObject;
  }
  return true;
}

function valueAt(args: ToolArguments, path: readonly string[]): unknown {
  let value: unknown = args;
  for (const segment of path) value = (value as Record<string, unknown> | undefined)?.[segment];
  return value;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
