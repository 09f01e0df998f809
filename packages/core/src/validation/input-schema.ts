import type { JsonSchema, JsonSchemaObject, Tool } from "../contract/index.ts";
import { redirectRefs } from "./map-schema.ts";

const cache = new WeakMap<Tool, JsonSchemaObject>();

/**
 * A tool's parameters as one object schema: `properties`, `required`, and the parameters' own `$defs`
 * joined at the root. Unknown arguments are refused. Two different definitions of one name are both kept,
 * the later one renamed.
 *
 * Computed once for each tool object.
 */
export function toolInputSchema(tool: Tool): JsonSchemaObject {
  const known = cache.get(tool);
  if (known !== undefined) return known;
  const schema = join(tool);
  cache.set(tool, schema);
  return schema;
}

function join(tool: Tool): JsonSchemaObject {
  const properties: Record<string, JsonSchema> = {};
  const definitions = new JoinedDefinitions();
  for (const parameter of tool.parameters) {
    const own = parameter.schema ?? {};
    const lifted = definitions.lift(own, `#/properties/${escapePointer(parameter.name)}`);
    setOwn(properties, parameter.name, withDescription(lifted, parameter.description));
  }
  const required = tool.parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  return {
    type: "object",
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
    ...definitions.toKeyword(),
  };
}

type Definitions = Readonly<Record<string, JsonSchema>>;

/** A definition in its own schema, and as it stands among the joined ones. */
interface Entry {
  readonly source: JsonSchema;
  readonly among: Definitions;
  lifted: JsonSchema;
}

/** The `$defs` of several schemas, brought together under names that do not collide. */
class JoinedDefinitions {
  readonly #byName = new Map<string, Entry>();

  /** The schema with its references pointing to the joined definitions, `home` being where it will stand. */
  lift(schema: JsonSchema, home: string): JsonSchema {
    if (typeof schema === "boolean") return schema;
    const { $defs = {}, ...rest } = schema;
    const names = new Map<string, string>();
    const added: Entry[] = [];
    for (const [name, source] of Object.entries($defs)) {
      const entry = { source, among: $defs, lifted: source };
      const free = this.#nameFor(name, entry);
      names.set(name, free);
      if (!this.#byName.has(free)) {
        this.#byName.set(free, entry);
        added.push(entry);
      }
    }
    const redirect = (ref: string): string => {
      const match = /^#\/\$defs\/([^/]+)(.*)$/.exec(ref);
      if (match !== null) {
        const target = names.get(unescapePointer(match[1] as string));
        return target === undefined ? ref : `#/$defs/${escapePointer(target)}${match[2]}`;
      }
      return ref === "#" || ref.startsWith("#/") ? `${home}${ref.slice(1)}` : ref;
    };
    for (const entry of added) entry.lifted = redirectRefs(entry.source, redirect);
    return redirectRefs(rest, redirect);
  }

  #nameFor(name: string, entry: Entry): string {
    let candidate = name;
    for (let n = 2; ; n++) {
      const taken = this.#byName.get(candidate);
      if (taken === undefined || sameMeaning(name, taken, entry)) return candidate;
      candidate = `${name}_${n}`;
    }
  }

  toKeyword(): { $defs?: Record<string, JsonSchema> } {
    if (this.#byName.size === 0) return {};
    const $defs: Record<string, JsonSchema> = {};
    for (const [name, { lifted }] of this.#byName) setOwn($defs, name, lifted);
    return { $defs };
  }
}

function withDescription(schema: JsonSchema, description: string): JsonSchema {
  if (description === "") return schema;
  if (schema === true) return { description };
  if (schema === false) return { not: {}, description };
  return { ...schema, description };
}

/** Assigns an own property also where the key is `__proto__`. */
function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Two definitions of one text mean the same only when all that they refer to does. */
function sameMeaning(name: string, a: Entry, b: Entry): boolean {
  if (a.source === b.source && a.among === b.among) return true;
  return JSON.stringify(a.source) === JSON.stringify(b.source) && closure(name, a) === closure(name, b);
}

/** The text of a definition together with those that it leads to. */
function closure(name: string, { source, among }: Entry): string {
  const reached = new Map<string, string>([[name, JSON.stringify(source)]]);
  for (const text of reached.values()) {
    for (const [, pointer = ""] of text.matchAll(/"#\/\$defs\/([^"/]+)/g)) {
      const target = unescapePointer(pointer);
      const definition = Object.hasOwn(among, target) ? among[target] : undefined;
      if (definition !== undefined && !reached.has(target)) reached.set(target, JSON.stringify(definition));
    }
  }
  return JSON.stringify([...reached]);
}

function escapePointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll("~", "~0").replaceAll("/", "~1")).replaceAll("%24", "$");
}

function unescapePointer(segment: string): string {
  return decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
}
