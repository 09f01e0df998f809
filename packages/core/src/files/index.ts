export { BackendFilesystem } from "./backend-filesystem.ts";
export type { BackendCall, BackendWrite, FileBackend, Found, Target } from "./file-backend.ts";
export { nameOf, parentOf, segmentsOf } from "./paths.ts";
export { SharedConnection } from "./shared-connection.ts";
export { checkSignal, withinTime } from "./waiting.ts";
