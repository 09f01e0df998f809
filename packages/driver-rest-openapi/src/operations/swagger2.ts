import type { Diagnostics } from "../diagnostics.ts";
import { asArray, asObject, asString, isObject, type JsonObject, own, setOwn } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place } from "../document/references.ts";
import type { FoundOperation } from "./found.ts";
import type {
  BodyModel,
  ContentModel,
  EncodingModel,
  OperationModel,
  ParameterLocation,
  StyleFormat,
} from "./model.ts";
import { readSecurity } from "./openapi3.ts";
import { emptiness, type ParameterForm, parameterPlaces, readParameters, schemaIn } from "./parameters.ts";

/** What Swagger 2.0 calls collectionFormat, in the words of OpenAPI 3. */
const COLLECTION: Readonly<Record<string, Partial<StyleFormat>>> = {
  csv: { explode: false },
  ssv: { style: "spaceDelimited", explode: false },
  tsv: { style: "tabDelimited", explode: false },
  pipes: { style: "pipeDelimited", explode: false },
  multi: { style: "form", explode: true },
};

const LOCATIONS: readonly ParameterLocation[] = ["path", "query", "header"];

/** Reads an operation of Swagger 2.0. */
export function modelSwagger2(
  document: ApiDocument,
  found: FoundOperation,
  diagnostics: Diagnostics,
): OperationModel {
  const places = parameterPlaces(document, found, diagnostics);
  const located = (name: string): Place[] =>
    places.filter((place) => (place.value as JsonObject).in === name);
  const [body] = located("body");
  const fields = located("formData");
  if (body !== undefined && fields.length > 0) {
    const message =
      "The operation has a body and form fields, of which only one can be sent: the fields are left out.";
    diagnostics.add("warning", "malformed", found.pointer, message);
  }
  const others = places.filter((place) => place !== body && !fields.includes(place));
  const consumes = mediaTypes(found.operation.consumes ?? document.root.consumes);
  return {
    parameters: readParameters(others, LOCATIONS, document, diagnostics, formOf),
    body: body === undefined ? readForm(fields, consumes, found) : readBody(body, consumes),
    results: readResults(document, found),
    security: readSecurity(found.operation.security ?? document.root.security),
  };
}

function formOf(place: Place, location: ParameterLocation): ParameterForm {
  const value = place.value as JsonObject;
  return {
    schema: schemaIn(place),
    format: {
      ...collectionOf(value, location === "query" ? "form" : "simple"),
      ...emptiness(value, location),
    },
  };
}

function collectionOf(value: JsonObject, style: "form" | "simple"): StyleFormat {
  const stated = own(COLLECTION as JsonObject, asString(value.collectionFormat) ?? "csv");
  const items = asObject(value.items);
  return {
    style,
    explode: false,
    allowReserved: false,
    ...(asObject(stated) ?? {}),
    ...(items?.type === "array" ? { items: collectionOf(items, style) } : {}),
  };
}

function readBody(place: Place, consumes: readonly string[]): BodyModel {
  const { schema, required, description } = place.value as JsonObject;
  const media = consumes.length > 0 ? consumes : ["application/json"];
  return {
    required: required === true,
    description: asString(description)?.trim() ?? "",
    contents: media.map((mediaType) => ({
      mediaType,
      schema: below(place, "schema", schema ?? {}),
      encoding: {},
    })),
    place,
  };
}

/** The form fields as one object schema, which is how OpenAPI 3 has them. */
function readForm(
  fields: readonly Place[],
  consumes: readonly string[],
  found: FoundOperation,
): BodyModel | undefined {
  if (fields.length === 0) return undefined;
  const properties: Record<string, unknown> = {};
  const encoding: Record<string, EncodingModel> = {};
  const required: string[] = [];
  let files = false;
  for (const field of fields) {
    const value = field.value as JsonObject;
    const name = asString(value.name);
    if (name === undefined) continue;
    if (value.type === "file") files = true;
    if (value.required === true) required.push(name);
    const schema = schemaIn(field).value as JsonObject;
    setOwn(
      properties,
      name,
      value.description === undefined ? schema : { ...schema, description: value.description },
    );
    if (value.type === "array") {
      setOwn(encoding, name, { contentType: undefined, format: collectionOf(value, "form"), headers: {} });
    }
  }
  const multipart =
    files ||
    (consumes.includes("multipart/form-data") && !consumes.includes("application/x-www-form-urlencoded"));
  const mediaType = multipart ? "multipart/form-data" : "application/x-www-form-urlencoded";
  const place = below(found.place, "parameters", { type: "object", properties, required });
  const content: ContentModel = { mediaType, schema: place, encoding };
  return { required: required.length > 0, description: "", contents: [content], place };
}

function readResults(document: ApiDocument, found: FoundOperation): ContentModel[] {
  const responses = asObject(found.operation.responses) ?? {};
  const status = Object.keys(responses).find((key) => /^2\d\d$/.test(key)) ?? "default";
  const response = document.references.follow(
    below(found.place, `responses/${status}`, own(responses, status)),
  );
  if (response === undefined || !isObject(response.value) || response.value.schema === undefined) return [];
  const produces = mediaTypes(found.operation.produces ?? document.root.produces);
  const schema = below(response, "schema", response.value.schema);
  return (produces.length > 0 ? produces : ["application/json"]).map((mediaType) => ({
    mediaType,
    schema,
    encoding: {},
  }));
}

function mediaTypes(value: unknown): string[] {
  return (typeof value === "string" ? [value] : asArray(value)).filter(
    (item): item is string => typeof item === "string",
  );
}
