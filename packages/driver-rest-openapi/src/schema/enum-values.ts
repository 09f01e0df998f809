import { asArray, isObject, type JsonObject } from "../document/json.ts";
import { refOf } from "../document/references.ts";

/**
 * Puts right a list of values that the type rules out.
 *
 * @param result the schema as it was carried over from the document's `value`
 * @returns whether any of the values is left; else the keyword is not either
 */
export function repairEnum(result: Record<string, unknown>, value: JsonObject): boolean {
  const stated = asArray(result.enum);
  const types = Array.isArray(result.type) ? (result.type as readonly unknown[]) : [result.type];
  const isNullable = value.nullable === true && result.type !== undefined;
  const values = enumOf(stated, isNullable ? [...types, "null"] : result.type);
  if (values !== undefined) {
    result.enum = values;
    return true;
  }
  delete result.enum;
  return types.includes("array") && isForItems(result, stated);
}

/** Beside `type: array`, some write what each of the items may be. */
function isForItems(result: Record<string, unknown>, stated: readonly unknown[]): boolean {
  const items = result.items ?? {};
  if (!isObject(items) || refOf(items) !== undefined || items.enum !== undefined) return false;
  const values = enumOf(stated, items.type);
  if (values === undefined) return false;
  result.items = { ...items, enum: values };
  return true;
}

/**
 * An `enum` whose values are written otherwise than its `type` says, such as `type: string` with `enum: [1, 2]`, which
 * no value could meet: the values as the type has them. Where none of them is one, the type alone counts, and so it
 * does where there are none.
 *
 * @param types undefined for any
 * @returns the values, or undefined where they say nothing
 */
function enumOf(values: readonly unknown[], types: unknown): readonly unknown[] | undefined {
  if (values.length === 0) return undefined;
  const known = asArray(Array.isArray(types) ? types : types === undefined ? [] : [types]);
  if (known.length === 0 || values.every((value) => isOf(known, value))) return values;
  const converted = [...new Set(values.map((value) => (isOf(known, value) ? value : convert(known, value))))];
  return converted.some((value) => isOf(known, value)) ? converted : undefined;
}

function isOf(types: readonly unknown[], value: unknown): boolean {
  if (value === null) return types.includes("null");
  if (Array.isArray(value)) return types.includes("array");
  if (typeof value === "number")
    return types.includes("number") || (types.includes("integer") && Number.isInteger(value));
  return types.includes(typeof value);
}

/** Numbers and switches are plain text in quotes, and the other way round. */
function convert(types: readonly unknown[], value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean")
    return types.includes("string") ? String(value) : value;
  if (typeof value !== "string") return value;
  if (types.includes("boolean") && /^(?:true|false)$/.test(value)) return value === "true";
  const number = /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
  return number !== undefined && isOf(types, number) ? number : value;
}
