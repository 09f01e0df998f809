import type { JsonSchema, Tool, ToolAnnotations, ToolParameter } from "@mcs/core";
import { asString, type JsonObject } from "../document/json.ts";
import { type Endpoint, FoundOperation, type PathItemPlace } from "./found.ts";
import type { Plans } from "./plan.ts";
import { areKnown, isKnown } from "./usable.ts";

/**
 * An operation as a tool. What has to be worked out is, when it is first asked for. Tools are made by the
 * thousand, so all of them have the same accessors: with closures of its own, each would be a hash table.
 */
export class OperationTool implements Tool {
  static readonly #PARAMETERS: PropertyDescriptor = {
    enumerable: true,
    configurable: true,
    get(this: OperationTool): readonly ToolParameter[] {
      return this.#plans.of(this).inputs.parameters;
    },
  };
  static readonly #OUTPUT_SCHEMA: PropertyDescriptor = {
    enumerable: true,
    configurable: true,
    get(this: OperationTool): JsonSchema {
      return this.#plans.of(this).output;
    },
  };

  /** The `operationId`, or nothing, until all operations of the document are named. */
  name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly origin: Endpoint;
  declare readonly parameters: readonly ToolParameter[];
  declare readonly outputSchema: JsonSchema;
  readonly #isUsable: boolean;
  readonly #key: string;
  readonly #operation: JsonObject;
  readonly #item: PathItemPlace;
  readonly #plans: Plans;

  /** @param key where in the path item the operation stands, as a part of a JSON pointer */
  constructor(origin: Endpoint, key: string, operation: JsonObject, item: PathItemPlace, plans: Plans) {
    // Own properties, so that whoever copies a tool has them as well. They come first, because an engine is slower
    // to add them to an object that has others, and takes more memory for it.
    Object.defineProperty(this, "parameters", OperationTool.#PARAMETERS);
    Object.defineProperty(this, "outputSchema", OperationTool.#OUTPUT_SCHEMA);
    let id: unknown;
    let summary: unknown;
    let description: unknown;
    let deprecated: unknown;
    let parameters: unknown;
    let body: unknown;
    // What listing needs, in one walk. Operations have so many shapes that asking each for six properties by
    // name would cost several times as much, and there are thousands of operations.
    for (const name in operation) {
      const value = operation[name];
      if (name === "operationId") id = value;
      else if (name === "summary") summary = value;
      else if (name === "description") description = value;
      else if (name === "deprecated") deprecated = value;
      else if (name === "parameters") parameters = value;
      else if (name === "requestBody") body = value;
    }
    const { document } = plans;
    const title = asString(summary)?.trim() || `${origin.method} ${origin.path}`;
    const text = asString(description)?.trim() || title;
    this.name = asString(id) ?? "";
    this.title = title;
    this.description = deprecated === true ? `(deprecated) ${text}` : text;
    this.annotations = ANNOTATIONS.get(origin.method) ?? CHANGING;
    this.origin = origin;
    this.#isUsable =
      (parameters === undefined || areKnown(document, parameters, item)) &&
      (body === undefined || isKnown(document, body, item));
    this.#key = key;
    this.#operation = operation;
    this.#item = item;
    this.#plans = plans;
  }

  /** What it takes is known, as far as it is its own and not its path's. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** The operation that it stands for. */
  get found(): FoundOperation {
    const { file } = this.#plans.document;
    return new FoundOperation(this.origin, this.#key, this.#operation, this.#item, file);
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
