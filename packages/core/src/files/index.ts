export { appendByRewriting } from "./append.ts";
export { BackendFilesystem } from "./backend-filesystem.ts";
export { explainOwn, explainStatus, type Meaning, unreachable } from "./explanation.ts";
export type { BackendCall, BackendWrite, FileBackend, Found, Target } from "./file-backend.ts";
export { isName, nameOf, parentOf, segmentsOf } from "./paths.ts";
export { exists, mismatch, missing } from "./refusals.ts";
export { SharedConnection } from "./shared-connection.ts";
export { changedSince, takeBytes, versionedFile } from "./versioned-file.ts";
export { checkSignal, withinTime } from "./waiting.ts";
