export { BaseDriver, LLM_CAPABILITIES, type PromptOptions } from "./authoring/base-driver.ts";
export { BaseToolDriver } from "./authoring/base-tool-driver.ts";
export {
  type DefinedTool,
  defineTool,
  type PlainToolDefinition,
  type SchemaToolDefinition,
  type ToolDescription,
} from "./authoring/define-tool.ts";
export { defineToolDriver, type ToolDriverDefinition } from "./authoring/define-tool-driver.ts";
export { HybridDriver, hybrid } from "./authoring/hybrid.ts";
export type { StandardSchema } from "./authoring/standard-schema.ts";
export { extractToolCalls } from "./calls/read.ts";
export type {
  CallFailure,
  Extraction,
  ExtractionStrategy,
  StreamAssembler,
  ToolCall,
} from "./calls/reading.ts";
export { type ToolCallStream, toolCallStream } from "./calls/stream.ts";
export type { CallableTool } from "./calls/tool-index.ts";
export { hasCapability, resolveCapability, type TransparentWrapper } from "./capabilities.ts";
export { callableTools, resolveCall } from "./catalogue.ts";
export { closestNames } from "./closest.ts";
export type * from "./contract/index.ts";
export {
  type ArgumentPattern,
  type AuditOptions,
  type AuditRecord,
  BaseDecorator,
  type CacheOptions,
  ConsentError,
  type ConsentRequest,
  type ConsentRule,
  type ConsentSettings,
  type Hooks,
  type LimitOptions,
  type RedactionOptions,
  withAudit,
  withCache,
  withConsent,
  withHooks,
  withLimits,
  withRedaction,
} from "./decorators/index.ts";
export { checkToolDriver } from "./driver-check.ts";
export {
  AbortedError,
  type ArgumentIssue,
  type AuthChallenge,
  AuthChallengeError,
  type AuthChallengeInit,
  ClosedError,
  ConfigurationError,
  CredentialError,
  ExecutionError,
  InvalidArgumentsError,
  LimitError,
  McsError,
  type McsErrorOptions,
  TimeoutError,
  ToolNotFoundError,
  toMcsError,
} from "./errors.ts";
export { FileError, type FileErrorCode } from "./file-error.ts";
export { Media, type MediaInit } from "./media.ts";
export { checkOptions, type OptionNames } from "./option-check.ts";
export type { PartialProfile, PromptProfile } from "./prompts/profile.ts";
export type { RenderedCall } from "./prompts/rendering.ts";
export type { ProfileLayers, PromptStrategy, RetryKind, RetryValues } from "./prompts/strategy.ts";
export { type Credential, isCredential, isSecret, revealCredential, type Secret, secret } from "./secret.ts";
export { checkArguments } from "./validation/check.ts";
export { toolInputSchema } from "./validation/input-schema.ts";
