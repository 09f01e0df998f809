import {
  type JsonSchema,
  type MCSToolDriver,
  type Tool,
  type ToolParameter,
  toolInputSchema,
} from "@mcs/core";

/** A node as n8n describes one: `INodeTypeDescription`, as far as it is needed here. */
export interface NodeDescription {
  readonly displayName: string;
  readonly name: string;
  readonly group: readonly ["transform"];
  readonly version: 1;
  readonly subtitle: string;
  readonly description: string;
  readonly defaults: { readonly name: string };
  readonly inputs: readonly ["main"];
  readonly outputs: readonly ["main"];
  readonly properties: readonly NodeProperty[];
}

/** One field of a node's form: n8n's `INodeProperties`. */
export interface NodeProperty {
  readonly displayName: string;
  readonly name: string;
  readonly type: "string" | "number" | "boolean" | "options" | "json" | "collection";
  readonly default: string | number | boolean | Readonly<Record<string, never>>;
  readonly placeholder?: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly noDataExpression?: boolean;
  /** What can be chosen; of a collection the fields that can be added. */
  readonly options?: readonly (NodeOption | NodeProperty)[];
  readonly displayOptions?: { readonly show: { readonly operation: readonly string[] } };
}

interface NodeOption {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly description?: string;
  readonly action?: string;
}

// #region describe
/** A driver as one node: each tool is an operation, each of its parameters a field that the operation shows. */
export async function describeNode(driver: MCSToolDriver, name: string): Promise<NodeDescription> {
  const tools = await driver.listTools();
  const operation: NodeProperty = {
    displayName: "Operation",
    name: "operation",
    type: "options",
    noDataExpression: true,
    options: tools.map((tool) => ({
      name: titleOf(tool.name),
      value: tool.name,
      action: tool.title || titleOf(tool.name),
      ...(tool.description ? { description: tool.description } : {}),
    })),
    default: tools[0]?.name ?? "",
  };
  return {
    displayName: titleOf(name),
    name,
    group: ["transform"],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: driver.meta.name,
    defaults: { name: titleOf(name) },
    inputs: ["main"],
    outputs: ["main"],
    properties: [operation, ...tools.flatMap(fieldsOf)],
  };
}
// #endregion describe

/** What a call needs is a field at once; the rest can be added, so that what nobody filled in is not sent. */
function fieldsOf(tool: Tool): readonly NodeProperty[] {
  const displayOptions = { show: { operation: [tool.name] } };
  const needed = tool.parameters.filter(({ required }) => required === true);
  const others = tool.parameters.filter(({ required }) => required !== true);
  const fields = needed.map(
    (one): NodeProperty => ({ ...fieldOf(one, tool), required: true, displayOptions }),
  );
  if (others.length === 0) return fields;
  const more: NodeProperty = {
    displayName: "Additional Fields",
    name: "additionalFields",
    type: "collection",
    placeholder: "Add Field",
    default: {},
    options: others.map((one) => fieldOf(one, tool)),
    displayOptions,
  };
  return [...fields, more];
}

function fieldOf(parameter: ToolParameter, tool: Tool): NodeProperty {
  return {
    displayName: titleOf(parameter.name),
    name: parameter.name,
    ...formOf(parameter, tool),
    ...(parameter.description === "" ? {} : { description: parameter.description }),
  };
}

/** What fits a form, as a field of its own; all else is typed in as JSON. */
function formOf({ name }: ToolParameter, tool: Tool): Pick<NodeProperty, "type" | "default" | "options"> {
  const schema: JsonSchema = toolInputSchema(tool).properties?.[name] ?? true;
  if (typeof schema === "boolean") return { type: "json", default: "" };
  const initial = schema.default;
  const plain = typeof initial === "string" || typeof initial === "number" || typeof initial === "boolean";
  if (schema.enum?.every((value) => typeof value === "string") === true) {
    const options = schema.enum.map((value) => ({ name: titleOf(String(value)), value: String(value) }));
    return { type: "options", options, default: plain ? initial : (options[0]?.value ?? "") };
  }
  if (schema.type === "boolean") return { type: "boolean", default: initial === true };
  if (schema.type === "integer" || schema.type === "number") {
    return { type: "number", default: typeof initial === "number" ? initial : 0 };
  }
  if (schema.type === "string") return { type: "string", default: plain ? String(initial) : "" };
  return { type: "json", default: "" };
}

/** `listOpen_orders` becomes `List Open Orders`. */
function titleOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
