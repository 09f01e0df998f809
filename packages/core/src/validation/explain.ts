import type { OutputUnit } from "@cfworker/json-schema";
import type { JsonSchema, JsonSchemaObject, Tool, ToolArguments } from "../contract/index.ts";
import type { ArgumentIssue } from "../errors.ts";
import { clip, describeSchema, names, showValue, VAGUE } from "./describe.ts";
import { toolInputSchema } from "./input-schema.ts";

/** Keywords that only say "something below me is wrong". */
const CONTAINERS = new Set([
  "properties",
  "patternProperties",
  "items",
  "additionalItems",
  "prefixItems",
  "$ref",
  "allOf",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "dependentSchemas",
  "if",
]);
/** Keywords whose branches contradict each other: the alternative itself is the news, not its branches. */
const ALTERNATIVES = new Set(["anyOf", "oneOf", "not", "contains", "propertyNames"]);
/** Keywords of which {@link describeSchema} does not speak. */
const UNDESCRIBED = new Set([
  "not",
  "contains",
  "minContains",
  "maxContains",
  "propertyNames",
  "dependentRequired",
]);
const MOST = 8;

/** The interpreter's findings as sentences that a model can act on, each place once, and not too many. */
export function explain(
  tool: Tool,
  args: ToolArguments,
  errors: readonly OutputUnit[],
): readonly ArgumentIssue[] {
  const schema = toolInputSchema(tool);
  const issues: ArgumentIssue[] = [];
  const seen = new Set<string>();
  // The findings of the branches follow their alternative directly, so the latest one is enough.
  let alternative: OutputUnit | undefined;
  for (const error of errors) {
    if (CONTAINERS.has(error.keyword) || (alternative !== undefined && isBranch(error, alternative)))
      continue;
    if (ALTERNATIVES.has(error.keyword)) alternative = error;
    const issue = toIssue(error, schema, args);
    const key = `${issue.path.join("/")} ${issue.message}`;
    if (seen.has(key)) continue;
    if (issues.length === MOST) return [...issues, { path: [], keyword: "", message: "and more" }];
    seen.add(key);
    issues.push(issue);
  }
  return issues;
}

/** The interpreter locates a refusal by `false` in the arguments instead of in the schema. */
function isBranch(error: OutputUnit, { keywordLocation, instanceLocation }: OutputUnit): boolean {
  if (error.keyword === "false") return `${error.instanceLocation}/`.startsWith(`${instanceLocation}/`);
  return error.keywordLocation.startsWith(`${keywordLocation}/`);
}

function toIssue(error: OutputUnit, schema: JsonSchemaObject, args: ToolArguments): ArgumentIssue {
  const path = segments(error.instanceLocation);
  const { keyword } = error;
  if (keyword === "required") {
    const missing = /required property "(.*)"\.$/s.exec(error.error)?.[1] ?? "";
    const place = [...path, missing];
    const expected = describeSchema(schemaAt(schema, place));
    return { path: place, keyword, message: `is missing; it should be ${expected}` };
  }
  if (keyword === "false") {
    const parent = schemaAt(schema, path.slice(0, -1));
    const known = typeof parent === "object" ? parent.properties : undefined;
    if (known === undefined) return { path, keyword, message: "is not allowed" };
    const listed = names(Object.keys(known));
    const others = listed === "" ? "there are none" : `there are ${listed}`;
    return { path, keyword: "additionalProperties", message: `is not known; ${others}` };
  }
  const place = schemaAt(schema, path);
  const expected = describeSchema(place);
  const several = /\(([2-9]|\d{2,}) matches\)/.test(error.error);
  if (several) return { path, keyword, message: `should be exactly one of: ${expected}; it fits several` };
  if (UNDESCRIBED.has(keyword) || expected === VAGUE || expected === "any value") {
    return { path, keyword, message: `is not accepted: ${clip(error.error.replace(/\.$/, ""), 120)}` };
  }
  return { path, keyword, message: `should be ${expected}, not ${showValue(valueAt(args, path))}` };
}

/** The way into the arguments that an interpreter's location names. */
export function segments(location: string): string[] {
  return location
    .split("/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The schema for a place in the arguments, as far as it can be told without choosing between alternatives. */
function schemaAt(root: JsonSchemaObject, path: readonly string[]): JsonSchema {
  let schema: JsonSchema = root;
  for (const segment of path) {
    schema = step(root, resolve(root, schema), segment) ?? true;
  }
  return resolve(root, schema);
}

function step(root: JsonSchemaObject, schema: JsonSchema, segment: string): JsonSchema | undefined {
  if (typeof schema === "boolean") return schema;
  const { properties, prefixItems, items, allOf = [] } = schema;
  if (properties !== undefined && Object.hasOwn(properties, segment)) return properties[segment];
  for (const part of allOf) {
    const found = step(root, resolve(root, part), segment);
    if (found !== undefined) return found;
  }
  if (/^\d+$/.test(segment)) return prefixItems?.[Number(segment)] ?? items;
  return schema.additionalProperties;
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

export function valueAt(args: ToolArguments, path: readonly string[]): unknown {
  let value: unknown = args;
  for (const segment of path) value = (value as Record<string, unknown> | undefined)?.[segment];
  return value;
}
