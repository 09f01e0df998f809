export type { TelemetryOptions } from "./options.ts";
export { TracedDriver, withTelemetry } from "./traced-driver.ts";
