import type { JsonSchema, JsonSchemaObject } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import { setOwn, unescapeSegment } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { type Place, pointerOf, refOf, shownRef } from "../document/references.ts";
import { type ConversionContext, convertSchema } from "./convert.ts";
import type { Direction } from "./hidden.ts";
import { SubtypeIndex } from "./subtypes.ts";

/** Schemas in one definition, itself included. The largest published one has a few thousand. */
const MOST_SCHEMAS = 50_000;

/** What a name of a definition does not have, so that it can stand in a reference as it is. */
const UNWRITABLE = /[^A-Za-z0-9._-]/;
const UNWRITABLES = /[^A-Za-z0-9._-]+/g;

/** A schema that was converted, with the names of the definitions that it refers to. */
interface Converted {
  readonly schema: JsonSchema;
  readonly uses: ReadonlySet<string>;
}

/**
 * The schemas of a document for one direction. Each referenced schema is converted once, when the first tool
 * needs it, and shared by all of them: a tool's `$defs` hold the same objects as its neighbour's.
 */
export class SchemaLibrary {
  readonly #document: ApiDocument;
  readonly #diagnostics: Diagnostics;
  readonly #direction: Direction;
  readonly #subtypes: SubtypeIndex;
  readonly #names = new Map<unknown, string>();
  readonly #places = new Map<string, Place>();
  readonly #definitions = new Map<string, Converted>();

  constructor(document: ApiDocument, direction: Direction, diagnostics: Diagnostics) {
    this.#document = document;
    this.#direction = direction;
    this.#diagnostics = diagnostics;
    this.#subtypes = new SubtypeIndex(document);
  }

  /** The schema at a place, self-contained. */
  schemaAt(place: Place): JsonSchema {
    const { schema, uses } = this.#convert(place);
    if (uses.size === 0 || typeof schema === "boolean") return schema;
    return { ...schema, $defs: this.#closure(uses) };
  }

  /** The end of a chain of references. */
  follow(place: Place): Place | undefined {
    return this.#document.references.follow(place);
  }

  /** In a request, the schema stands for others that are made of it. */
  hasSubtypes(place: Place): boolean {
    return this.#direction === "request" && this.#subtypes.of(place) !== undefined;
  }

  get direction(): Direction {
    return this.#direction;
  }

  #convert(place: Place): Converted {
    const uses = new Set<string>();
    let budget = MOST_SCHEMAS;
    const context: ConversionContext = {
      direction: this.#direction,
      subtypes: this.#subtypes,
      siblingsCount: this.#document.version === "3.1" || this.#document.version === "3.2",
      follow: (inner) => this.follow(inner),
      define: (inner) => {
        const name = this.#define(inner);
        if (name !== undefined) uses.add(name);
        return name;
      },
      spend: (count = 1) => {
        budget -= count;
        return budget >= 0;
      },
      malformed: (inner, message) => {
        this.#diagnostics.add("warning", "malformed", this.#pointer(inner), message);
      },
      tooLarge: (inner) => {
        const message = "The schema is too deep or too large; what is below here accepts any value.";
        this.#diagnostics.add("warning", "too_large", this.#pointer(inner), message);
      },
    };
    return { schema: convertSchema(place, context), uses };
  }

  #define(place: Place): string | undefined {
    const target = this.follow(place);
    if (target === undefined) {
      const message = `The reference ${shownRef(refOf(place.value))} leads nowhere; any value is accepted here.`;
      this.#diagnostics.add("warning", "broken_reference", this.#pointer(place), message);
      return undefined;
    }
    // A name belongs to the schema, not to the reference: two ways to one schema are one definition.
    const known = this.#names.get(target.value);
    if (known !== undefined) return known;
    const name = this.#freeName(target);
    this.#names.set(target.value, name);
    this.#places.set(name, target);
    return name;
  }

  #freeName({ pointer, file }: Place): string {
    const last = unescapeSegment(pointer.slice(pointer.lastIndexOf("/") + 1));
    // A file that is a schema as a whole says by its name what it is.
    const stated = last || baseName(file.uri);
    const base = (UNWRITABLE.test(stated) ? stated.replaceAll(UNWRITABLES, "_") : stated) || "schema";
    let name = base;
    for (let n = 2; this.#places.has(name); n++) name = `${base}_${n}`;
    return name;
  }

  /** Everything that the named definitions lead to. */
  #closure(uses: ReadonlySet<string>): Record<string, JsonSchemaObject> {
    const $defs: Record<string, JsonSchemaObject> = {};
    const pending = [...uses];
    const seen = new Set<string>();
    while (pending.length > 0) {
      const name = pending.pop() as string;
      if (seen.has(name)) continue;
      seen.add(name);
      const { schema, uses: inner } = this.#definition(name);
      setOwn($defs, name, typeof schema === "boolean" ? (schema ? {} : { not: {} }) : schema);
      pending.push(...inner);
    }
    return $defs;
  }

  #definition(name: string): Converted {
    let definition = this.#definitions.get(name);
    if (definition === undefined) {
      definition = this.#convert(this.#places.get(name) as Place);
      this.#definitions.set(name, definition);
    }
    return definition;
  }

  #pointer(place: Place): string {
    return pointerOf(place, this.#document.file);
  }
}

/** `Pet` of `https://example.com/schemas/Pet.yaml?v=2`. */
function baseName(uri: string): string {
  const name = URL.parse(uri)?.pathname.split("/").pop() ?? "";
  return name.replace(/\.[A-Za-z]+$/, "");
}
