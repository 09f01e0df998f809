import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/references.ts";

/**
 * One operation, the same for every version of the specification. Schemas are places in the document: they
 * are read when somebody asks for the tool's parameters.
 */
export interface OperationModel {
  readonly parameters: readonly ParameterModel[];
  /** Those for which the operator gave a value: they are sent, and no tool has them. */
  readonly bound?: readonly ParameterModel[];
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
  /** Those that stand beside the schema. */
  readonly examples: readonly unknown[];
  readonly schema: Place | undefined;
  /** How the value is written. */
  readonly format: ParameterFormat;
}

/** A style of RFC 6570's making, or the one media type of a parameter with `content`. */
export type ParameterFormat = StyleFormat | ContentModel;

export interface StyleFormat {
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** How arrays inside of the array are joined, where the document says so (Swagger 2.0). */
  readonly items?: StyleFormat;
  /** An empty value stands for itself: it is sent where the parameter would be left out. */
  readonly allowEmpty?: boolean;
}

export type ParameterStyle =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "tabDelimited"
  | "deepObject"
  | "cookie";

export interface BodyModel {
  readonly required: boolean;
  readonly description: string;
  readonly contents: readonly ContentModel[];
  readonly place: Place;
}

export interface ContentModel extends EncodingSet {
  /** As the document has it, parameters included. */
  readonly mediaType: string;
  readonly schema: Place | undefined;
}

/** How single values of a form or of a multipart body are written. */
export interface EncodingSet {
  /** By property name. */
  readonly encoding: Readonly<Record<string, EncodingModel>>;
  /** By position, for bodies that are a list of parts (OpenAPI 3.2). */
  readonly prefixEncoding?: readonly EncodingModel[];
  /** For every part after those (OpenAPI 3.2). */
  readonly itemEncoding?: EncodingModel;
}

export interface EncodingModel {
  readonly contentType: string | undefined;
  /** Undefined where the document names no style, and the media type's own way applies. */
  readonly format: StyleFormat | undefined;
  /** Header objects, or references to them, by the header's name. */
  readonly headers: Readonly<Record<string, Place>>;
  /** For a part that is a form or multipart itself (OpenAPI 3.2). */
  readonly nested?: EncodingSet;
}
