/**
 * One thing a driver does, and the backend through which it does it.
 * Contract 0.6, `Binding`.
 */
export interface Binding {
  /** What the driver does: `"rest"`, `"filesystem"`, `"csv"` … */
  readonly capability: string;
  /** The adapter that it was given: `"http"`, `"localfs"`, `"s3"` …; `"*"` means any. */
  readonly adapter: string;
  /** How the tools are described at their origin: `"OpenAPI"`, `"JSON-Schema"`, `"Custom"` … */
  readonly specFormat: string;
}

/**
 * A driver's identity. Contract 0.6, `DriverMeta`.
 *
 * `id` names the driver, not the instance: every instance of one driver has the same UUID. Instances are
 * told apart by labels, which an orchestrator gives them.
 */
export interface DriverMeta {
  /** A UUID, fixed for the life of the driver. */
  readonly id: string;
  /** A name for people. */
  readonly name: string;
  /** The version of the package that holds the driver, by Semantic Versioning. */
  readonly version: string;
  /** What the driver does, and through which backends. */
  readonly bindings: readonly Binding[];
  /** Models that the driver writes for, `["*"]` for all; `null` for a ToolDriver, which knows no model. */
  readonly targetLlms: readonly string[] | null;
  /** Flags of the optional contracts that can be resolved, such as `"healthcheck"`. See {@link CapabilityContracts}. */
  readonly capabilities: readonly string[];
}
