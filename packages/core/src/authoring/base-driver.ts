import { CallSignal } from "../calls/signal.ts";
import { resolveCapability } from "../capabilities.ts";
import { callableTools } from "../catalogue.ts";
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
import type { ProfileLayers, PromptStrategy } from "../prompts/strategy.ts";
import { BaseToolDriver } from "./base-tool-driver.ts";

/** How a driver speaks to models. */
export interface PromptOptions {
  /**
   * Profiles over the bundled one that the model's name selects, the later over the earlier, or a whole strategy.
   * @defaultValue the bundled profiles as they are
   */
  readonly prompts?: ProfileLayers | PromptStrategy;
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
  readonly #promptOption: ProfileLayers | PromptStrategy | undefined;
  readonly #signal = new CallSignal();
  readonly #prompts = new Map<string | undefined, Promise<PromptStrategy>>();

  /** @param options the words that models read; by default the profile that the model's name selects */
  constructor(options: PromptOptions = {}) {
    super();
    this.#promptOption = options.prompts;
  }

  async getFunctionDescription(modelName?: string): Promise<string> {
    const prompts = await this.#strategy(modelName);
    return prompts.formatTools(await this.listTools());
  }

  async getDriverSystemMessage(modelName?: string): Promise<string> {
    const prompts = await this.#strategy(modelName);
    return prompts.systemMessage(await this.listTools());
  }

  async processLlmResponse(llmResponse: LlmResponse, options?: ProcessOptions): Promise<DriverResponse> {
    const { respond } = await import("./respond.ts");
    const catalogue = resolveCapability(this, "catalogue");
    const tools = catalogue === undefined ? await this.listTools() : await callableTools(this);
    const similar = catalogue?.similarTools?.bind(catalogue);
    const prompts = await this.#strategy(options?.modelName ?? this.#onlyModel());
    return respond(llmResponse, tools, this, prompts, { ...options, similar });
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
    const prompts = await this.#strategy(modelName);
    const { tools } = provider.definitions(await this.listTools());
    return { systemMessage: prompts.nativeSystemMessage(), tools };
  }

  mightBeToolCall(text: string): boolean {
    return this.#signal.mightBeToolCall(text);
  }

  isCompleteToolCall(text: string): boolean {
    return this.#signal.isCompleteToolCall(text);
  }

  /** Clients that speak to one model name it when they ask for the prompt, and need not name it again. */
  #onlyModel(): string | undefined {
    const models = [...this.#prompts.keys()].filter((name) => name !== undefined);
    return models.length === 1 ? models[0] : undefined;
  }

  #strategy(modelName?: string): Promise<PromptStrategy> {
    let prompts = this.#prompts.get(modelName);
    if (prompts === undefined) {
      prompts = loadStrategy(this.#promptOption, modelName);
      // Few models speak to one driver; a caller that makes up names does not fill the memory with them.
      if (this.#prompts.size < MOST_MODELS) this.#prompts.set(modelName, prompts);
    }
    return prompts;
  }
}

/** The flags of what {@link BaseDriver} adds to a ToolDriver. */
export const LLM_CAPABILITIES: readonly string[] = Object.freeze(["driver_context", "tcs"]);

const MOST_MODELS = 100;

async function loadStrategy(
  option: ProfileLayers | PromptStrategy | undefined,
  modelName: string | undefined,
): Promise<PromptStrategy> {
  if (option !== undefined && "formatTools" in option) return option;
  const { promptStrategy } = await import("../prompts/strategy.ts");
  return promptStrategy(option, modelName);
}
