import type { MCSToolDriver, ToolArguments } from "@mcs/core";
import type { NodeDescription, NodeProperty } from "./node-description.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A node of a workflow, filled in: n8n's `INode`, as far as it is needed here. */
export interface Step {
  readonly name: string;
  /** The operation and the fields, as the form has them; `={{$json.path}}` is what the step before gave. */
  readonly parameters: Fields & { readonly operation: string; readonly additionalFields?: Fields };
}

// #region run
/** Carries out steps one after the other. Each is a call of a tool; the driver checks what it is given. */
export async function runWorkflow(
  steps: readonly Step[],
  node: NodeDescription,
  driver: MCSToolDriver,
): Promise<unknown> {
  let item: unknown;
  for (const { parameters } of steps) {
    const { operation, additionalFields = {}, ...fields } = parameters;
    const types = typesOf(node, operation);
    const args = Object.entries({ ...fields, ...additionalFields }).map(([name, value]) => {
      const filled = filledIn(value, item);
      return [name, types.get(name) === "json" && typeof filled === "string" ? JSON.parse(filled) : filled];
    });
    item = await driver.executeTool(operation, Object.fromEntries(args) as ToolArguments);
  }
  return item;
}
// #endregion run

/** Which field of an operation is of which type. */
function typesOf(
  { properties }: NodeDescription,
  operation: string,
): ReadonlyMap<string, NodeProperty["type"]> {
  const own = properties.filter(({ displayOptions }) => displayOptions?.show.operation.includes(operation));
  const fields = own.flatMap((field) => (field.type === "collection" ? (field.options ?? []) : [field]));
  return new Map(fields.flatMap((field) => ("type" in field ? [[field.name, field.type] as const] : [])));
}

const EXPRESSION = /^=\{\{\s*\$json((?:\.\w+|\[\d+\])*)\s*\}\}$/;

function filledIn(value: unknown, item: unknown): unknown {
  const path = typeof value === "string" ? EXPRESSION.exec(value)?.[1] : undefined;
  if (path === undefined) return value;
  return (path.match(/\w+/g) ?? []).reduce<unknown>((inner, key) => {
    return typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
      ? (inner as Readonly<Record<string, unknown>>)[key]
      : undefined;
  }, item);
}
