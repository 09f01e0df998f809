import { asArray, asObject, escapeSegment, isObject, type JsonObject, own } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { examplesOf } from "../operations/examples.ts";
import type {
  ContentModel,
  EncodingModel,
  EncodingSet,
  ParameterFormat,
  StyleFormat,
} from "../operations/model.ts";
import { type Follow, Shape } from "./shape.ts";

/** A media type with all that writing or reading a value in it needs. */
export interface Content extends PartEncodings {
  /** As the document has it, parameters included. */
  readonly mediaType: string;
  readonly shape: Shape | undefined;
}

/** How the parts of a form or of a multipart body are written. */
export interface PartEncodings {
  readonly byName: ReadonlyMap<string, PartEncoding>;
  /** For bodies that are a list of parts. */
  readonly prefix: readonly PartEncoding[];
  readonly rest: PartEncoding | undefined;
}

export interface PartEncoding {
  /** One type, or a list of types and ranges. */
  readonly contentType: string | undefined;
  readonly format: StyleFormat | undefined;
  readonly headers: readonly PartHeader[];
  readonly nested: PartEncodings | undefined;
}

/** A header of one part. */
export interface PartHeader {
  readonly name: string;
  readonly place: Place | undefined;
  readonly description: unknown;
  readonly format: ParameterFormat;
  /** The media type in which it is written, where it is no style. */
  readonly content: Content | undefined;
  /** Nothing else may stand there. */
  readonly fixed: boolean;
  /** What the document gives: its constant, default, only choice or example; undefined where it gives none. */
  readonly value: unknown;
  readonly required: boolean;
}

export const NO_ENCODINGS: PartEncodings = { byName: new Map(), prefix: [], rest: undefined };

export function contentOf(model: ContentModel, follow: Follow): Content {
  const { mediaType, schema } = model;
  return {
    mediaType,
    shape: schema === undefined ? undefined : new Shape(schema, follow),
    ...encodingsOf(model, follow),
  };
}

function encodingsOf(
  { encoding, prefixEncoding = [], itemEncoding }: EncodingSet,
  follow: Follow,
): PartEncodings {
  const single = (model: EncodingModel): PartEncoding => encodingOf(model, follow);
  return {
    byName: new Map(Object.entries(encoding).map(([name, model]) => [name, single(model)])),
    prefix: prefixEncoding.map(single),
    rest: itemEncoding === undefined ? undefined : single(itemEncoding),
  };
}

function encodingOf({ contentType, format, headers, nested }: EncodingModel, follow: Follow): PartEncoding {
  return {
    contentType,
    format,
    headers: Object.entries(headers).flatMap(([name, place]) => headerOf(name, place, follow) ?? []),
    nested: nested === undefined ? undefined : encodingsOf(nested, follow),
  };
}

/** `Content-Type` has its own keyword and is ignored here (OpenAPI 3.1, section 4.8.15). */
function headerOf(name: string, place: Place, follow: Follow): PartHeader | undefined {
  const target = follow(place);
  if (name.toLowerCase() === "content-type" || target === undefined || !isObject(target.value))
    return undefined;
  const header = target.value;
  const [mediaType] = Object.keys(asObject(header.content) ?? {});
  const media = mediaType === undefined ? target : mediaOf(target, mediaType, follow);
  const stated = asObject(media.value) ?? {};
  const schema = stated.schema === undefined ? undefined : below(media, "schema", stated.schema);
  const model = mediaType === undefined ? undefined : { mediaType, schema, encoding: {} };
  const shape = schema === undefined ? {} : new Shape(schema, follow).schema;
  const only = shape.const ?? (asArray(shape.enum).length === 1 ? asArray(shape.enum)[0] : undefined);
  return {
    name,
    place: schema,
    description: header.description,
    format: model ?? { style: "simple", explode: header.explode === true, allowReserved: false },
    content: model === undefined ? undefined : contentOf(model, follow),
    fixed: only !== undefined,
    value: only ?? shape.default ?? examplesOf(stated)[0] ?? examplesOf(shape)[0],
    required: header.required === true,
  };
}

function mediaOf(header: Place, mediaType: string, follow: Follow): Place {
  const value = own(asObject((header.value as JsonObject).content), mediaType);
  const place = below(header, `content/${escapeSegment(mediaType)}`, value);
  return follow(place) ?? place;
}
