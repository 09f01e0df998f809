export { BasicOrchestrator } from "./basic-orchestrator.ts";
export { type ActiveTarget, type ActiveTargetOptions, activeTarget } from "./collisions/active-target.ts";
export { namespacing } from "./collisions/namespacing.ts";
export { priority } from "./collisions/priority.ts";
export { rejection } from "./collisions/rejection.ts";
export type { CollisionStrategy } from "./collisions/strategy.ts";
export {
  type Alias,
  type Entry,
  type Meant,
  type OwnTool,
  type Route,
  type Target,
  type ToolSource,
  type View,
  withOwnTools,
} from "./entries.ts";
export type { AggregateHealth } from "./health.ts";
export { type AbbreviateOptions, abbreviate } from "./layers/abbreviate.ts";
export type { CatalogueLayer } from "./layers/layer.ts";
export { type PageOptions, pages } from "./layers/pages.ts";
export { type SearchOptions, search } from "./layers/search.ts";
export type { Drivers, OrchestratorOptions } from "./options.ts";
export type { Session } from "./session.ts";
export type { OrchestratorWarning } from "./warnings.ts";
