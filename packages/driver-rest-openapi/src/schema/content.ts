import { asArray, isObject } from "../document/json.ts";
import type { Place } from "../document/references.ts";
import { examplesOf } from "../operations/examples.ts";
import type { ContentModel, EncodingModel, EncodingSet, StyleFormat } from "../operations/model.ts";
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
  readonly format: StyleFormat;
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
  const schema =
    header.schema === undefined
      ? undefined
      : { file: target.file, pointer: `${target.pointer}/schema`, value: header.schema };
  const shape = schema === undefined ? {} : new Shape(schema, follow).schema;
  const only = shape.const ?? (asArray(shape.enum).length === 1 ? asArray(shape.enum)[0] : undefined);
  return {
    name,
    place: schema,
    description: header.description,
    format: { style: "simple", explode: header.explode === true, allowReserved: false },
    fixed: only !== undefined,
    value: only ?? shape.default ?? examplesOf(header)[0] ?? examplesOf(shape)[0],
    required: header.required === true,
  };
}
