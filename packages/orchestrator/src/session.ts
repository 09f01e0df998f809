import type {
  CallOptions,
  DriverContext,
  DriverContextOptions,
  DriverMeta,
  DriverResponse,
  LlmResponse,
  MCSDriver,
  MCSToolDriver,
  ProcessOptions,
  ResolvedCall,
  SupportsCatalogue,
  SupportsDriverContext,
  SupportsHealthcheck,
  SupportsToolCallSignalling,
  Tool,
  ToolArguments,
} from "@mcs/core";
import type { BasicOrchestrator } from "./basic-orchestrator.ts";
import type { AggregateHealth } from "./health.ts";

const VALIDATES: unique symbol = Symbol.for("@mcs/core:validates");
const INNER: unique symbol = Symbol.for("@mcs/core:inner");

/**
 * An orchestrator as one conversation sees it: every call is one of that conversation, so a switch holds for it
 * and for no other. It is a driver as the orchestrator is; nothing has to be closed.
 */
export class Session
  implements
    MCSDriver,
    MCSToolDriver,
    SupportsDriverContext,
    SupportsToolCallSignalling,
    SupportsHealthcheck,
    SupportsCatalogue
{
  readonly meta: DriverMeta;
  /** What stands for the conversation in `CallOptions.conversation`. */
  readonly conversation: object;
  readonly #orchestrator: BasicOrchestrator;
  /** What wraps a session need not validate: the orchestrator does. */
  readonly [VALIDATES] = true;

  constructor(orchestrator: BasicOrchestrator, conversation: object) {
    this.meta = orchestrator.meta;
    this.conversation = conversation;
    this.#orchestrator = orchestrator;
  }

  /** The orchestrator, so that no orchestrator becomes a part of itself by way of a session. */
  get [INNER](): BasicOrchestrator {
    return this.#orchestrator;
  }

  listTools(): Promise<readonly Tool[]> {
    return this.#orchestrator.listTools();
  }

  executeTool(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown> {
    return this.#orchestrator.executeTool(toolName, args, this.#with(options));
  }

  processLlmResponse(llmResponse: LlmResponse, options?: ProcessOptions): Promise<DriverResponse> {
    return this.#orchestrator.processLlmResponse(llmResponse, this.#with(options));
  }

  getFunctionDescription(modelName?: string): Promise<string> {
    return this.#orchestrator.getFunctionDescription(modelName);
  }

  getDriverSystemMessage(modelName?: string): Promise<string> {
    return this.#orchestrator.getDriverSystemMessage(modelName);
  }

  getDriverContext(modelName?: string, options?: DriverContextOptions): Promise<DriverContext> {
    return this.#orchestrator.getDriverContext(modelName, options);
  }

  mightBeToolCall(text: string): boolean {
    return this.#orchestrator.mightBeToolCall(text);
  }

  isCompleteToolCall(text: string): boolean {
    return this.#orchestrator.isCompleteToolCall(text);
  }

  healthcheck(): Promise<AggregateHealth> {
    return this.#orchestrator.healthcheck();
  }

  allTools(): Promise<readonly Tool[]> {
    return this.#orchestrator.allTools();
  }

  resolveCall(
    toolName: string,
    args: ToolArguments,
    options?: CallOptions,
  ): Promise<ResolvedCall | undefined> {
    return this.#orchestrator.resolveCall(toolName, args, this.#with(options));
  }

  similarTools(toolName: string): Promise<readonly string[] | undefined> {
    return this.#orchestrator.similarTools(toolName);
  }

  #with<Options extends CallOptions | ProcessOptions>(options: Options | undefined): Options {
    return { ...options, conversation: this.conversation } as Options;
  }
}
