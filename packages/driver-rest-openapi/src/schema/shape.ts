import {
  asArray,
  asObject,
  asString,
  escapeSegment,
  isObject,
  type JsonObject,
  own,
} from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { mergeAllOf } from "./all-of.ts";

/** The end of a chain of references. */
export type Follow = (place: Place) => Place | undefined;

/**
 * A schema as the wire sees it: what a value is made of and how its parts are called, with references followed
 * as they are met. Cycles cost nothing, and neither does what nobody looks at.
 */
export class Shape {
  readonly #follow: Follow;
  readonly #end: Place;
  readonly #parts = new Map<string, Shape | undefined>();
  /** The schema's keywords, those beside a `$ref` included. */
  readonly schema: JsonObject;
  /** The schema is behind a `$ref`. */
  readonly isReference: boolean;

  constructor(place: Place, follow: Follow) {
    this.#follow = follow;
    this.#end = follow(place) ?? place;
    this.isReference = this.#end !== place;
    const target = asObject(this.#end.value) ?? {};
    const merged = mergeAllOf(this.#end, target, { follow }) ?? target;
    const stated = this.isReference ? (asObject(place.value) ?? {}) : {};
    const { $ref: _, ...beside } = stated;
    // Mostly there is nothing but the reference, and the schema is as good as a copy of it.
    this.schema = Object.keys(stated).length > 1 ? { ...merged, ...beside } : merged;
  }

  /** The types that it names. */
  get types(): readonly string[] {
    const { type } = this.schema;
    return typeof type === "string" ? [type] : asArray(type).filter((item) => typeof item === "string");
  }

  is(type: string): boolean {
    return this.types.includes(type);
  }

  /** The name under which the document keeps it, for XML. */
  get componentName(): string | undefined {
    const match = /^\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(this.#end.pointer);
    return match?.[1]?.replaceAll("~1", "/").replaceAll("~0", "~");
  }

  /** The shape of a property, wherever in the schema it is named. */
  property(name: string): Shape | undefined {
    if (!this.#parts.has(name)) this.#parts.set(name, this.#findProperty(name, new Set()));
    return this.#parts.get(name);
  }

  /** The properties that it names itself, in their order. */
  get properties(): readonly string[] {
    return Object.keys(asObject(this.schema.properties) ?? {});
  }

  /** The shape of an array's item. */
  item(index: number): Shape | undefined {
    const prefix = asArray(this.schema.prefixItems)[index];
    if (prefix !== undefined) return this.#at(`prefixItems/${index}`, prefix);
    return isObject(this.schema.items) ? this.#at("items", this.schema.items) : undefined;
  }

  /** Bytes as they are: what is passed for it is a file. True also where a file is one of several choices. */
  get isBinary(): boolean {
    return isFile(this.schema) || this.#members().some((member) => isFile(member.schema));
  }

  /** How bytes become text here: base64 unless the schema names another encoding. */
  get textEncoding(): "base64" | "base64url" | undefined {
    const encoding = asString(this.schema.contentEncoding)?.toLowerCase();
    if (encoding === "base64" || encoding === "base64url") return encoding;
    return this.schema.format === "byte" ? "base64" : undefined;
  }

  #findProperty(name: string, seen: Set<unknown>): Shape | undefined {
    if (seen.has(this.#end.value)) return undefined;
    seen.add(this.#end.value);
    const direct = own(asObject(this.schema.properties), name);
    if (direct !== undefined) return this.#at(`properties/${escapeSegment(name)}`, direct);
    for (const member of this.#members()) {
      const found = member.#findProperty(name, seen);
      if (found !== undefined) return found;
    }
    const { additionalProperties } = this.schema;
    return isObject(additionalProperties)
      ? this.#at("additionalProperties", additionalProperties)
      : undefined;
  }

  /** The schemas that it is put together from. */
  #members(): Shape[] {
    return ["allOf", "anyOf", "oneOf"].flatMap((union) =>
      asArray(this.schema[union]).map((member, index) => this.#at(`${union}/${index}`, member)),
    );
  }

  #at(pointer: string, value: unknown): Shape {
    return new Shape(below(this.#end, pointer, value), this.#follow);
  }
}

function isFile({ type, format, contentMediaType, contentEncoding }: JsonObject): boolean {
  const types = Array.isArray(type) ? type : type === undefined ? ["string"] : [type];
  if (types.includes("file")) return true;
  if (!types.includes("string")) return false;
  return format === "binary" || (contentEncoding === undefined && isBytes(asString(contentMediaType)));
}

function isBytes(mediaType: string | undefined): boolean {
  return mediaType !== undefined && !/^text\/|[/+](?:json|xml|ya?ml)$/i.test(mediaType);
}
