import type { CapturedRequest } from "@mcs/testkit";
import type { Operation } from "openapi-backend";
import { isRecord, type Json, listOf } from "./raw.ts";

export interface ReadBody {
  /** The request body object with nothing but the media type that was sent, under a name that the judge knows. */
  readonly schema: unknown;
  readonly value: { readonly body?: never };
  readonly isForm: boolean;
}

/** A text instead says what is wrong with the media type. */
export async function readBody(operation: Operation, request: CapturedRequest): Promise<ReadBody | string> {
  const stated = operation.requestBody as unknown;
  const type = request.header("content-type") ?? "";
  const nothing: ReadBody = { schema: stated, value: {}, isForm: false };
  if (request.body.byteLength === 0 && type === "") return nothing;
  if (!isRecord(stated) || !isRecord(stated.content)) return `a body of ${type} where the document has none`;
  const media = Object.entries(stated.content).find(([range]) => covers(range, type));
  if (media === undefined) return `the body is ${type}, which the document does not have`;
  const sent = essence(type);
  const as = (name: string, value: unknown, isForm: boolean): ReadBody => ({
    schema: { ...stated, content: { [name]: media[1] } },
    value: { body: value as never },
    isForm,
  });
  if (/[/+]json$/.test(sent)) return as("application/json", request.text(), false);
  const schema = isRecord(media[1]) ? media[1].schema : undefined;
  if (sent === "application/x-www-form-urlencoded")
    return as(sent, fieldsOf(new URLSearchParams(request.text()), schema), true);
  if (sent === "multipart/form-data") {
    const form = await new Response(Buffer.from(request.body), {
      headers: { "content-type": type },
    }).formData();
    const fields = await Promise.all(
      [...form].map(async ([name, value]): Promise<[string, string]> => {
        return [name, typeof value === "string" ? value : await value.text()];
      }),
    );
    return as(sent, fieldsOf(fields, schema), true);
  }
  return { schema: undefined, value: {}, isForm: false };
}

function covers(range: string, type: string): boolean {
  const pattern = essence(range).replace(/[.*+?^${}()|[\]\\]/g, (char) =>
    char === "*" ? ".*" : `\\${char}`,
  );
  return new RegExp(`^${pattern}$`).test(essence(type));
}

function essence(type: string): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}

/** `a=1&a=2&b[c]=3` and JSON in fields, as the object that they mean. */
function fieldsOf(pairs: Iterable<[string, string]>, schema: unknown): Json {
  const result: Record<string, unknown> = {};
  for (const [name, text] of pairs) {
    const keys = name.split("[").map((key) => key.replace(/\]$/, ""));
    const last = keys.pop() ?? "";
    let owner = result;
    for (const key of keys) {
      owner[key] ??= {};
      owner = owner[key] as Record<string, unknown>;
    }
    const value = parsed(text);
    const known = owner[last];
    owner[last] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  const fields = withArrays(result) as Json;
  const properties = isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
  // A list of one is one field, which nothing on the wire tells from a single value.
  const isList = (name: string): boolean => typesOf(properties[name]).includes("array");
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      Array.isArray(value) || !isList(name) ? value : [value],
    ]),
  );
}

/** `a[0][b]=1` is an item of an array. */
function withArrays(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, withArrays(inner)]);
  const counts = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return counts ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function parsed(text: string): unknown {
  if (!/^[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The types that a schema names, its alternatives included. */
export function typesOf(schema: unknown): unknown[] {
  if (!isRecord(schema)) return [];
  const own = Array.isArray(schema.type) ? (schema.type as unknown[]) : [schema.type];
  const inner = [schema.allOf, schema.anyOf, schema.oneOf].flatMap(listOf);
  return [...own, ...(isRecord(schema.properties) ? ["object"] : []), ...inner.flatMap(typesOf)];
}
