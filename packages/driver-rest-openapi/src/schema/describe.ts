import type { JsonSchema } from "@mcs/core";
import { asString } from "../document/json.ts";
import type { Place } from "../document/references.ts";
import type { ContentModel } from "../operations/model.ts";
import { kindOf } from "../wire/media-types.ts";
import { fileNote, isFile } from "./file-schema.ts";
import type { SchemaLibrary } from "./library.ts";

/** A parameter's schema, and what the model is told beside it. */
export interface Described {
  readonly schema: JsonSchema;
  readonly description: string;
}

/** What describing needs. */
export interface DescribeContext {
  readonly library: SchemaLibrary;
  /** A file may be passed as a handle. */
  readonly handles?: boolean;
}

/** A schema with its description taken out, where the parameter has none of its own. */
export function describe(
  place: Place | undefined,
  description: string,
  { library, handles = false }: DescribeContext,
): Described {
  const schema = place === undefined ? true : library.schemaAt(place);
  if (typeof schema === "boolean") return { schema, description };
  const { description: own, ...rest } = schema;
  const text = description || (asString(own)?.trim() ?? "");
  return { schema: rest, description: isFile(schema) ? `${text} ${fileNote(schema, handles)}`.trim() : text };
}

/** A body as a whole. Bytes are a file whatever the schema says of them, and mostly it says nothing. */
export function describeContent(
  content: ContentModel | undefined,
  description: string,
  context: DescribeContext,
): Described {
  const described = describe(content?.schema, description, context);
  if (content === undefined || kindOf(content.mediaType) !== "binary") return described;
  const { schema } = described;
  if (isFile(schema) || (typeof schema === "object" && schema.type !== undefined && schema.type !== "string"))
    return described;
  const bytes = { ...(typeof schema === "object" ? schema : {}), type: "string", format: "binary" };
  return {
    schema: bytes,
    description: `${described.description} ${fileNote(bytes, context.handles === true)}`.trim(),
  };
}

/** What the body may be where each media type has a schema of its own. */
export function describeUnion(
  schemas: readonly JsonSchema[],
  description: string,
  { handles = false }: DescribeContext,
): Described {
  const file = schemas.find(isFile);
  const text = file === undefined ? description : `${description} ${fileNote(file, handles)}`.trim();
  if (schemas.includes(true)) return { schema: true, description: text };
  const $defs: Record<string, JsonSchema> = {};
  const anyOf = schemas.map((schema) => {
    if (typeof schema === "boolean") return schema;
    const { $defs: own = {}, ...rest } = schema;
    // The library names its definitions once for the whole document, so these cannot collide.
    Object.assign($defs, own);
    return rest;
  });
  return {
    schema: { anyOf, ...(Object.keys($defs).length > 0 ? { $defs } : {}) },
    description: text,
  };
}
