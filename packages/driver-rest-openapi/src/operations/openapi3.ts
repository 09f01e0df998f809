import type { Diagnostics } from "../diagnostics.ts";
import {
  asArray,
  asObject,
  asString,
  escapeSegment,
  isObject,
  type JsonObject,
  own,
  setOwn,
} from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import type { SpecVersion } from "../document/parse.ts";
import { below, type Place, pointerOf, refOf, shownRef } from "../document/references.ts";
import type { FoundOperation } from "./found.ts";
import type {
  BodyModel,
  ContentModel,
  EncodingModel,
  EncodingSet,
  OperationModel,
  ParameterLocation,
  ParameterStyle,
  StyleFormat,
} from "./model.ts";
import { emptiness, type ParameterForm, parameterPlaces, readParameters, schemaIn } from "./parameters.ts";

const LOCATIONS: readonly ParameterLocation[] = ["path", "query", "header", "cookie", "querystring"];
const STYLES: readonly string[] = [
  "simple",
  "label",
  "matrix",
  "form",
  "spaceDelimited",
  "pipeDelimited",
  "deepObject",
  "cookie",
];

/** Reads an operation of OpenAPI 3.x. */
export function modelOpenApi3(
  document: ApiDocument,
  found: FoundOperation,
  diagnostics: Diagnostics,
): OperationModel {
  const places = parameterPlaces(document, found, diagnostics);
  return {
    parameters: readParameters(places, LOCATIONS, document, diagnostics, (place, location) =>
      formOf(place, location, document),
    ),
    body: readBody(document, found, diagnostics),
    results: readResults(document, found),
    security: readSecurity(found.operation.security ?? document.root.security),
  };
}

function formOf(place: Place, location: ParameterLocation, document: ApiDocument): ParameterForm {
  const value = place.value as JsonObject;
  const [content] = readContents(below(place, "content", value.content), document);
  return content === undefined
    ? { schema: schemaOf(place, value), format: styleOf(value, location, document.version) }
    : { schema: content.schema, format: content };
}

/** A type outside of the schema is how Swagger 2.0 has it, and is meant so here. */
function schemaOf(place: Place, { schema, type }: JsonObject): Place | undefined {
  return schema === undefined && type !== undefined ? schemaIn(place) : placeOf(place, "schema", schema);
}

/** Styles that explode unless the document says otherwise; of deepObject there is no other form. */
const EXPLODED: ReadonlySet<string> = new Set(["form", "deepObject", "cookie"]);

/** Style and explode with the defaults of OpenAPI 3.1, section 4.8.12.2. */
function styleOf(value: JsonObject, location: string, version?: SpecVersion): StyleFormat {
  const usual = location === "query" || location === "cookie" ? "form" : "simple";
  const stated = asString(value.style);
  const style = stated !== undefined && STYLES.includes(stated) ? stated : usual;
  return {
    style: style as ParameterStyle,
    explode: typeof value.explode === "boolean" ? value.explode : EXPLODED.has(style),
    // Before OpenAPI 3.2 it means nothing in other places than the query.
    allowReserved: value.allowReserved === true && (location === "query" || version === "3.2"),
    ...emptiness(value, location),
  };
}

function readBody(
  document: ApiDocument,
  found: FoundOperation,
  diagnostics: Diagnostics,
): BodyModel | undefined {
  const stated = found.operation.requestBody;
  const place = below(found.place, "requestBody", stated);
  if (!isObject(stated)) {
    if (stated !== undefined && stated !== null) {
      const message = "The request body is no object, so it is left out.";
      diagnostics.add("error", "malformed", pointerOf(place, document.file), message);
    }
    return undefined;
  }
  const target = document.references.follow(place);
  if (target === undefined || !isObject(target.value)) {
    const message = `The reference ${shownRef(refOf(stated))} leads nowhere, so the request body is unknown.`;
    diagnostics.add("error", "broken_reference", pointerOf(place, document.file), message);
    return undefined;
  }
  const { required, description, content } = target.value;
  const contents = readContents(below(target, "content", content), document);
  return {
    required: required === true,
    description: asString(description)?.trim() ?? "",
    contents: contents.length > 0 ? contents : anyJson(target, document, diagnostics),
    place: target,
  };
}

/** A body of which nothing is said goes out as what nearly all of them are, and not unsent. */
function anyJson(place: Place, document: ApiDocument, diagnostics: Diagnostics): ContentModel[] {
  const message = "The request body has no media types, so any value is taken for it, and sent as JSON.";
  diagnostics.add("warning", "malformed", pointerOf(place, document.file), message);
  return [{ mediaType: "application/json", schema: undefined, encoding: {} }];
}

/** The media types of a `content` map. */
function readContents(place: Place, document: ApiDocument): ContentModel[] {
  if (!isObject(place.value)) return [];
  return Object.entries(place.value).map(([mediaType, value]) => {
    const stated = below(place, escapeSegment(mediaType), value);
    const target = document.references.follow(stated) ?? stated;
    const media = asObject(target.value) ?? {};
    return {
      mediaType,
      // OpenAPI 3.2 describes the items of a stream; sent whole, it is their array.
      schema: placeOf(target, "schema", media.schema) ?? itemSchema(target, media.itemSchema),
      ...encodingSet(target, media),
    };
  });
}

function itemSchema(place: Place, schema: unknown): Place | undefined {
  if (schema === undefined) return undefined;
  return {
    file: place.file,
    pointer: `${place.pointer}/itemSchema`,
    value: { type: "array", items: schema },
  };
}

function encodingSet(place: Place, value: JsonObject): EncodingSet {
  const encoding: Record<string, EncodingModel> = {};
  for (const [property, stated] of Object.entries(asObject(value.encoding) ?? {})) {
    if (isObject(stated))
      setOwn(encoding, property, readEncoding(below(place, `encoding/${escapeSegment(property)}`, stated)));
  }
  const { prefixEncoding, itemEncoding } = value;
  return {
    encoding,
    ...(Array.isArray(prefixEncoding)
      ? {
          prefixEncoding: prefixEncoding.map((item, i) =>
            readEncoding(below(place, `prefixEncoding/${i}`, item)),
          ),
        }
      : {}),
    ...(isObject(itemEncoding)
      ? { itemEncoding: readEncoding(below(place, "itemEncoding", itemEncoding)) }
      : {}),
  };
}

function readEncoding(place: Place): EncodingModel {
  const value = asObject(place.value) ?? {};
  const styled =
    value.style !== undefined || value.explode !== undefined || value.allowReserved !== undefined;
  const headers: Record<string, Place> = {};
  for (const [name, header] of Object.entries(asObject(value.headers) ?? {})) {
    setOwn(headers, name, below(place, `headers/${escapeSegment(name)}`, header));
  }
  const nested = ["encoding", "prefixEncoding", "itemEncoding"].some((key) => value[key] !== undefined);
  return {
    contentType: asString(value.contentType),
    format: styled ? styleOf(value, "query") : undefined,
    headers,
    ...(nested ? { nested: encodingSet(place, value) } : {}),
  };
}

function readResults(document: ApiDocument, found: FoundOperation): ContentModel[] {
  const responses = asObject(found.operation.responses) ?? {};
  const success = Object.keys(responses).filter((status) => /^2(\d\d|XX)$/i.test(status));
  for (const status of success.length > 0 ? success : ["default"]) {
    const place = below(found.place, `responses/${status}`, own(responses, status));
    const response = document.references.follow(place);
    if (response === undefined || !isObject(response.value)) continue;
    const contents = readContents(below(response, "content", response.value.content), document);
    if (contents.length > 0) return contents;
  }
  return [];
}

/** Security requirement objects: alternatives, each a conjunction of schemes. */
export function readSecurity(value: unknown): readonly JsonObject[] | undefined {
  return value === undefined ? undefined : asArray(value).filter(isObject);
}

function placeOf(parent: Place, key: string, value: unknown): Place | undefined {
  return value === undefined || value === null ? undefined : below(parent, key, value);
}
