export type {
  AuthOption,
  ClientCertificate,
  ClientCredentials,
  CredentialProvider,
  CredentialRequest,
  ProvidedCredential,
  RefreshToken,
  SchemeCredential,
  TokenOptions,
  UserPassword,
} from "./auth-options.ts";
export type { Diagnostic, DiagnosticCode } from "./diagnostics.ts";
export { RestDriver } from "./driver.ts";
export {
  DocumentError,
  type DocumentErrorCode,
  HttpStatusError,
  ResponseError,
  TokenError,
} from "./errors.ts";
export type {
  DocumentSource,
  MediaPort,
  RestDriverOptions,
  RestOptions,
} from "./options.ts";
export type { PreparedRequest } from "./request-composer.ts";
export { RestToolDriver } from "./tool-driver.ts";
export type { OperationFilter, Patterns } from "./toolset/filters.ts";
export type { OverlayAction, OverlayDocument } from "./toolset/overlay.ts";
export type { OverlaySource, ToolsetDocument, ToolsetSelection } from "./toolset/toolset.ts";
