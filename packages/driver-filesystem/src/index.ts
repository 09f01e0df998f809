export { FilesystemDriver } from "./driver.ts";
export {
  EditError,
  type EditErrorCode,
  PatchError,
  type PatchErrorCode,
  type PatchReject,
  PatternError,
  TextError,
  type TextErrorCode,
} from "./errors.ts";
export type {
  Access,
  FilesystemDriverOptions,
  FilesystemOptions,
  Limits,
  RootChoice,
  RootOptions,
} from "./options.ts";
export { FilesystemToolDriver } from "./tool-driver.ts";
