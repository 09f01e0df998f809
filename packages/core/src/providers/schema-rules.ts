import type { JsonSchema, JsonSchemaObject } from "../contract/index.ts";
import { isRecord } from "../record.ts";
import type { DefinitionNote } from "./provider.ts";

/** What a provider takes of JSON Schema. */
export interface SchemaRules {
  /** The keywords that it knows; all where it is left out. */
  readonly keywords?: ReadonlySet<string>;
  /** References are replaced by what they point to; recursion is cut. */
  readonly inline?: boolean;
  /** What properties may be called. */
  readonly propertyNames?: RegExp;
  /** `const` is written as an `enum` of one. */
  readonly constAsEnum?: boolean;
  /** OpenAI's strict mode: every property required, an optional one may be null, no others. */
  readonly closed?: boolean;
}

/** How deep inlined references go, and how much they may add up to. */
const DEEPEST = 8;
const MOST_NODES = 4000;
const MAPS: ReadonlySet<string> = new Set(["properties", "$defs", "definitions", "patternProperties"]);
const LISTS: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const SINGLE: ReadonlySet<string> = new Set([
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "contains",
]);
/** Keywords that say nothing about values, and are not missed. */
const NOTES: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "examples",
  "title",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

type Report = (note: Omit<DefinitionNote, "tool">) => void;

/** The schema with what the provider takes of it; all else is reported. */
export function applyRules(schema: JsonSchemaObject, rules: SchemaRules, report: Report): JsonSchemaObject {
  const walker = new Walker(schema, rules, report);
  const result = walker.walk(schema, "", 0, []);
  return typeof result === "boolean" ? { type: "object" } : result;
}

class Walker {
  readonly #root: JsonSchemaObject;
  readonly #rules: SchemaRules;
  readonly #report: Report;
  #nodes = 0;

  constructor(root: JsonSchemaObject, rules: SchemaRules, report: Report) {
    this.#root = root;
    this.#rules = rules;
    this.#report = report;
  }

  walk(schema: JsonSchema, path: string, depth: number, within: readonly string[]): JsonSchema {
    if (typeof schema === "boolean") return this.#rules.keywords === undefined ? schema : {};
    this.#nodes++;
    const { inline = false, keywords } = this.#rules;
    if (inline && typeof schema.$ref === "string")
      return this.#inlined(schema, schema.$ref, path, depth, within);
    const result: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(this.#reworded(schema, path))) {
      const at = `${path}/${keyword}`;
      if (inline && (keyword === "$defs" || keyword === "definitions")) continue;
      if (keywords !== undefined && !keywords.has(keyword)) {
        if (!NOTES.has(keyword))
          this.#report({ kind: "dropped", path: at, message: `${keyword} is not taken` });
        continue;
      }
      result[keyword] = this.#child(keyword, value, at, depth, within);
    }
    return this.#rules.closed === true ? this.#close(result, path) : result;
  }

  #child(keyword: string, value: unknown, path: string, depth: number, within: readonly string[]): unknown {
    if (MAPS.has(keyword) && isRecord(value)) {
      const entries = Object.entries(value).map(([name, item]) => {
        return [
          this.#named(name, keyword, path),
          this.walk(item as JsonSchema, `${path}/${name}`, depth + 1, within),
        ] as const;
      });
      return Object.fromEntries(entries);
    }
    if (LISTS.has(keyword) && Array.isArray(value)) {
      return value.map((item, index) => this.walk(item as JsonSchema, `${path}/${index}`, depth + 1, within));
    }
    if (keyword === "required" && Array.isArray(value))
      return value.map((name) => this.#rename(String(name)));
    if (SINGLE.has(keyword) && (isRecord(value) || typeof value === "boolean")) {
      return typeof value === "boolean" ? value : this.walk(value, path, depth + 1, within);
    }
    return value;
  }

  /** Says in known keywords what can be said in them. */
  #reworded(schema: JsonSchemaObject, path: string): JsonSchemaObject {
    const { constAsEnum = false, keywords } = this.#rules;
    let result = schema;
    if (constAsEnum && "const" in result) {
      const { const: value, ...rest } = result;
      result = { ...rest, enum: [value] };
    }
    if (keywords?.has("allOf") === false && result.allOf !== undefined) {
      const { allOf, ...rest } = result;
      const parts = allOf.map((part) => this.#resolve(part));
      result = parts.reduce<JsonSchemaObject>(merge, rest);
      this.#report({ kind: "changed", path: `${path}/allOf`, message: "allOf is written as one schema" });
    }
    if (keywords?.has("oneOf") === false && result.oneOf !== undefined && result.anyOf === undefined) {
      const { oneOf, ...rest } = result;
      result = { ...rest, anyOf: oneOf };
      this.#report({ kind: "changed", path: `${path}/oneOf`, message: "oneOf is written as anyOf" });
    }
    return result;
  }

  #inlined(
    schema: JsonSchemaObject,
    ref: string,
    path: string,
    depth: number,
    within: readonly string[],
  ): JsonSchema {
    const { $ref: _ref, $defs: _defs, ...beside } = schema;
    if (within.includes(ref) || depth > DEEPEST * 2 || this.#nodes > MOST_NODES) {
      const message = within.includes(ref)
        ? "recursion is cut here: any object"
        : "it is too deep: any value";
      this.#report({ kind: "dropped", path, message });
      return within.includes(ref) ? { type: "object", ...beside } : beside;
    }
    const target = this.#lookUp(ref);
    return this.walk(target === undefined ? beside : { ...target, ...beside }, path, depth + 1, [
      ...within,
      ref,
    ]);
  }

  #resolve(schema: JsonSchema): JsonSchemaObject {
    if (typeof schema === "boolean") return {};
    return typeof schema.$ref === "string" ? (this.#lookUp(schema.$ref) ?? {}) : schema;
  }

  #lookUp(ref: string): JsonSchemaObject | undefined {
    let place: unknown = this.#root;
    for (const segment of ref.replace(/^#\/?/, "").split("/").filter(Boolean)) {
      const key = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
      place = isRecord(place) ? place[key] : undefined;
    }
    return isRecord(place) ? (place as JsonSchemaObject) : undefined;
  }

  #named(name: string, keyword: string, path: string): string {
    if (keyword !== "properties") return name;
    const safe = this.#rename(name);
    if (safe !== name)
      this.#report({ kind: "renamed", path: `${path}/${name}`, message: `the property is called ${safe}` });
    return safe;
  }

  #rename(name: string): string {
    const { propertyNames } = this.#rules;
    if (propertyNames === undefined || propertyNames.test(name)) return name;
    return name.replace(/[^A-Za-z0-9_]/g, "_").slice(0, 64) || "_";
  }

  #close(schema: Record<string, unknown>, path: string): JsonSchemaObject {
    if (!isRecord(schema.properties)) return schema;
    const { properties } = schema;
    const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
    const closed = Object.entries(properties).map(([name, property]) => {
      return [name, required.has(name) ? property : orNull(property as JsonSchema)] as const;
    });
    if (
      (schema.additionalProperties ?? true) !== false &&
      path !== "" &&
      schema.additionalProperties !== undefined
    ) {
      this.#report({
        kind: "dropped",
        path: `${path}/additionalProperties`,
        message: "other properties are not taken",
      });
    }
    return {
      ...schema,
      type: "object",
      properties: Object.fromEntries(closed) as Record<string, JsonSchema>,
      required: Object.keys(properties),
      additionalProperties: false,
    };
  }
}

function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  if (Array.isArray(schema.enum) || typeof schema.type !== "string")
    return { anyOf: [schema, { type: "null" }] };
  return schema.type === "null" ? schema : { ...schema, type: [schema.type, "null"] };
}

function merge(into: JsonSchemaObject, part: JsonSchemaObject): JsonSchemaObject {
  const properties = { ...into.properties, ...part.properties };
  const required = [...new Set([...(into.required ?? []), ...(part.required ?? [])])];
  return {
    ...part,
    ...into,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}
