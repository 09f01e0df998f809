import type { JsonSchemaObject, ToolParameter } from "@mcs/core";
import { OPERATORS } from "../reduce/condition.ts";

/** Parameters that several tools share: the same words everywhere. */

export const TABLE: ToolParameter = {
  name: "table",
  description:
    'A table as list_tables names it, or a glob such as "logs/2024-*.csv" for several files of one kind as one table.',
  required: true,
  schema: { type: "string", minLength: 1 },
};

/** One shape with all parts, so that what is wrong with a condition can be said part by part. */
const CONDITION: JsonSchemaObject = {
  type: "object",
  properties: {
    column: { type: "string" },
    op: { enum: [...OPERATORS] },
    value: {
      anyOf: [
        { type: "string" },
        { type: "number" },
        { type: "boolean" },
        { type: "null" },
        {
          type: "array",
          items: { anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }, { type: "null" }] },
        },
      ],
    },
    ignore_case: { type: "boolean" },
    and: { type: "array", items: { $ref: "#/$defs/condition" }, minItems: 1 },
    or: { type: "array", items: { $ref: "#/$defs/condition" }, minItems: 1 },
    not: { $ref: "#/$defs/condition" },
  },
  additionalProperties: false,
};

export function where(name: string = "where", of: string = "Only records that fit"): ToolParameter {
  return {
    name,
    description:
      `${of}: {"column","op","value"}, combined by {"and":[…]}, {"or":[…]}, {"not":…}. ` +
      `"between" and "in" take a list; "is_null" means empty or missing, and no other comparison matches such values.`,
    schema: { $ref: "#/$defs/condition", $defs: { condition: CONDITION } },
  };
}

/** From one to `most` objects of these properties, and of no others. */
export function objects(
  most: number,
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchemaObject>>,
): JsonSchemaObject {
  return {
    type: "array",
    minItems: 1,
    maxItems: most,
    items: { type: "object", properties, required, additionalProperties: false },
  };
}

export const COLUMNS: ToolParameter = {
  name: "columns",
  description: "The columns of the result, in this order. All when left out.",
  schema: { type: "array", items: { type: "string" }, minItems: 1 },
};

export const CURSOR: ToolParameter = {
  name: "cursor",
  description: "The cursor of the page before, to go on from there.",
  schema: { type: "string" },
};

export function limit(byDefault: number, most: number): ToolParameter {
  return {
    name: "limit",
    description: `The most rows of the result. Default ${byDefault}.`,
    schema: { type: "integer", minimum: 1, maximum: most },
  };
}

/** Arguments were validated against the schemas above: these only give them their types. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function integer(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

export function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? (value as readonly string[]) : undefined;
}
