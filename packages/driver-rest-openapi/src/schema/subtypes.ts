import {
  asArray,
  asObject,
  asString,
  escapeSegment,
  isObject,
  type JsonObject,
  own,
} from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, refOf } from "../document/references.ts";

/** What a schema with a `discriminator` stands for. */
export interface Subtypes {
  /** The property that tells them apart. */
  readonly property: string;
  readonly members: readonly Subtype[];
  /** There may be others, so the schema stands for itself as well. */
  readonly isOpen: boolean;
}

export interface Subtype {
  /** A reference to the schema. */
  readonly place: Place;
  /** What the property says for it; empty where the document does not tell. */
  readonly values: readonly string[];
}

/** More subtypes are no choice that a model could read; the schema then stands for itself. */
const MOST = 100;

/** The subtypes of a document's schemas. It looks through the document when the first of them is asked for. */
export class SubtypeIndex {
  readonly #document: ApiDocument;
  readonly #found = new Map<unknown, Subtypes | undefined>();
  /** References to the schemas that name a schema in their `allOf`, by that schema. */
  #children: Map<unknown, Place[]> | undefined;
  readonly #members = new Set<unknown>();

  constructor(document: ApiDocument) {
    this.#document = document;
  }

  /** Undefined for a schema without `discriminator`, and for one that lists its alternatives itself. */
  of(place: Place): Subtypes | undefined {
    const value = asObject(place.value);
    if (value?.discriminator === undefined || value.oneOf !== undefined || value.anyOf !== undefined)
      return undefined;
    if (!this.#found.has(value)) this.#found.set(value, this.#find(place, value));
    return this.#found.get(value);
  }

  /** Whether a schema of the document's list has others in its `allOf`. */
  isSubtype(value: unknown): boolean {
    this.#index();
    return this.#members.has(value);
  }

  /** What the mapping has for each schema that it leads to; undefined for values that lead nowhere. */
  mapped(place: Place): ReadonlyMap<unknown, Subtype> {
    const mapping = asObject(asObject(asObject(place.value)?.discriminator)?.mapping) ?? {};
    const found = new Map<unknown, Subtype>();
    for (const [value, stated] of Object.entries(mapping)) {
      const $ref = asString(stated);
      if ($ref === undefined) continue;
      const reference = this.#reference(place, `discriminator/mapping/${escapeSegment(value)}`, $ref);
      const target = this.#document.references.follow(reference)?.value;
      const values = [...(found.get(target)?.values ?? []), value];
      found.set(target, { place: reference, values });
    }
    return found;
  }

  #find(place: Place, value: JsonObject): Subtypes | undefined {
    const property = discriminatingProperty(value);
    if (property === undefined) return undefined;
    const mapped = new Map(this.mapped(place));
    const others = this.#descendants(value);
    // A mapping that leads to nothing but this schema's own subtypes says all that there is to choose from.
    const isComplete =
      mapped.size > 0 && [...mapped.keys()].every((schema) => schema === value || others.has(schema));
    mapped.delete(undefined);
    const self = mapped.get(value);
    for (const [schema, reference] of others)
      if (!mapped.has(schema)) mapped.set(schema, { place: reference, values: [] });
    if (mapped.size === 0 || mapped.size > MOST || (mapped.size === 1 && self !== undefined))
      return undefined;
    return { property, members: [...mapped.values()], isOpen: !isComplete };
  }

  /** The schemas that have this one in their `allOf`, or one that has, and references to them. */
  #descendants(value: unknown): ReadonlyMap<unknown, Place> {
    const children = this.#index();
    const found = new Map<unknown, Place>();
    const pending = [value];
    for (const parent of pending) {
      for (const child of children.get(parent) ?? []) {
        const schema = this.#document.references.follow(child)?.value;
        if (schema === value || found.has(schema)) continue;
        found.set(schema, child);
        pending.push(schema);
      }
    }
    return found;
  }

  #index(): ReadonlyMap<unknown, readonly Place[]> {
    if (this.#children !== undefined) return this.#children;
    const children = new Map<unknown, Place[]>();
    this.#children = children;
    const { references, file } = this.#document;
    const list: Place = { file, pointer: this.#listPointer, value: this.#list };
    for (const [name, schema] of Object.entries(this.#list)) {
      const place = below(list, escapeSegment(name), schema);
      for (const [index, member] of asArray(asObject(schema)?.allOf).entries()) {
        if (refOf(member) === undefined) continue;
        const parent = references.follow(below(place, `allOf/${index}`, member))?.value;
        if (parent === undefined) continue;
        this.#members.add(schema);
        const known = children.get(parent);
        const reference = { ...place, value: { $ref: `#${place.pointer}` } };
        if (known === undefined) children.set(parent, [reference]);
        else known.push(reference);
      }
    }
    return children;
  }

  get #listPointer(): string {
    return this.#document.version === "2.0" ? "/definitions" : "/components/schemas";
  }

  get #list(): JsonObject {
    const { root, version } = this.#document;
    return asObject(version === "2.0" ? root.definitions : asObject(root.components)?.schemas) ?? {};
  }

  /** A value of a mapping is the name of a schema, or a reference. */
  #reference(place: Place, pointer: string, stated: string): Place {
    const isName = own(this.#list, stated) !== undefined;
    if (!isName) return below(place, pointer, { $ref: stated });
    const { file } = this.#document;
    return { file, pointer: "", value: { $ref: `#${this.#listPointer}/${escapeSegment(stated)}` } };
  }
}

/** Swagger 2.0 has the name alone. */
export function discriminatingProperty({ discriminator }: JsonObject): string | undefined {
  return asString(isObject(discriminator) ? discriminator.propertyName : discriminator);
}
