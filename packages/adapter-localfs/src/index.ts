export type { ContainmentKind } from "./containment.ts";
export { LocalFsAdapter } from "./local-fs-adapter.ts";
export type { Batched } from "./one-by-one.ts";
export type { LocalFsAdapterOptions, LocalFsLimitOptions } from "./options.ts";
