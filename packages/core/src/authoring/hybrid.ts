import { INNER, type TransparentWrapper } from "../capabilities.ts";
import type { CallOptions, DriverMeta, MCSToolDriver, Tool, ToolArguments } from "../contract/index.ts";
import { checkToolDriver } from "../driver-check.ts";
import { checkOptions, type OptionNames } from "../option-check.ts";
import { BaseDriver, LLM_CAPABILITIES, type PromptOptions } from "./base-driver.ts";
import { VALIDATES } from "./base-tool-driver.ts";

const NAMES: OptionNames<PromptOptions> = { prompts: 0 };

/**
 * A ToolDriver made ready for models: a thin wrapper that adds the `MCSDriver` side and passes everything
 * else through, capabilities included.
 */
export class HybridDriver<Inner extends MCSToolDriver = MCSToolDriver>
  extends BaseDriver
  implements TransparentWrapper
{
  readonly meta: DriverMeta;
  /** The wrapped driver. */
  readonly toolDriver: Inner;

  /** @throws ConfigurationError where that is no ToolDriver, or for an option that is unknown. */
  constructor(toolDriver: Inner, options: PromptOptions = {}) {
    super(options);
    checkToolDriver("hybrid", "a ToolDriver", toolDriver);
    checkOptions("hybrid", options, NAMES);
    const { meta } = toolDriver;
    this.toolDriver = toolDriver;
    this.meta = Object.freeze({
      ...meta,
      targetLlms: ["*"],
      capabilities: [...new Set([...meta.capabilities, ...LLM_CAPABILITIES])],
    });
  }

  get [INNER](): Inner {
    return this.toolDriver;
  }

  override listTools(): Promise<readonly Tool[]> {
    return this.toolDriver.listTools();
  }

  override executeTool(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown> {
    return validates(this.toolDriver)
      ? this.toolDriver.executeTool(toolName, args, options)
      : super.executeTool(toolName, args, options);
  }

  protected override callTool(tool: Tool, args: ToolArguments, options: CallOptions): Promise<unknown> {
    return this.toolDriver.executeTool(tool.name, args, options);
  }
}

/**
 * Makes a ToolDriver ready for models.
 *
 * ```ts
 * const driver = hybrid(toolDriver);
 * const system = await driver.getDriverSystemMessage();
 * ```
 */
export function hybrid<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  options?: PromptOptions,
): HybridDriver<Inner> {
  return new HybridDriver(toolDriver, options);
}

/** Our own ToolDrivers validate; a foreign one is not asked to. */
function validates(driver: MCSToolDriver): boolean {
  return (driver as { [VALIDATES]?: unknown })[VALIDATES] === true;
}
