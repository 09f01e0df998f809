import type { JsonSchema, JsonSchemaObject, Tool } from "@mcs/core";
import { toolInputSchema } from "@mcs/core";
import { validateArguments } from "@mcs/core/validation";
import fc from "fast-check";
import { isRecord, lookUp } from "./raw.ts";

/** A small generator of numbers (mulberry32): one seed, one sequence, on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A sequence that begins at the same place for one name, whatever else a run has in it. */
export function seededBy(name: string): () => number {
  let hash = 7;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return seeded(hash);
}

const ATTEMPTS = 24;

/**
 * Arguments that the tool accepts, made from its schema: what is optional is there or not, by chance, less
 * often with each attempt. Undefined where none was found.
 */
export function generateArguments(
  tool: Tool,
  random: () => number,
): Readonly<Record<string, unknown>> | undefined {
  const schema = toolInputSchema(tool);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const chance = attempt > ATTEMPTS / 2 ? 0 : 0.5;
    const args = new Generator(schema, random, chance).value(schema, 0);
    if (!isRecord(args)) return undefined;
    try {
      validateArguments(tool, args);
      return args;
    } catch {
      // Schemas can say more than a generator understands: another attempt may do.
    }
  }
  return undefined;
}

/** Deeper than this, only what is required is generated. */
const DEEP = 3;
const DEEPEST = 12;

class Generator {
  readonly #root: JsonSchemaObject;
  readonly #random: () => number;
  readonly #chance: number;

  constructor(root: JsonSchemaObject, random: () => number, chance: number) {
    this.#root = root;
    this.#random = random;
    this.#chance = chance;
  }

  value(schema: JsonSchema, depth: number): unknown {
    if (typeof schema === "boolean" || depth > DEEPEST) return "any";
    if (schema.$ref !== undefined) return this.#referenced(schema, depth);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined && schema.enum.length > 0) return this.#pick(schema.enum);
    const alternatives = schema.oneOf ?? schema.anyOf;
    if (alternatives !== undefined && alternatives.length > 0) {
      const { oneOf: _one, anyOf: _any, ...rest } = schema;
      return this.#together([this.#pick(alternatives), rest], depth);
    }
    if (schema.allOf !== undefined) {
      const { allOf, ...rest } = schema;
      return this.#together([...allOf, rest], depth);
    }
    return this.#typed(schema, depth);
  }

  #referenced({ $ref = "", ...rest }: JsonSchemaObject, depth: number): unknown {
    const target = lookUp(this.#root, $ref) as JsonSchema | undefined;
    return target === undefined ? "any" : this.#together([target, rest], depth + 0.5);
  }

  /** One value for several schemas: objects are put together, of anything else the first that says something. */
  #together(schemas: readonly JsonSchema[], depth: number): unknown {
    const saying = schemas.filter((schema) => typeof schema === "object" && this.#says(schema));
    if (saying.length === 0) return "any";
    const values = saying.map((schema) => this.value(schema, depth));
    return values.every(isRecord) ? Object.assign({}, ...values) : values[0];
  }

  #says(schema: JsonSchemaObject): boolean {
    return Object.keys(schema).some((key) => !["description", "title", "examples", "default"].includes(key));
  }

  #typed(schema: JsonSchemaObject, depth: number): unknown {
    const stated = Array.isArray(schema.type) ? this.#pick(schema.type as string[]) : schema.type;
    const type = stated ?? (schema.properties !== undefined || schema.required !== undefined ? "object" : "");
    switch (type) {
      case "object":
        return this.#object(schema, depth);
      case "array":
        return this.#array(schema, depth);
      case "integer":
      case "number":
        return this.#number(schema, type === "integer");
      case "boolean":
        return this.#random() < 0.5;
      case "null":
        return null;
      default:
        return this.#text(schema);
    }
  }

  #object(schema: JsonSchemaObject, depth: number): Record<string, unknown> {
    const { properties = {}, required = [], additionalProperties, minProperties } = schema;
    const wanted = new Set<string>(required);
    for (const name of Object.keys(properties)) {
      if (depth < DEEP && this.#random() < this.#chance) wanted.add(name);
    }
    for (const name of Object.keys(properties)) {
      if (wanted.size < Number(minProperties ?? 0)) wanted.add(name);
    }
    const entries = [...wanted].map((name): [string, unknown] => {
      const inner = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      return [name, this.value(inner ?? true, depth + 1)];
    });
    for (let n = entries.length; n < Number(minProperties ?? 0); n++)
      entries.push([`key${n}`, this.value(additionalProperties ?? true, depth + 1)]);
    return Object.fromEntries(entries);
  }

  #array({ items = true, minItems, maxItems }: JsonSchemaObject, depth: number): unknown[] {
    const least = Number(minItems ?? 1);
    const most = Math.min(Number(maxItems ?? least + 2), least + 2);
    const length = least + Math.floor(this.#random() * (Math.max(most, least) - least + 1));
    return Array.from({ length }, () => this.value(items, depth + 1));
  }

  #number(schema: JsonSchemaObject, whole: boolean): number {
    const above = Number(schema.exclusiveMinimum ?? Number.NaN);
    const under = Number(schema.exclusiveMaximum ?? Number.NaN);
    const least = Number(schema.minimum ?? (Number.isNaN(above) ? 0 : above + (whole ? 1 : 0.5)));
    const most = Number(schema.maximum ?? (Number.isNaN(under) ? least + 100 : under - (whole ? 1 : 0.5)));
    const low = schema.minimum === undefined && most < least ? most - 100 : least;
    const step = Number(schema.multipleOf ?? 1);
    const picked = low + Math.floor(this.#random() * (Math.min(most, low + 1000) - low));
    return Math.min(Math.max(Math.ceil(picked / step) * step, low), most);
  }

  #text(schema: JsonSchemaObject): string {
    const { format = "", pattern, minLength, maxLength } = schema;
    if (typeof pattern === "string") {
      const text = this.#matching(pattern);
      const fitting = text.repeat(Math.ceil(Number(minLength ?? 0) / Math.max(text.length, 1)));
      return text.length < Number(minLength ?? 0) ? fitting.slice(0, Number(maxLength ?? 10_000)) : text;
    }
    const sample = FORMATS[format] ?? `word ${Math.floor(this.#random() * 1000)} +&=%/?#ü`;
    const clean = format === "" && maxLength !== undefined && Number(maxLength) < 20 ? "abc" : sample;
    return clean.padEnd(Number(minLength ?? 0), "a").slice(0, Number(maxLength ?? 10_000));
  }

  #matching(pattern: string): string {
    try {
      const seed = Math.floor(this.#random() * 2 ** 31);
      const [text = ""] = fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 1, seed });
      return text;
    } catch {
      return "text";
    }
  }

  #pick<Item>(list: readonly Item[]): Item {
    return list[Math.floor(this.#random() * list.length)] as Item;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  binary: "data:application/octet-stream;base64,AAEC/w==",
  byte: "AAEC/w==",
  date: "2026-02-28",
  "date-time": "2026-02-28T23:59:59Z",
  email: "a.b+c@example.com",
  hostname: "a.io",
  ipv4: "192.0.2.7",
  ipv6: "2001:db8::7",
  time: "23:59:59Z",
  uri: "https://example.com/a?b=c&d=%20#e",
  url: "https://example.com/a?b=c&d=%20#e",
  uuid: "123e4567-e89b-42d3-a456-426614174000",
};
