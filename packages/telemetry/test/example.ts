import { hybrid, type MCSToolDriver } from "@mcs/core";
import { withTelemetry } from "@mcs/telemetry";

/** Register your SDK as you do elsewhere; without one nothing is recorded. */
export function observed(toolDriver: MCSToolDriver) {
  return hybrid(withTelemetry(toolDriver));
}
