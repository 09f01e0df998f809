import type { CallOptions, DriverMeta, MCSToolDriver, Tool, ToolArguments } from "../contract/index.ts";
import { AbortedError, McsError, ToolNotFoundError, toMcsError } from "../errors.ts";
import { checkArguments } from "../validation/check.ts";

/** Set on drivers whose `executeTool` validates, so that wrappers need not do it again. */
export const VALIDATES: unique symbol = Symbol.for("@mcs/core:validates");

/**
 * The base of a ToolDriver: a subclass lists its tools and does what they say. Looking up the tool,
 * validating the arguments and turning what was thrown into an `McsError` is done here, once for all.
 */
export abstract class BaseToolDriver implements MCSToolDriver {
  abstract readonly meta: DriverMeta;
  readonly [VALIDATES]: true = true;

  abstract listTools(): Promise<readonly Tool[]>;

  /** Does what the tool says. The tool is one of `listTools()`, the arguments fit its schema. */
  protected abstract callTool(tool: Tool, args: ToolArguments, options: CallOptions): Promise<unknown>;

  /**
   * @throws ToolNotFoundError, InvalidArgumentsError, AbortedError, or the `McsError` of the backend.
   */
  async executeTool(toolName: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const tool = await this.findTool(toolName);
    if (tool === undefined) throw new ToolNotFoundError(toolName);
    await checkArguments(tool, args);
    if (options.signal?.aborted) throw new AbortedError(undefined, { cause: options.signal.reason });
    try {
      return await this.callTool(tool, args, options);
    } catch (error) {
      // An aborted call may reject with whatever reason its signal was given.
      if (options.signal?.aborted && !McsError.is(error)) throw new AbortedError(undefined, { cause: error });
      throw toMcsError(error, `${toolName} failed`);
    }
  }

  /** One tool by name. Override it where that is cheaper than listing them all. */
  protected async findTool(name: string): Promise<Tool | undefined> {
    return (await this.listTools()).find((tool) => tool.name === name);
  }
}
