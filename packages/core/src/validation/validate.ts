import { type OutputUnit, Validator } from "@cfworker/json-schema";
import type { JsonSchema, JsonSchemaObject, Tool, ToolArguments } from "../contract/index.ts";
import { type ArgumentIssue, InvalidArgumentsError } from "../errors.ts";
import { Media } from "../media.ts";
import { isRecord } from "../record.ts";
import { clip } from "./describe.ts";
import { explain, segments, valueAt } from "./explain.ts";
import { toolInputSchema } from "./input-schema.ts";
import { mapSchema } from "./map-schema.ts";
import { besideMedia, mediaAsText } from "./media-arguments.ts";
import { safeLength } from "./patterns.ts";
import { fitsPlainly } from "./plain.ts";

const interpreters = new WeakMap<Tool, Validator>();

/**
 * Holds a call's arguments against the tool's schema, by an interpreter: nothing is compiled, so there is
 * no `eval` and no cost for the tools that are never called. `checkArguments` does the same without loading
 * the interpreter for nothing.
 *
 * @throws InvalidArgumentsError that names every argument that is wrong and what it should be.
 */
export function validateArguments(tool: Tool, args: unknown): asserts args is ToolArguments {
  const issues = argumentIssues(tool, args);
  if (issues.length > 0) throw new InvalidArgumentsError(tool.name, issues);
}

function argumentIssues(tool: Tool, args: unknown): readonly ArgumentIssue[] {
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    const got = args === null ? "null" : Array.isArray(args) ? "an array" : `a ${typeof args}`;
    return [{ path: [], keyword: "type", message: `the arguments should be an object, not ${got}` }];
  }
  if (fitsPlainly(tool, args)) return [];
  try {
    const interpreter = interpreterOf(tool);
    const { valid, errors } = interpreter.validate(args);
    return valid ? [] : issuesOf(tool, args as ToolArguments, errors, interpreter);
  } catch (error) {
    return [{ path: [], keyword: "limit", message: unreadable(error) }];
  }
}

function issuesOf(
  tool: Tool,
  args: ToolArguments,
  errors: readonly OutputUnit[],
  interpreter: Validator,
): readonly ArgumentIssue[] {
  const asText = mediaAsText(args);
  if (asText === undefined) return explain(tool, args, errors);
  const isMedia = (location: string): boolean => Media.is(valueAt(args, segments(location)));
  return explain(tool, asText, besideMedia(interpreter.validate(asText).errors, isMedia));
}

/**
 * The interpreter recurses, and a schema may recurse with it: arguments can be nested too deeply to check,
 * or hold more mistakes than it can collect.
 */
function unreadable(error: unknown): string {
  if (error instanceof RangeError) return "the arguments are too large or nested too deeply to be checked";
  const reason = error instanceof Error ? error.message : String(error);
  // Its first sentence; what follows lists every schema that it knows.
  return `the arguments could not be checked: ${clip(reason.split(/\.(?:\s|$)/, 1).join(""), 200)}`;
}

function interpreterOf(tool: Tool): Validator {
  let interpreter = interpreters.get(tool);
  if (interpreter === undefined) {
    interpreter = new Validator(checkable(toolInputSchema(tool)) as object, "2020-12", false);
    interpreters.set(tool, interpreter);
  }
  return interpreter;
}

/** What the interpreter reads. It would also walk into any other object, such as an example, as a schema. */
const KEYWORDS = new Set(
  (
    "$ref $defs definitions type const enum not anyOf allOf oneOf if then else format properties required " +
    "patternProperties additionalProperties unevaluatedProperties minProperties maxProperties propertyNames " +
    "dependentRequired dependentSchemas prefixItems items additionalItems unevaluatedItems contains " +
    "minContains maxContains minItems maxItems uniqueItems minimum maximum exclusiveMinimum " +
    "exclusiveMaximum multipleOf minLength maxLength pattern"
  ).split(" "),
);

/**
 * The schema as the interpreter may have it: a copy, because it writes notes into schemas; with nothing in
 * it but what is checked, so without identifiers, which would move the base of every reference; and without
 * patterns that no JavaScript engine can compile, since a published document must not make its own tool
 * uncallable. A pattern that could take for ever is held against short texts only.
 */
function checkable(schema: JsonSchema): JsonSchema {
  const bounded = new WeakSet<object>();
  return mapSchema(schema, (node) => {
    const copy: Record<string, unknown> = Object.fromEntries(
      Object.entries(node).filter(([keyword]) => KEYWORDS.has(keyword)),
    );
    if (typeof node.pattern === "string" && !bounded.has(node)) {
      const { pattern } = node;
      const length = compiles(pattern) ? safeLength(pattern) : 0;
      if (length !== undefined) delete copy.pattern;
      if (length !== undefined && length > 0) {
        const rest = { pattern };
        bounded.add(rest);
        copy.allOf = [...(node.allOf ?? []), { if: { minLength: length + 1 }, else: rest }];
      }
    }
    if (isRecord<JsonSchema>(node.patternProperties))
      Object.assign(copy, checkablePatterns(node, node.patternProperties));
    return copy as JsonSchemaObject;
  });
}

/** Names cannot be left unchecked by their length; where a pattern is left out, other names have to be allowed. */
function checkablePatterns(
  { additionalProperties }: JsonSchemaObject,
  patterns: Record<string, JsonSchema>,
): JsonSchemaObject {
  const kept = Object.entries(patterns).filter(
    ([pattern]) => compiles(pattern) && safeLength(pattern) === undefined,
  );
  const complete = kept.length === Object.keys(patterns).length;
  return {
    patternProperties: Object.fromEntries(kept),
    ...(complete || additionalProperties === undefined ? {} : { additionalProperties: true }),
  };
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}
