export type { SftpAdapterOptions, SftpTimeoutOptions } from "./options.ts";
export { SftpAdapter } from "./sftp-adapter.ts";
