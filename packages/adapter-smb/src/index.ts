export type { SmbAdapterOptions, SmbTimeoutOptions } from "./options.ts";
export { SmbAdapter } from "./smb-adapter.ts";
