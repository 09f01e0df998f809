import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/references.ts";

/**
 * One operation, the same for every version of the specification. Schemas are places in the document: they
 * are read when somebody asks for the tool's parameters.
 */
export interface OperationModel {
  readonly parameters: readonly ParameterModel[];
  readonly body: BodyModel | undefined;
  /** Contents of the successful responses, by media type. */
  readonly results: readonly ContentModel[];
  /** Security requirements that stand for it, alternatives of conjunctions; undefined where none are stated. */
  readonly security: readonly JsonObject[] | undefined;
}

export type ParameterLocation = "path" | "query" | "header" | "cookie" | "querystring";

export interface ParameterModel {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly description: string;
  readonly deprecated: boolean;
  readonly schema: Place | undefined;
  /** How the value is written. */
  readonly format: ParameterFormat;
}

/** A style of RFC 6570's making, or a media type for parameters with `content`. */
export type ParameterFormat =
  | { readonly style: ParameterStyle; readonly explode: boolean; readonly allowReserved: boolean }
  | { readonly mediaType: string };

export type ParameterStyle =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "tabDelimited"
  | "deepObject";

export interface BodyModel {
  readonly required: boolean;
  readonly description: string;
  readonly contents: readonly ContentModel[];
  readonly place: Place;
}

export interface ContentModel {
  /** As the document has it, parameters included. */
  readonly mediaType: string;
  readonly schema: Place | undefined;
  /** How single properties are written in a form, by property name. */
  readonly encoding: Readonly<Record<string, EncodingModel>>;
}

export interface EncodingModel {
  readonly contentType: string | undefined;
  /** Undefined where the document names no style, and the media type's own way applies. */
  readonly format: Exclude<ParameterFormat, { mediaType: string }> | undefined;
  readonly headers: JsonObject;
}
