import type { JsonSchema, JsonSchemaObject, ToolParameter } from "../contract/index.ts";
import { safeToolName } from "./tool-names.ts";

/**
 * What reading needs to know of a tool: its name, and its parameters, be it as a driver lists them or as one
 * JSON Schema of an object, the form that providers take.
 */
export interface CallableTool {
  readonly name: string;
  /** @defaultValue none: nothing is known of the arguments */
  readonly parameters?: readonly ToolParameter[] | JsonSchemaObject;
}

/** A parameter's schema, and the schema in which its references are to be looked up. */
export interface ParameterSchema {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

/** Namespaces that models put before a name although the tool has none. */
const PREFIX = /^(?:functions?|tools?|default_api|multi_tool_use)[.:/]/;

/** The tools of a conversation by name: what settles whether a text is a call, and of what type a value is. */
export class ToolIndex {
  readonly #tools = new Map<string, CallableTool>();
  readonly #parameters = new Map<string, readonly ParameterSchema[]>();
  #simplified: Map<string, string | undefined> | undefined;

  /** Keys under which a tool's name may stand besides those that all models use. */
  readonly nameKeys: readonly string[];

  constructor(tools: readonly CallableTool[], nameKeys: readonly string[] = []) {
    this.nameKeys = nameKeys;
    for (const tool of tools) this.#tools.set(tool.name, tool);
  }

  /** The tool that a model's spelling means, without the namespaces and indices that models add. */
  resolve(written: string): string | undefined {
    if (this.#tools.has(written)) return written;
    let name = written
      .trim()
      .replace(/^["'`]|["'`]$/g, "")
      .replaceAll("\\_", "_");
    for (let tries = 0; tries < 4; tries++) {
      if (this.#tools.has(name)) return name;
      const shorter = name.replace(PREFIX, "").replace(/(?::\d+|\.call|\(\))$/, "");
      if (shorter === name) break;
      name = shorter;
    }
    return undefined;
  }

  /** As {@link resolve}; where a marker says that it is a call, case and separators may differ too. */
  resolveLoosely(written: string): string | undefined {
    const name = this.resolve(written);
    if (name !== undefined) return name;
    if (this.#simplified === undefined) {
      this.#simplified = new Map();
      for (const tool of this.#tools.keys()) {
        for (const key of new Set([simplify(tool), simplify(safeToolName(tool))])) {
          this.#simplified.set(key, this.#simplified.has(key) ? undefined : tool);
        }
      }
    }
    return this.#simplified.get(simplify(written.trim().replace(PREFIX, "")));
  }

  parameters(tool: string): readonly ParameterSchema[] {
    let known = this.#parameters.get(tool);
    if (known === undefined) {
      known = parametersOf(this.#tools.get(tool));
      this.#parameters.set(tool, known);
    }
    return known;
  }

  parameter(tool: string, name: string): ParameterSchema | undefined {
    return this.parameters(tool).find((parameter) => parameter.name === name);
  }

  /** The parameter that an argument's name means, where a provider's rules for names changed it. */
  similarParameter(tool: string, name: string): ParameterSchema | undefined {
    const key = simplify(name);
    const similar = this.parameters(tool).filter((parameter) => simplify(parameter.name) === key);
    return similar.length === 1 ? similar[0] : undefined;
  }

  /** The parameter that a lone value must be meant for: the only one, or the only one that is required. */
  soleParameter(tool: string): ParameterSchema | undefined {
    const all = this.parameters(tool);
    if (all.length === 1) return all[0];
    const required = all.filter((parameter) => parameter.required);
    return required.length === 1 ? required[0] : undefined;
  }
}

function parametersOf(tool: CallableTool | undefined): readonly ParameterSchema[] {
  const parameters = tool?.parameters;
  if (isList(parameters)) {
    return parameters.map(({ name, required = false, schema = true }) => ({
      name,
      required,
      schema,
      root: schema,
    }));
  }
  const required = new Set(parameters?.required);
  return Object.entries(parameters?.properties ?? {}).map(([name, schema]) => ({
    name,
    required: required.has(name),
    schema,
    root: parameters ?? true,
  }));
}

function isList(value: CallableTool["parameters"]): value is readonly ToolParameter[] {
  return Array.isArray(value);
}

function simplify(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}
