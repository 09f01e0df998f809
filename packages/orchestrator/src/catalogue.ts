import type { Tool } from "@mcs/core";
import type { CollisionStrategy } from "./collisions/strategy.ts";
import type { ToolSource, View } from "./entries.ts";
import type { CatalogueLayer } from "./layers/layer.ts";

/** What is offered out of what drivers listed; worked out once for the same lists. */
export class Catalogue {
  readonly sources: readonly ToolSource[];
  readonly view: View;
  /** Everything that can be called. */
  readonly tools: readonly Tool[];
  #names: ReadonlyMap<string, string> | undefined;

  /** @throws ConfigurationError where the strategy refuses. */
  constructor(
    sources: readonly ToolSource[],
    strategy: CollisionStrategy,
    layers: readonly CatalogueLayer[],
  ) {
    this.sources = sources;
    this.view = layers.reduce<View>((view, layer) => layer.apply(view), strategy.merge(sources));
    this.tools = Array.from(this.view.entries.values(), ({ tool }) => tool);
  }

  /** Whether the drivers list the same as they did for this one. */
  isOf(sources: readonly ToolSource[]): boolean {
    return (
      sources.length === this.sources.length && sources.every((source, at) => source === this.sources[at])
    );
  }

  /** The name under which a driver's tool is called here. */
  nameOf(label: string, name: string): string | undefined {
    if (this.#names === undefined) {
      const names = new Map<string, string>();
      for (const [ours, entry] of this.view.entries) {
        if (entry.kind === "route") names.set(keyOf(entry.target.label, entry.target.name), ours);
      }
      this.#names = names;
    }
    return this.#names.get(keyOf(label, name));
  }
}

/** Labels hold no space. */
function keyOf(label: string, name: string): string {
  return `${label} ${name}`;
}
