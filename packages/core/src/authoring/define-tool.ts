import type {
  CallOptions,
  JsonSchema,
  JsonSchemaObject,
  Tool,
  ToolAnnotations,
  ToolArguments,
  ToolOrigin,
  ToolParameter,
} from "../contract/index.ts";
import { type ArgumentIssue, ConfigurationError, InvalidArgumentsError } from "../errors.ts";
import { redirectRefs } from "../validation/map-schema.ts";
import type { OutputOf, StandardIssue, StandardSchema } from "./standard-schema.ts";

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** What every tool says of itself. */
export interface ToolDescription {
  /** `^[A-Za-z0-9_-]{1,64}$`. */
  readonly name: string;
  /** A short label. One of `title` and `description` is needed. */
  readonly title?: string;
  /** What the model reads. @defaultValue the title */
  readonly description?: string;
  /** Hints about what a call does. @defaultValue none */
  readonly annotations?: ToolAnnotations;
  /** Where the tool comes from, for people and logs. @defaultValue none */
  readonly origin?: ToolOrigin;
}

/** A tool whose arguments are described by a schema library, such as zod, through Standard Schema. */
export interface SchemaToolDefinition<Input extends StandardSchema> extends ToolDescription {
  /** An object schema; its properties become the parameters. */
  readonly input: Input;
  /** Describes what a successful call resolves with; results are not checked against it. @defaultValue none */
  readonly output?: StandardSchema;
  /** Gets the parsed arguments. What it throws fails the call. */
  readonly execute: (args: OutputOf<Input>, options: CallOptions) => unknown;
}

/** A tool whose parameters are written down as JSON Schema. */
export interface PlainToolDefinition extends ToolDescription {
  /** @defaultValue none: the tool takes no arguments */
  readonly parameters?: readonly ToolParameter[];
  /** Describes what a successful call resolves with; results are not checked against it. @defaultValue none */
  readonly outputSchema?: JsonSchema;
  /** Gets arguments that fit the parameters. What it throws fails the call. */
  readonly execute: (args: ToolArguments, options: CallOptions) => unknown;
}

/** A tool together with what it does. */
export interface DefinedTool extends Tool {
  /** Never empty: the title, where no description was given. */
  readonly description: string;
  /** Takes arguments that were validated against the parameters; parses them with the schema, then runs. */
  readonly execute: (args: ToolArguments, options: CallOptions) => Promise<unknown>;
}

/**
 * Defines a tool.
 *
 * ```ts
 * const add = defineTool({
 *   name: "add",
 *   description: "Adds two numbers.",
 *   input: z.object({ a: z.number(), b: z.number() }),
 *   execute: ({ a, b }) => a + b,
 * });
 * ```
 *
 * @throws ConfigurationError when the name is not valid, when both title and description are empty
 * (contract 0.6, `Tool`), or when the schema is not one of an object.
 */
export function defineTool<Input extends StandardSchema>(
  definition: SchemaToolDefinition<Input>,
): DefinedTool;
export function defineTool(definition: PlainToolDefinition): DefinedTool;
export function defineTool(
  definition: SchemaToolDefinition<StandardSchema> | PlainToolDefinition,
): DefinedTool {
  const described = describe(definition);
  if ("input" in definition) {
    const { input, output, execute } = definition;
    return Object.freeze({
      ...described,
      parameters: parametersOf(definition.name, input),
      ...(output === undefined ? {} : { outputSchema: jsonSchemaOf(definition.name, output, "output") }),
      execute: async (args: ToolArguments, options: CallOptions) =>
        execute(await parse(definition.name, input, args), options),
    });
  }
  const { parameters = [], outputSchema, execute } = definition;
  return Object.freeze({
    ...described,
    parameters,
    ...(outputSchema === undefined ? {} : { outputSchema }),
    execute: async (args: ToolArguments, options: CallOptions) => execute(args, options),
  });
}

function describe({
  name,
  title,
  description,
  annotations,
  origin,
}: ToolDescription): ToolDescription & { description: string } {
  if (!NAME.test(name)) {
    throw new ConfigurationError(`The tool name ${JSON.stringify(name)} is not valid.`, {
      remedy: "Use 1 to 64 letters, digits, _ and -.",
    });
  }
  const text = description?.trim() ? description : title;
  if (text === undefined || text.trim() === "") {
    throw new ConfigurationError(`The tool ${name} has neither a title nor a description.`, {
      remedy: "Say what it does: a model chooses by it.",
    });
  }
  return {
    name,
    ...(title === undefined ? {} : { title }),
    description: text,
    ...(annotations === undefined ? {} : { annotations }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function parametersOf(tool: string, input: StandardSchema): readonly ToolParameter[] {
  const schema = jsonSchemaOf(tool, input, "input");
  if (schema.type !== "object") {
    throw new ConfigurationError(`The input of the tool ${tool} is no object schema.`, {
      remedy: "Arguments are passed by name: wrap the schema in an object.",
    });
  }
  if ((schema.additionalProperties ?? false) !== false) {
    throw new ConfigurationError(`The input of the tool ${tool} takes arguments of any name.`, {
      remedy: "Name each argument; one of them may be an object of any keys.",
    });
  }
  const required = new Set(schema.required);
  const $defs = definitionsFor(schema);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { description = "", ...rest } = typeof property === "boolean" ? asObject(property) : property;
    const own = redirectRefs({ ...rest, ...$defs }, toWhole);
    return { name, description: String(description), required: required.has(name), schema: own };
  });
}

/** Under this name a schema that refers to itself as a whole stands among its own definitions. */
const WHOLE = "arguments";

function toWhole(ref: string): string {
  return ref === "#" ? `#/$defs/${WHOLE}` : ref;
}

function definitionsFor(schema: JsonSchemaObject): Pick<JsonSchemaObject, "$defs"> {
  const { $defs = {}, ...whole } = schema;
  if (JSON.stringify(schema).includes('"$ref":"#"')) return { $defs: { ...$defs, [WHOLE]: whole } };
  return Object.keys($defs).length === 0 ? {} : { $defs };
}

function asObject(schema: boolean): JsonSchemaObject {
  return schema ? {} : { not: {} };
}

function jsonSchemaOf(tool: string, schema: StandardSchema, side: "input" | "output"): JsonSchemaObject {
  try {
    const { $schema: _dialect, ...rest } = schema["~standard"].jsonSchema[side]({ target: "draft-2020-12" });
    return rest;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`The ${side} of the tool ${tool} is no JSON Schema: ${reason}.`, {
      cause: error,
      remedy: "Use types that JSON has, and convert them when the tool is executed.",
    });
  }
}

async function parse<Input extends StandardSchema>(
  tool: string,
  input: Input,
  args: ToolArguments,
): Promise<OutputOf<Input>> {
  const result = await input["~standard"].validate(args);
  if (result.issues !== undefined) throw new InvalidArgumentsError(tool, result.issues.map(toArgumentIssue));
  return result.value as OutputOf<Input>;
}

function toArgumentIssue({ message, path = [] }: StandardIssue): ArgumentIssue {
  return {
    path: path.map((segment) => String(typeof segment === "object" ? segment.key : segment)),
    keyword: "schema",
    message: `is not accepted: ${message}`,
  };
}
