import {
  BaseDecorator,
  type CallOptions,
  checkOptions,
  type MCSToolDriver,
  type OptionNames,
  type ResolvedCall,
  resolveCall,
  type ToolArguments,
  toMcsError,
} from "@mcs/core";
import { maskedArguments, redacted } from "@mcs/core/decorators";
import {
  type Attributes,
  type Histogram,
  type MeterProvider,
  metrics,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import * as names from "./conventions.ts";
import type { TelemetryOptions } from "./options.ts";
import { VERSION } from "./version.ts";

const SCOPE = "@mcs/telemetry";

const NAMES: OptionNames<TelemetryOptions> = {
  content: 0,
  attributes: 0,
  tracerProvider: 0,
  meterProvider: 0,
};

/** Makes every call visible to OpenTelemetry: see {@link withTelemetry}. */
export class TracedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #options: TelemetryOptions;
  #meters: MeterProvider | undefined;
  #duration: Histogram | undefined;

  /** @throws ConfigurationError for an option that is unknown. */
  constructor(inner: Inner, options: TelemetryOptions = {}) {
    super(inner);
    checkOptions("withTelemetry", options, NAMES);
    this.#options = options;
  }

  override async executeTool(name: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const call = await resolveCall(this, name, args, options).catch(() => undefined);
    const tool = call?.name ?? name;
    const begin = performance.now();
    const tracer = this.#tracers().getTracer(SCOPE, VERSION);
    const attributes = { ...describe(tool, call), ...this.#more(tool, call?.arguments ?? args, options) };
    const span = { kind: SpanKind.INTERNAL, attributes };
    return tracer.startActiveSpan(`${names.EXECUTE_TOOL} ${tool}`, span, async (span) => {
      // A model can make up any number of names, and each would be a series of its own.
      const measured: Attributes = {
        [names.OPERATION]: names.EXECUTE_TOOL,
        [names.TOOL_NAME]: call === undefined ? names.OTHER : tool,
      };
      try {
        const result = await super.executeTool(name, args, options);
        if (this.#options.content !== undefined && span.isRecording()) {
          span.setAttribute(names.TOOL_RESULT, this.#shown(result, options));
        }
        return result;
      } catch (error) {
        const { code, message } = toMcsError(error, `${tool} failed`);
        measured[names.ERROR_TYPE] = code;
        span.setAttribute(names.ERROR_TYPE, code);
        span.setStatus({ code: SpanStatusCode.ERROR, message: redacted(message, options) });
        throw error;
      } finally {
        span.end();
        this.#histogram().record((performance.now() - begin) / 1000, measured);
      }
    });
  }

  #more(tool: string, args: ToolArguments, options: CallOptions): Attributes {
    const { content, attributes } = this.#options;
    return {
      ...(content === undefined
        ? {}
        : { [names.TOOL_ARGUMENTS]: this.#shown(maskedArguments(args, cleanFor(options)), options) }),
      ...attributes?.({ tool, arguments: args, options }),
    };
  }

  /** Text for an attribute: without what outer layers redact, and before it is cut, where a secret could be halved. */
  #shown(value: unknown, options: CallOptions): string {
    const text = typeof value === "string" ? value : jsonOf(value);
    return redacted(text, options).slice(0, this.#options.content);
  }

  #tracers(): TracerProvider {
    return this.#options.tracerProvider ?? trace.getTracerProvider();
  }

  /** An SDK may be registered after this was made, so the provider is asked for with every call. */
  #histogram(): Histogram {
    const meters = this.#options.meterProvider ?? metrics.getMeterProvider();
    if (this.#duration === undefined || this.#meters !== meters) {
      this.#meters = meters;
      this.#duration = meters.getMeter(SCOPE, VERSION).createHistogram(names.DURATION, {
        description: "How long tool calls take.",
        unit: "s",
        advice: { explicitBucketBoundaries: names.BUCKETS },
      });
    }
    return this.#duration;
  }
}

/**
 * A span `execute_tool NAME` and a duration for every call, by the GenAI semantic conventions of OpenTelemetry. A
 * call within another one, as through an orchestrator, is its child. Where no SDK is installed nothing is recorded.
 *
 * ```ts
 * const driver = withTelemetry(toolDriver);
 * ```
 */
export function withTelemetry<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  options?: TelemetryOptions,
): TracedDriver<Inner> {
  return new TracedDriver(toolDriver, options);
}

function describe(tool: string, call: ResolvedCall | undefined): Attributes {
  const description = call?.tool.description || call?.tool.title;
  return {
    [names.OPERATION]: names.EXECUTE_TOOL,
    [names.TOOL_NAME]: tool,
    [names.TOOL_TYPE]: "function",
    ...(description ? { [names.TOOL_DESCRIPTION]: description } : {}),
    ...(call === undefined ? {} : { [names.DRIVER]: call.driver }),
  };
}

/** Long texts are cut when arguments are masked, and half a secret would be found no more. */
function cleanFor(options: CallOptions): { readonly clean: (text: string) => string } {
  return { clean: (text) => redacted(text, options) };
}

/** A result that has no text, since it refers to itself or is nested without end, must not fail a call that succeeded. */
function jsonOf(value: unknown): string {
  const plain = (_: string, item: unknown): unknown => (typeof item === "bigint" ? String(item) : item);
  try {
    return JSON.stringify(value, plain) ?? "";
  } catch {
    return "(cannot be shown)";
  }
}
