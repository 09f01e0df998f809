import { Media } from "../media.ts";

/** The bytes of whatever holds bytes; media and lists of larger numbers are looked into as objects are. */
export function bytesOf(item: object): Uint8Array | undefined {
  if (item instanceof Uint8Array) return item;
  if (item instanceof ArrayBuffer) return new Uint8Array(item);
  return ArrayBuffer.isView(item) ? new Uint8Array(item.buffer, item.byteOffset, item.byteLength) : undefined;
}

/** Objects that say themselves how they are written as JSON, other than those that are known here. */
export function hasOwnForm(item: object): item is { toJSON(): unknown } {
  if (item instanceof Date || item instanceof URL || item instanceof Error || Media.is(item)) return false;
  return typeof (item as { toJSON?: unknown }).toJSON === "function";
}
