import { mergeBareNames } from "./bare-names.ts";
import type { CollisionStrategy } from "./strategy.ts";

/**
 * Tools keep their own names. Of several drivers with a tool of one name, the one that comes first in `order` has
 * it; drivers that are not in `order` come after those that are, in the order of their registration. The tools that
 * are hidden by that are reported.
 */
export function priority(order: readonly string[] = []): CollisionStrategy {
  const rank = (label: string): number => {
    const place = order.indexOf(label);
    return place === -1 ? order.length : place;
  };
  return {
    name: "priority",
    merge: (sources) =>
      mergeBareNames(
        sources.toSorted((a, b) => rank(a.label) - rank(b.label)),
        (name, { target }, label) => `${name} of ${label} is hidden by that of ${target.label}.`,
      ),
  };
}
