/**
 * The names of the GenAI semantic conventions of OpenTelemetry that a tool call needs. They are still in
 * development there, so they stand here and not in a dependency that renames them.
 */
export const OPERATION = "gen_ai.operation.name";
export const TOOL_NAME = "gen_ai.tool.name";
export const TOOL_DESCRIPTION = "gen_ai.tool.description";
export const TOOL_TYPE = "gen_ai.tool.type";
export const TOOL_ARGUMENTS = "gen_ai.tool.call.arguments";
export const TOOL_RESULT = "gen_ai.tool.call.result";
export const ERROR_TYPE = "error.type";
/** Our own: the way to the driver, through orchestrators. */
export const DRIVER = "mcs.driver";

export const EXECUTE_TOOL = "execute_tool";
/** What the conventions call whatever is not known beforehand. */
export const OTHER = "_OTHER";
export const DURATION = "gen_ai.execute_tool.duration";

/** Seconds, as the conventions advise. */
export const BUCKETS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
