export type { ContainmentKind } from "./containment.ts";
export { LocalFsAdapter } from "./local-fs-adapter.ts";
export type { LocalFsAdapterOptions, LocalFsLimitOptions } from "./options.ts";
