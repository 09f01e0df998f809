import type { JsonSchema, Tool, ToolAnnotations, ToolParameter } from "@mcs/core";
import type { OperationPlan } from "./plan.ts";

/** Hidden from whoever lists or copies a tool's properties. */
const PLAN = Symbol("plan");

interface Planned {
  readonly [PLAN]: OperationPlan;
}

/**
 * An operation as a tool. What has to be worked out is, when it is first asked for. Tools are made by the
 * thousand, so all of them have the same accessors: with closures of its own, each would be a hash table.
 */
export function toTool(name: string, plan: OperationPlan): Tool {
  const { method, path, summary, description, isDeprecated, signature } = plan.found;
  const title = summary ?? signature;
  const text = description ?? title;
  const tool = {
    name,
    title,
    description: isDeprecated ? `(deprecated) ${text}` : text,
    annotations: ANNOTATIONS.get(method) ?? CHANGING,
    origin: { method, path },
  };
  Object.defineProperty(tool, PLAN, { value: plan });
  Object.defineProperty(tool, "parameters", PARAMETERS);
  Object.defineProperty(tool, "outputSchema", OUTPUT_SCHEMA);
  return tool as Tool;
}

const PARAMETERS: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: Planned): readonly ToolParameter[] {
    return this[PLAN].inputs.parameters;
  },
};

const OUTPUT_SCHEMA: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: Planned): JsonSchema {
    return this[PLAN].output;
  },
};

const READING: ToolAnnotations = Object.freeze({ readOnly: true, destructive: false, idempotent: true });
const REPLACING: ToolAnnotations = Object.freeze({ readOnly: false, destructive: true, idempotent: true });
const CHANGING: ToolAnnotations = Object.freeze({ readOnly: false, idempotent: false });

/** What RFC 9110, section 9.2, says of the method. The others promise nothing. */
const ANNOTATIONS: ReadonlyMap<string, ToolAnnotations> = new Map([
  ["GET", READING],
  ["HEAD", READING],
  ["OPTIONS", READING],
  ["TRACE", READING],
  ["QUERY", READING],
  ["PUT", REPLACING],
  ["DELETE", REPLACING],
]);
