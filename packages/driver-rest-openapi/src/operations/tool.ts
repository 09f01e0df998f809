import type { JsonSchema, Tool, ToolAnnotations, ToolOrigin, ToolParameter } from "@mcs/core";
import type { Plans } from "./plan.ts";
import type { FoundOperation } from "./walk.ts";

/**
 * An operation as a tool. What has to be worked out is, when it is first asked for. Tools are made by the
 * thousand, so all of them have the same accessors: with closures of its own, each would be a hash table.
 */
export class OperationTool implements Tool {
  static readonly #PARAMETERS: PropertyDescriptor = {
    enumerable: true,
    configurable: true,
    get(this: OperationTool): readonly ToolParameter[] {
      return this.#plans.of(this.#found).inputs.parameters;
    },
  };
  static readonly #OUTPUT_SCHEMA: PropertyDescriptor = {
    enumerable: true,
    configurable: true,
    get(this: OperationTool): JsonSchema {
      return this.#plans.of(this.#found).output;
    },
  };

  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly origin: ToolOrigin;
  declare readonly parameters: readonly ToolParameter[];
  declare readonly outputSchema: JsonSchema;
  readonly #found: FoundOperation;
  readonly #plans: Plans;

  constructor(name: string, found: FoundOperation, plans: Plans) {
    // Own properties, so that whoever copies a tool has them as well. They come first, because an engine is slower
    // to add them to an object that has others, and takes more memory for it.
    Object.defineProperty(this, "parameters", OperationTool.#PARAMETERS);
    Object.defineProperty(this, "outputSchema", OperationTool.#OUTPUT_SCHEMA);
    const { method, path, summary } = found;
    const title = summary ?? found.signature;
    const text = found.description ?? title;
    this.name = name;
    this.title = title;
    this.description = found.isDeprecated ? `(deprecated) ${text}` : text;
    this.annotations = ANNOTATIONS.get(method) ?? CHANGING;
    this.origin = { method, path };
    this.#found = found;
    this.#plans = plans;
  }
}

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
