import type { JsonSchema, ToolParameter } from "@mcs/core";
import { asArray, asObject, asString, escapeSegment, isObject, type JsonObject } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import type { BodyModel, ContentModel, OperationModel, ParameterModel } from "../operations/model.ts";
import { mergeAllOf } from "./all-of.ts";
import { contentChoices, sameSchema } from "./content-choices.ts";
import { isHidden } from "./convert.ts";
import type { SchemaLibrary } from "./library.ts";

/** Where an argument goes. */
export type Slot =
  | { readonly in: "parameter"; readonly argument: string; readonly parameter: ParameterModel }
  /** One property of a body that is a flat object. */
  | { readonly in: "property"; readonly argument: string; readonly name: string; readonly required: boolean }
  /** The body as a whole. */
  | { readonly in: "body"; readonly argument: string }
  /** Which of several media types the body is sent in. */
  | { readonly in: "mediaType"; readonly argument: string };

/** A tool's arguments, and what becomes of each. */
export interface InputPlan {
  readonly parameters: readonly ToolParameter[];
  readonly slots: readonly Slot[];
  /** The media types in which a body can be sent, the preferred one first; none for an operation without one. */
  readonly contents: readonly ContentModel[];
  readonly bodyRequired: boolean;
}

/** An argument before it has its name. */
interface Candidate {
  readonly name: string;
  readonly location: string;
  readonly parameter: Omit<ToolParameter, "name">;
  toSlot(argument: string): Slot;
}

/** Parameters and body of an operation as one flat list of arguments. */
export function planInputs(operation: OperationModel, library: SchemaLibrary): InputPlan {
  const contents = operation.body === undefined ? [] : contentChoices(operation.body.contents, library);
  const candidates = [
    ...operation.parameters.map((parameter) => parameterCandidate(parameter, library)),
    ...(operation.body === undefined ? [] : bodyCandidates(operation.body, contents, library)),
    ...(contents.length > 1 ? [mediaTypeCandidate(contents)] : []),
  ];
  const names = nameArguments(candidates);
  return {
    parameters: candidates.map(({ parameter }, index) => ({ name: names[index] as string, ...parameter })),
    slots: candidates.map((candidate, index) => candidate.toSlot(names[index] as string)),
    contents,
    bodyRequired: operation.body?.required === true,
  };
}

function parameterCandidate(parameter: ParameterModel, library: SchemaLibrary): Candidate {
  const { schema, description } = describe(parameter.schema, parameter.description, library);
  return {
    name: parameter.name,
    location: parameter.in,
    parameter: {
      description: parameter.deprecated ? `(deprecated) ${description}`.trim() : description,
      required: parameter.required,
      schema,
    },
    toSlot: (argument) => ({ in: "parameter", argument, parameter }),
  };
}

function bodyCandidates(
  body: BodyModel,
  contents: readonly ContentModel[],
  library: SchemaLibrary,
): Candidate[] {
  const [content] = contents;
  const shared = contents.every((other) => content !== undefined && sameSchema(content, other, library));
  const flat = content?.schema === undefined || !shared ? undefined : flatObject(content.schema, library);
  if (flat === undefined) {
    const { schema, description } = shared
      ? describe(content?.schema, body.description, library)
      : { schema: unionOf(contents, library), description: body.description };
    return [
      {
        name: "body",
        location: "body",
        parameter: { description, required: body.required, schema },
        toSlot: (argument) => ({ in: "body", argument }),
      },
    ];
  }
  const required = new Set(asArray((flat.value as JsonObject).required));
  return Object.entries(asObject((flat.value as JsonObject).properties) ?? {}).flatMap(([name, value]) => {
    const place = below(flat, `properties/${escapeSegment(name)}`, value);
    if (isHidden(place, library)) return [];
    const { schema, description } = describe(place, "", library);
    return [
      {
        name,
        location: "body",
        // Of a body that may be left out, no single property is demanded; once one is given, they all are.
        parameter: { description, required: body.required && required.has(name), schema },
        toSlot: (argument: string) => ({
          in: "property" as const,
          argument,
          name,
          required: required.has(name),
        }),
      },
    ];
  });
}

/** The model's choice among media types. */
function mediaTypeCandidate(contents: readonly ContentModel[]): Candidate {
  const types = contents.map(({ mediaType }) => mediaType);
  return {
    name: "contentType",
    location: "body",
    parameter: {
      description: "The media type in which the body is sent.",
      required: false,
      schema: { type: "string", enum: types, default: types[0] },
    },
    toSlot: (argument) => ({ in: "mediaType", argument }),
  };
}

/** What the body may be where each media type has a schema of its own; any value fits one that has none. */
function unionOf(contents: readonly ContentModel[], library: SchemaLibrary): JsonSchema {
  const schemas = contents.map(({ schema }) => (schema === undefined ? true : library.schemaAt(schema)));
  if (schemas.includes(true)) return true;
  const $defs: Record<string, JsonSchema> = {};
  const anyOf = schemas.map((schema) => {
    if (typeof schema === "boolean") return schema;
    const { $defs: own = {}, ...rest } = schema;
    // The library names its definitions once for the whole document, so these cannot collide.
    Object.assign($defs, own);
    return rest;
  });
  return { anyOf, ...(Object.keys($defs).length > 0 ? { $defs } : {}) };
}

/** Keywords under which an object's properties are the whole truth about it. */
const FLAT = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "title",
  "description",
  "example",
  "examples",
  "externalDocs",
  "xml",
  "deprecated",
  "default",
  "readOnly",
  "writeOnly",
  "discriminator",
  "$schema",
  "$id",
  "$comment",
  "nullable",
]);

/** The object schema whose properties can stand for the body; undefined where the body is anything else. */
function flatObject(place: Place, library: SchemaLibrary): Place | undefined {
  const target = library.follow(place);
  if (target === undefined || !isObject(target.value)) return undefined;
  const value = mergeAllOf(target, target.value, library) ?? target.value;
  const { type, properties, additionalProperties, nullable } = value;
  if (type !== undefined && type !== "object") return undefined;
  if (!isObject(properties) || Object.keys(properties).length === 0 || nullable === true) return undefined;
  if (additionalProperties !== undefined && additionalProperties !== false) return undefined;
  if (!Object.keys(value).every((key) => FLAT.has(key) || key.startsWith("x-"))) return undefined;
  return { ...target, value };
}

/** A schema with its description taken out, where the parameter has none of its own. */
function describe(
  place: Place | undefined,
  description: string,
  library: SchemaLibrary,
): { readonly schema: JsonSchema; readonly description: string } {
  const schema = place === undefined ? true : library.schemaAt(place);
  if (typeof schema === "boolean") return { schema, description };
  const { description: own, ...rest } = schema;
  return { schema: rest, description: description || (asString(own)?.trim() ?? "") };
}

/**
 * Names as the document has them. Where one name stands in several places, the path's keeps it and the
 * others say where they go: `id_query`, `id_body`.
 */
function nameArguments(candidates: readonly Candidate[]): string[] {
  const count = new Map<string, number>();
  for (const { name } of candidates) count.set(name, (count.get(name) ?? 0) + 1);
  const taken = new Set(candidates.filter(({ name }) => count.get(name) === 1).map(({ name }) => name));
  return candidates.map(({ name, location }) => {
    if (count.get(name) === 1) return name;
    const wanted = location === "path" ? name : `${name}_${location}`;
    let free = wanted;
    for (let n = 2; taken.has(free); n++) free = `${wanted}_${n}`;
    taken.add(free);
    return free;
  });
}
