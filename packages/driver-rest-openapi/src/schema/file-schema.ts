import type { JsonSchema } from "@mcs/core";

/** Whether a schema of JSON Schema 2020-12 stands for a file, or for a list of files. */
export function isFile(schema: JsonSchema | undefined): boolean {
  if (schema === undefined || typeof schema === "boolean") return false;
  const { format, contentMediaType, contentEncoding, items } = schema;
  if (format === "binary") return true;
  if (typeof contentMediaType === "string" && contentEncoding === undefined)
    return !/^text\/|[/+](?:json|xml|ya?ml)$/i.test(contentMediaType);
  return isFile(items) || [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some(isFile);
}

/** How a model passes a file, in few words: never as bytes of base64 without a name for what they are. */
export function fileNote(schema: JsonSchema, handles: boolean): string {
  const what = typeof schema === "object" && schema.type === "array" ? "Files" : "A file";
  return handles
    ? `${what}: a data: URL or a file handle.`
    : `${what}: plain text, or a data: URL for anything else.`;
}

/** The schema, or an empty text in its place (`allowEmptyValue`). */
export function orEmpty(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean" || schema.type === undefined) return schema;
  const { $defs, ...rest } = schema;
  return { anyOf: [rest, { const: "" }], ...($defs === undefined ? {} : { $defs }) };
}
