export { EXIT_CODES } from "./exit-codes.ts";
export { Interrupts } from "./interrupts.ts";
export type { CliDriver, DriverFactory, Input, Io, Output } from "./io.ts";
export { run } from "./run.ts";
