/** Something that an orchestrator had to leave out, or could not find out. */
export interface OrchestratorWarning {
  /**
   * `"listing_failed"`, `"listing_slow"`: a driver's tools are missing, or those that it had before are used.
   * `"tool_left_out"`: a tool cannot be reached.
   */
  readonly code: "listing_failed" | "listing_slow" | "tool_left_out";
  /** The label of the driver, where it is about one. */
  readonly driver?: string;
  /** What is missing and why, for people. */
  readonly message: string;
}
