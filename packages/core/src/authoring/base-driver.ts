import { isCompleteToolCall, mightBeToolCall } from "../calls/signal.ts";
import type {
  DriverContext,
  DriverContextOptions,
  DriverResponse,
  LlmResponse,
  MCSDriver,
  ProcessOptions,
  SupportsDriverContext,
  SupportsToolCallSignalling,
} from "../contract/index.ts";
import { ConfigurationError } from "../errors.ts";
import type { PartialProfile } from "../prompts/profile.ts";
import type { PromptStrategy } from "../prompts/strategy.ts";
import { BaseToolDriver } from "./base-tool-driver.ts";

/** How a driver speaks to models. */
export interface PromptOptions {
  /** Words that replace the bundled ones, or a whole strategy. @defaultValue the bundled JSON profile */
  readonly prompts?: PartialProfile | PromptStrategy;
}

/**
 * The base of a driver that is both: an `MCSToolDriver`, which a subclass writes, and the `MCSDriver` on top
 * of it. `meta.capabilities` of a subclass should hold {@link LLM_CAPABILITIES}.
 *
 * The parts that write prompts and read answers are loaded when a model is first spoken to.
 */
export abstract class BaseDriver
  extends BaseToolDriver
  implements MCSDriver, SupportsDriverContext, SupportsToolCallSignalling
{
  readonly #promptOption: PartialProfile | PromptStrategy | undefined;
  #prompts: Promise<PromptStrategy> | undefined;

  constructor(options: PromptOptions = {}) {
    super();
    this.#promptOption = options.prompts;
  }

  async getFunctionDescription(_modelName?: string): Promise<string> {
    const prompts = await this.#strategy();
    return prompts.formatTools(await this.listTools());
  }

  async getDriverSystemMessage(_modelName?: string): Promise<string> {
    const prompts = await this.#strategy();
    return prompts.systemMessage(await this.listTools());
  }

  async processLlmResponse(llmResponse: LlmResponse, options?: ProcessOptions): Promise<DriverResponse> {
    const { respond } = await import("./respond.ts");
    return respond(llmResponse, await this.listTools(), this, await this.#strategy(), options);
  }

  /** @throws ConfigurationError for a provider that is not known. */
  async getDriverContext(modelName?: string, options: DriverContextOptions = {}): Promise<DriverContext> {
    const { providers, providerOf } = await import("../providers/index.ts");
    const name = options.provider ?? providerOf(modelName);
    const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
    if (provider === undefined) {
      throw new ConfigurationError(`There is no provider named ${JSON.stringify(name)}.`, {
        remedy: `There are ${Object.keys(providers).join(", ")}.`,
      });
    }
    const prompts = await this.#strategy();
    return { systemMessage: prompts.nativeSystemMessage(), tools: provider.tools(await this.listTools()) };
  }

  mightBeToolCall(text: string): boolean {
    return mightBeToolCall(text);
  }

  isCompleteToolCall(text: string): boolean {
    return isCompleteToolCall(text);
  }

  #strategy(): Promise<PromptStrategy> {
    this.#prompts ??= loadStrategy(this.#promptOption);
    return this.#prompts;
  }
}

/** The flags of what {@link BaseDriver} adds to a ToolDriver. */
export const LLM_CAPABILITIES: readonly string[] = Object.freeze(["driver_context", "tcs"]);

async function loadStrategy(option: PartialProfile | PromptStrategy | undefined): Promise<PromptStrategy> {
  if (option !== undefined && "formatTools" in option) return option;
  const { jsonPromptStrategy } = await import("../prompts/strategy.ts");
  return jsonPromptStrategy(option);
}
