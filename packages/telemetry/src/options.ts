import type { CallOptions, ToolArguments } from "@mcs/core";
import type { Attributes, MeterProvider, TracerProvider } from "@opentelemetry/api";

/** Options of `withTelemetry`. */
export interface TelemetryOptions {
  /**
   * Also record arguments and results, as JSON of this many characters at most. They can be personal or secret:
   * arguments that are called like a secret are masked, and nothing else is.
   * @defaultValue neither is recorded
   */
  readonly content?: number;
  /** More attributes of your own for a call's span, such as the user on whose behalf it is made. */
  readonly attributes?: (call: {
    readonly tool: string;
    readonly arguments: ToolArguments;
    readonly options: CallOptions;
  }) => Attributes;
  /** @defaultValue the global one of `@opentelemetry/api` */
  readonly tracerProvider?: TracerProvider;
  /** @defaultValue the global one of `@opentelemetry/api` */
  readonly meterProvider?: MeterProvider;
}
