import { ConfigurationError } from "@mcs/core";
import { mergeBareNames } from "./bare-names.ts";
import type { CollisionStrategy } from "./strategy.ts";

/**
 * Tools keep their own names, and a driver that has one that is taken is refused when it is added. Of drivers that
 * were passed to the constructor, listing says it: a constructor asks nobody.
 */
export function rejection(): CollisionStrategy {
  return {
    name: "rejection",
    merge: (sources) =>
      mergeBareNames(sources, (name, { target }, label) => {
        throw new ConfigurationError(`${label} has a tool named ${name}, and so has ${target.label}.`, {
          remedy: "Leave one of them out, or use namespacing().",
        });
      }),
  };
}
