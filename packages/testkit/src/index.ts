export {
  type CannedReply,
  type CaptureHandler,
  type CaptureServer,
  startCaptureServer,
} from "./capture-server.ts";
export { CapturedRequest } from "./captured-request.ts";
export { contractSuite } from "./cases/index.ts";
export type { AnotherPort, FilesystemCase, FilesystemContext, SymlinkMaker } from "./filesystem/case.ts";
export { filesystemSuite } from "./filesystem/cases/index.ts";
export { type FilesystemResult, type FilesystemSubject, runFilesystem } from "./filesystem/run.ts";
export { type TestFilesystemOptions, testFilesystem } from "./filesystem/test-filesystem.ts";
export { FilesystemViolation } from "./filesystem/violation.ts";
export { type MemoryToolDriverOptions, memoryToolDriver, type Note } from "./memory-tool-driver.ts";
export { type Requirement, type RequirementId, requirements } from "./requirements.ts";
export type { ContractCase } from "./suite/case.ts";
export type { ContractContext, ContractDriver } from "./suite/context.ts";
export { type ContractResult, type ContractSubject, runContract } from "./suite/run.ts";
export type { ContractSample, SampleCall } from "./suite/sample.ts";
export { type TestDriverOptions, type TestFunction, testDriver } from "./suite/test-driver.ts";
export { ContractViolation, NotApplicable } from "./suite/violation.ts";
