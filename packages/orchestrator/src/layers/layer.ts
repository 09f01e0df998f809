import type { View } from "../entries.ts";

/**
 * Shows less of a catalogue and gives a way to the rest. Layers compose: each gets what the one before it left.
 * What is callable stays callable by its name.
 */
export interface CatalogueLayer {
  /** For people, such as `"search"`. */
  readonly name: string;
  /** A view that shows less. Pure, and quick: what takes time is left to the first use. */
  readonly apply: (view: View) => View;
}
