import { asObject } from "../document/json.ts";
import { type Place, refOf } from "../document/references.ts";
import type { Follow } from "./shape.ts";

/** Where a schema is used: requests leave out read-only properties, responses write-only ones. */
export type Direction = "request" | "response";

/** What tells whether a property is left out. */
export interface View {
  readonly direction: Direction;
  /** The end of a chain of references, or undefined where it is broken. */
  readonly follow: Follow;
}

/** A property that the other side alone may write or read. */
export function isHidden(place: Place, view: View): boolean {
  const flag = view.direction === "request" ? "readOnly" : "writeOnly";
  if (asObject(place.value)?.[flag] === true) return true;
  return refOf(place.value) !== undefined && asObject(view.follow(place)?.value)?.[flag] === true;
}
