import type { JsonSchema, ToolParameter } from "@mcs/core";
import { asString, type JsonObject } from "../document/json.ts";
import type { BodyModel, ContentModel, OperationModel, ParameterModel } from "../operations/model.ts";
import type { RestOptions } from "../options.ts";
import { kindOf } from "../wire/media-types.ts";
import { type Named, nameArguments } from "./argument-names.ts";
import { type Content, contentOf } from "./content.ts";
import { contentChoices, sameSchema } from "./content-choices.ts";
import { describe, describeContent, describeUnion } from "./describe.ts";
import { orEmpty } from "./file-schema.ts";
import { flatObject, isEmptyObject } from "./flat-object.ts";
import type { SchemaLibrary } from "./library.ts";

/** Where an argument goes. */
export type Slot =
  | {
      readonly in: "parameter";
      readonly argument: string;
      readonly parameter: ParameterModel;
      /** For a parameter that is written in a media type. */
      readonly content: Content | undefined;
      /** The value is the operator's. */
      readonly isBound?: true;
    }
  /** One property of a body that is a flat object. */
  | { readonly in: "property"; readonly argument: string; readonly name: string; readonly required: boolean }
  /** The body as a whole. */
  | {
      readonly in: "body";
      readonly argument: string;
      /** What is sent where a call has none. */
      readonly otherwise?: JsonObject;
    }
  /** A header of one part of a multipart body. */
  | {
      readonly in: "partHeader";
      readonly argument: string;
      /** Its name, or its position; one behind the last stands for all that follow. */
      readonly part: string | number;
      readonly header: string;
    }
  /** Which of several media types the body is sent in. */
  | { readonly in: "mediaType"; readonly argument: string }
  /** Which fields of the result the caller wants; it is not sent. */
  | { readonly in: "result"; readonly argument: string };

type ParameterSlot = Extract<Slot, { in: "parameter" }>;

/** What the operator decided about all tools. */
export interface InputOptions {
  /** A file may be passed as a handle. */
  readonly handles?: boolean;
  /** The caller may say which fields of a result it wants. */
  readonly projection?: boolean;
}

/** What an operator's options mean for the inputs of all tools. */
export function inputOptions({ media, projection = false }: RestOptions): InputOptions {
  return { handles: media !== undefined, projection };
}

/** A tool's arguments, and what becomes of each. */
export interface InputPlan {
  readonly parameters: readonly ToolParameter[];
  readonly slots: readonly Slot[];
  /** The media types in which a body can be sent, the preferred one first; none for an operation without one. */
  readonly contents: readonly Content[];
  /** What the body is to be in each of these media types; empty where it is the same in all of them. */
  readonly bodies: readonly JsonSchema[];
  readonly bodyRequired: boolean;
}

/** The library's references and the operator's decisions, for all candidates. */
interface Context extends InputOptions {
  readonly library: SchemaLibrary;
}

/** An argument before it has its name. */
interface Candidate extends Named {
  readonly parameter: Omit<ToolParameter, "name">;
  toSlot(argument: string): Slot;
}

/** Parameters and body of an operation as one flat list of arguments. */
export function planInputs(
  operation: OperationModel,
  library: SchemaLibrary,
  options: InputOptions = {},
): InputPlan {
  const context: Context = { ...options, library };
  const models = operation.body === undefined ? [] : contentChoices(operation.body.contents, library);
  const contents = models.map((model) => contentOf(model, (place) => library.follow(place)));
  const bodies = isOneSchema(models, library)
    ? []
    : models.map((model) => describeContent(model, "", context).schema);
  const candidates = [
    ...operation.parameters.map((parameter) => parameterCandidate(parameter, context)),
    ...(operation.body === undefined ? [] : bodyCandidates(operation.body, models, bodies, context)),
    ...partHeaderCandidates(contents, context),
    ...(models.length > 1 ? [mediaTypeCandidate(models)] : []),
    ...(options.projection === true && mayBeJson(operation) ? [projectionCandidate()] : []),
  ];
  const names = nameArguments(candidates);
  return {
    parameters: candidates.map(({ parameter }, index) => ({ name: names[index] as string, ...parameter })),
    slots: [
      ...(operation.bound ?? []).map((parameter) => ({
        ...parameterSlot(parameter, boundArgument(parameter), library),
        isBound: true as const,
      })),
      ...candidates.map((candidate, index) => candidate.toSlot(names[index] as string)),
    ],
    contents,
    bodies,
    bodyRequired: operation.body?.required === true,
  };
}

/** The argument that a value of the operator's stands for; whatever a call says by this name is replaced. */
export function boundArgument({ in: place, name }: ParameterModel): string {
  return `${place} ${name}`;
}

function parameterSlot(parameter: ParameterModel, argument: string, library: SchemaLibrary): ParameterSlot {
  const { format } = parameter;
  const content = "mediaType" in format ? contentOf(format, (place) => library.follow(place)) : undefined;
  return { in: "parameter", argument, parameter, content };
}

function parameterCandidate(parameter: ParameterModel, context: Context): Candidate {
  const { format } = parameter;
  const { library } = context;
  const { schema: own, description } = describe(parameter.schema, parameter.description, context);
  const schema = withExamples(own, parameter.examples);
  const mayBeEmpty = "style" in format && format.allowEmpty === true;
  return {
    name: parameter.name,
    location: parameter.in,
    parameter: {
      description: parameter.deprecated ? `(deprecated) ${description}`.trim() : description,
      required: parameter.required,
      schema: mayBeEmpty ? orEmpty(schema) : schema,
    },
    toSlot: (argument) => parameterSlot(parameter, argument, library),
  };
}

/** The parameter's examples, where its schema has none. */
function withExamples(schema: JsonSchema, examples: readonly unknown[]): JsonSchema {
  if (examples.length === 0 || schema === false) return schema;
  if (schema === true) return { examples: [...examples] };
  return schema.examples === undefined ? { ...schema, examples: [...examples] } : schema;
}

function bodyCandidates(
  body: BodyModel,
  contents: readonly ContentModel[],
  bodies: readonly JsonSchema[],
  context: Context,
): Candidate[] {
  const [content] = contents;
  const isOne = bodies.length === 0;
  const flat =
    isOne && content?.schema !== undefined ? flatObject(content.schema, context.library) : undefined;
  if (flat === undefined) {
    const { schema, description } = isOne
      ? describeContent(content, body.description, context)
      : describeUnion(bodies, body.description, context);
    const isKnown =
      body.required &&
      isOne &&
      content?.schema !== undefined &&
      isEmptyObject(content.schema, context.library);
    return [
      {
        name: "body",
        location: "body",
        isOurs: true,
        parameter: { description, required: body.required && !isKnown, schema },
        toSlot: (argument) => ({ in: "body", argument, ...(isKnown ? { otherwise: {} } : {}) }),
      },
    ];
  }
  return flat.map(({ name, place, required }) => {
    const { schema, description } = describe(place, "", context);
    return {
      name,
      location: "body",
      // Of a body that may be left out, no single property is demanded; once one is given, they all are.
      parameter: { description, required: body.required && required, schema },
      toSlot: (argument: string) => ({ in: "property" as const, argument, name, required }),
    };
  });
}

/** Whether the body is the same value in every media type. */
function isOneSchema([first, ...others]: readonly ContentModel[], library: SchemaLibrary): boolean {
  return first === undefined || others.every((other) => sameSchema(first, other, library));
}

/** The model's choice among media types. */
function mediaTypeCandidate(contents: readonly ContentModel[]): Candidate {
  const types = contents.map(({ mediaType }) => mediaType);
  return {
    name: "contentType",
    location: "choice",
    isOurs: true,
    parameter: {
      description: "The media type in which the body is sent.",
      required: false,
      schema: { type: "string", enum: types, default: types[0] },
    },
    toSlot: (argument) => ({ in: "mediaType", argument }),
  };
}

/** Headers of parts for which the document leaves a choice. */
function partHeaderCandidates(contents: readonly Content[], context: Context): Candidate[] {
  return contents
    .filter(({ mediaType }) => kindOf(mediaType) === "multipart")
    .slice(0, 1)
    .flatMap(({ byName, prefix, rest }) => [
      ...byName,
      ...prefix.entries(),
      ...(rest === undefined ? [] : [[prefix.length, rest] as const]),
    ])
    .flatMap(([part, { headers }]) =>
      headers
        .filter(({ fixed }) => !fixed)
        .map(({ name, place, description, required, value }): Candidate => {
          const partName = typeof part === "string" ? part : `part${part + 1}`;
          const text = asString(description)?.trim() || `The header ${name} of the part ${partName}.`;
          return {
            name: `${partName}_${name}`,
            location: "body",
            isOurs: true,
            parameter: { ...describe(place, text, context), required: required && value === undefined },
            toSlot: (argument) => ({ in: "partHeader", argument, part, header: name }),
          };
        }),
    );
}

/** Results in JSON can be cut down, and what is not said may be JSON. */
function mayBeJson({ results }: OperationModel): boolean {
  return results.length === 0 || results.some(({ mediaType }) => kindOf(mediaType) === "json");
}

function projectionCandidate(): Candidate {
  return {
    name: "_fields",
    location: "result",
    isOurs: true,
    parameter: {
      description:
        'Return only these fields of the result, to keep it short: paths such as "id" or "owner.login"; lists are walked through.',
      required: false,
      schema: { type: "array", items: { type: "string" }, minItems: 1 },
    },
    toSlot: (argument) => ({ in: "result", argument }),
  };
}
