import { asArray, isObject, type JsonObject } from "../document/json.ts";

/**
 * Puts right a list of values that the type rules out.
 *
 * @param result the schema as it was carried over from the document's `value`
 * @returns whether any of the values is left; else the keyword is not either
 */
export function repairEnum(result: Record<string, unknown>, value: JsonObject): boolean {
  const stated = asArray(result.enum);
  const types = Array.isArray(result.type) ? (result.type as readonly unknown[]) : [result.type];
  if (types.includes("array") && !stated.some(Array.isArray) && moveToItems(result, stated)) return true;
  const isNullable = value.nullable === true && result.type !== undefined;
  const values = enumOf(stated, isNullable ? [...types, "null"] : result.type);
  if (values === undefined) delete result.enum;
  else result.enum = values;
  return values !== undefined;
}

/** Beside `type: array`, some write what each of the items may be. Items that say more than a type are left alone. */
function moveToItems(result: Record<string, unknown>, stated: readonly unknown[]): boolean {
  const items = result.items ?? {};
  if (!isObject(items) || Object.keys(items).some((keyword) => COMPOSED.has(keyword))) return false;
  const values = enumOf(
    stated.filter((value) => value !== null),
    items.type,
  );
  if (values === undefined) return false;
  delete result.enum;
  result.items = { ...items, enum: values };
  return true;
}

const COMPOSED: ReadonlySet<string> = new Set(["$ref", "allOf", "anyOf", "const", "enum", "not", "oneOf"]);

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
