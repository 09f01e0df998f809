import type { MCSToolDriver, OptionNames, PromptOptions } from "@mcs/core";
import type { CollisionStrategy } from "./collisions/strategy.ts";
import type { CatalogueLayer } from "./layers/layer.ts";
import type { OrchestratorWarning } from "./warnings.ts";

/** Drivers in a list, labelled after their names (`_2`, `_3` … where two have one), or by the labels of your choice. */
export type Drivers = readonly MCSToolDriver[] | Readonly<Record<string, MCSToolDriver>>;

/** Options of `BasicOrchestrator`: one plain object, every entry optional. */
export interface OrchestratorOptions extends PromptOptions {
  /** @defaultValue `"Orchestrator"` */
  readonly name?: string;
  /** What becomes of tools with the same name. @defaultValue `namespacing()` */
  readonly collisions?: CollisionStrategy;
  /**
   * What a model is shown of a large catalogue; each works on what the one before it leaves.
   * @defaultValue none: every tool is listed
   */
  readonly layers?: readonly CatalogueLayer[];
  /**
   * A model calls a tool that does not exist: the response is empty, so that another driver can be asked; or the
   * model is told the closest names.
   * @defaultValue "pass"
   */
  readonly unknownTool?: "pass" | "suggest";
  /** Calls at once; further ones wait for their turn. */
  readonly concurrency?: {
    /** Of the orchestrator. @defaultValue no limit */
    readonly overall?: number;
    /** Of each driver. @defaultValue no limit */
    readonly perDriver?: number;
  };
  /** Milliseconds that a listing waits for a driver. Its tools come later, then. @defaultValue 10,000 */
  readonly listTimeoutMs?: number;
  /**
   * Listing fails when one driver cannot list. Without it the others' tools are listed, and a warning is reported.
   * @defaultValue false
   */
  readonly failFast?: boolean;
  /** Gets each warning when it first holds. @defaultValue none: ask `warnings()` */
  readonly onWarning?: (warning: OrchestratorWarning) => void;
}

export const OPTION_NAMES: OptionNames<OrchestratorOptions> = {
  name: 0,
  prompts: 0,
  collisions: 0,
  layers: 0,
  unknownTool: 0,
  concurrency: 0,
  listTimeoutMs: 0,
  failFast: 0,
  onWarning: 0,
};
export const CONCURRENCY_NAMES: OptionNames<NonNullable<OrchestratorOptions["concurrency"]>> = {
  overall: 0,
  perDriver: 0,
};
