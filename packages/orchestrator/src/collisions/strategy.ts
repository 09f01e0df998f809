import type { ToolSource, View } from "../entries.ts";

/**
 * What becomes of the tools of several drivers, and of those with the same name. The parts of one strategy are
 * in one file beside this one; one of your own is an object with these two properties.
 */
export interface CollisionStrategy {
  /** For people, such as `"namespacing"`. */
  readonly name: string;
  /**
   * What is offered out of what there is. Gets the sources in the order in which they were registered, and gives
   * the same for the same.
   *
   * @throws ConfigurationError to refuse a set of drivers: what was there before then stays
   */
  readonly merge: (sources: readonly ToolSource[]) => View;
}
