import { type JsonSchema, Media, type Tool, type ToolArguments } from "@mcs/core";
import { asArray, type JsonObject, setOwn, unescapeSegment } from "../document/json.ts";

/*
 * An integer beyond 2^53 comes back as the text of its digits, because a number would round it. So it may be passed
 * on as such a text, where the tool takes an integer, and is sent with all of its digits.
 */

/** Deeper values are left as they are: what they hold is refused where it does not fit. */
const DEEPEST = 50;
/** So many schemas are looked at for one value. */
const MOST = 50;

/** Whether a value is or holds the text of such an integer, whatever its tool takes there. */
export function holdLargeIntegers(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return isLargeInteger(value);
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.some((item) => holdLargeIntegers(item, depth + 1));
  for (const key in value) if (holdLargeIntegers((value as JsonObject)[key], depth + 1)) return true;
  return false;
}

function isLargeInteger(value: unknown): value is string {
  if (typeof value !== "string" || value.length < 16 || !/^-?[1-9]\d{15,}$/.test(value)) return false;
  return !Number.isSafeInteger(Number(value));
}

/** A value as a schema reads it, rounded to numbers, and as it is sent. */
interface Reading<T> {
  readonly checked: T;
  readonly sent: T;
}

/** The texts of large integers as integers, where the tool takes no text. */
export function readLargeIntegers({ parameters }: Tool, args: ToolArguments): Reading<ToolArguments> {
  const schemas = new Map(parameters.map(({ name, schema }) => [name, schema]));
  return readEach(args, (name) => {
    const schema = schemas.get(name);
    return schema === undefined ? [] : [new Alternative(schema, schema)];
  }) as Reading<ToolArguments>;
}

function read(value: unknown, schemas: readonly Alternative[], depth: number): Reading<unknown> {
  if (isLargeInteger(value)) {
    const takesIntegers = schemas.some((schema) => schema.takes("integer"));
    return takesIntegers && !schemas.some((schema) => schema.takes("string"))
      ? { checked: Number(value), sent: BigInt(value) }
      : { checked: value, sent: value };
  }
  if (typeof value !== "object" || value === null || Media.is(value) || depth > DEEPEST)
    return { checked: value, sent: value };
  return readEach(value as JsonObject, (key) => schemas.flatMap((schema) => schema.below(value, key)), depth);
}

function readEach(
  value: JsonObject | readonly unknown[],
  schemasOf: (key: string) => readonly Alternative[],
  depth = 0,
): Reading<unknown> {
  const checked: Record<string, unknown> = {};
  const sent: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const schemas = schemasOf(key)
      .flatMap((schema) => schema.all())
      .slice(0, MOST);
    const reading = read(item, schemas, depth + 1);
    setOwn(checked, key, reading.checked);
    setOwn(sent, key, reading.sent);
  }
  return Array.isArray(value)
    ? { checked: Object.values(checked), sent: Object.values(sent) }
    : { checked, sent };
}

/** One of the schemas that a value may be meant by, and the one that holds its definitions. */
class Alternative {
  readonly #schema: JsonSchema;
  readonly #root: JsonSchema;

  constructor(schema: JsonSchema, root: JsonSchema) {
    this.#schema = schema;
    this.#root = root;
  }

  /** The schema itself, behind its references, and its alternatives. */
  all(): readonly Alternative[] {
    const found = new Set<JsonSchema>([this.#schema]);
    for (const schema of found) {
      if (typeof schema !== "object" || found.size > MOST) continue;
      const { $ref, allOf = [], anyOf = [], oneOf = [] } = schema;
      for (const inner of [...allOf, ...anyOf, ...oneOf]) found.add(inner);
      const target = $ref === undefined ? undefined : this.#defined($ref);
      if (target !== undefined) found.add(target);
    }
    return [...found].map((schema) => new Alternative(schema, this.#root));
  }

  takes(type: string): boolean {
    const { type: types } = typeof this.#schema === "object" ? this.#schema : {};
    return asArray(Array.isArray(types) ? types : [types]).includes(type);
  }

  /** What is said of an item or of a property. */
  below(value: object, key: string): readonly Alternative[] {
    if (typeof this.#schema !== "object") return [];
    const { items, properties, additionalProperties } = this.#schema;
    const schema = Array.isArray(value)
      ? items
      : properties !== undefined && Object.hasOwn(properties, key)
        ? properties[key]
        : additionalProperties;
    return schema === undefined ? [] : [new Alternative(schema, this.#root)];
  }

  #defined(ref: string): JsonSchema | undefined {
    const { $defs } = typeof this.#root === "object" ? this.#root : {};
    const name = ref.startsWith("#/$defs/") ? unescapeSegment(ref.slice("#/$defs/".length)) : undefined;
    return name !== undefined && $defs !== undefined && Object.hasOwn($defs, name) ? $defs[name] : undefined;
  }
}
