import { InvalidArgumentsError } from "@mcs/core";
import { compareText } from "../reduce/compare-text.ts";
import type { Cell } from "./measured-cells.ts";

export interface Group {
  readonly size: number;
  readonly cells: readonly Cell[];
}

/**
 * Groups by a column of the result, the largest first unless `ascending`; by their sizes where none is named.
 *
 * @throws InvalidArgumentsError where the result has no such column
 */
export function orderGroups(
  tool: string,
  groups: readonly Group[],
  names: readonly string[],
  by: string | undefined,
  ascending: boolean,
): Group[] {
  const sign = ascending ? 1 : -1;
  if (by === undefined) return groups.toSorted((a, b) => sign * (a.size - b.size));
  const place = names.indexOf(by);
  if (place < 0) {
    const issue = { path: ["order_by"], keyword: "enum", message: `has to be one of ${names.join(", ")}` };
    throw new InvalidArgumentsError(tool, [issue]);
  }
  return groups.toSorted((a, b) => compareCells(a.cells[place] ?? null, b.cells[place] ?? null, sign));
}

/** Numbers below texts; what is missing always comes last. */
function compareCells(one: Cell, other: Cell, sign: number): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  if (typeof one === "string" && typeof other === "string") return sign * compareText(one, other);
  return sign * (Number(one) - Number(other) || (typeof one === "number" ? -1 : 1));
}
