/** The version of the driver contract that these types state. */
export type ContractVersion = "0.6";

export type {
  CapabilityContracts,
  ConsentDecision,
  ConsentHandler,
  ConsentOptions,
  DriverContext,
  DriverContextOptions,
  Health,
  PendingCall,
  ResolvedCall,
  SupportsAutostart,
  SupportsCatalogue,
  SupportsConsent,
  SupportsDriverContext,
  SupportsHealthcheck,
  SupportsToolCallSignalling,
} from "./capabilities.ts";
export type { LlmResponse, MCSDriver, ProcessOptions } from "./driver.ts";
export type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
export type { Binding, DriverMeta } from "./meta.ts";
export type {
  CallOutcome,
  DriverResponse,
  EmptyResponse,
  ErrorData,
  ExecutedCall,
  ExecutedResponse,
  FailedCall,
  FailedResponse,
  Message,
  PartialResponse,
} from "./response.ts";
export type { Tool, ToolAnnotations, ToolArguments, ToolOrigin, ToolParameter } from "./tool.ts";
export type { CallOptions, MCSToolDriver } from "./tool-driver.ts";
