import type { MCSToolDriver } from "./contract/index.ts";
import { ConfigurationError } from "./errors.ts";

/**
 * For those who are given a driver: is it one? What comes out of untyped code, or was awaited too late, is found
 * here and not at the first call.
 *
 * @param owner who needs it, as the beginning of a sentence: `"hybrid"`
 * @param what what it is called there, such as `"a ToolDriver"`
 * @throws ConfigurationError
 */
export function checkToolDriver(
  owner: string,
  what: string,
  driver: unknown,
): asserts driver is MCSToolDriver {
  const { meta, listTools, executeTool } = (driver ?? {}) as Partial<Record<keyof MCSToolDriver, unknown>>;
  const hasMethods = typeof listTools === "function" && typeof executeTool === "function";
  if (hasMethods && typeof meta === "object" && meta !== null) return;
  throw new ConfigurationError(`${owner} needs ${what}, and was given something else.`, {
    remedy: "A ToolDriver has meta, listTools() and executeTool().",
  });
}
