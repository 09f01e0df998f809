export type { Diagnostic, DiagnosticCode } from "./diagnostics.ts";
export { RestDriver } from "./driver.ts";
export { DocumentError, type DocumentErrorCode, HttpStatusError, ResponseError } from "./errors.ts";
export type {
  AuthOption,
  DocumentSource,
  RestDriverOptions,
  RestOptions,
  SchemeCredential,
} from "./options.ts";
export type { PreparedRequest } from "./request-composer.ts";
export { RestToolDriver } from "./tool-driver.ts";
