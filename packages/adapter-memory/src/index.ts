export { MemoryAdapter } from "./memory-adapter.ts";
export type { MemoryAdapterOptions } from "./options.ts";
