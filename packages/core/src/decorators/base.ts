import { VALIDATES } from "../authoring/base-tool-driver.ts";
import { INNER, type TransparentWrapper } from "../capabilities.ts";
import type { CallOptions, DriverMeta, MCSToolDriver, Tool, ToolArguments } from "../contract/index.ts";
import { checkToolDriver } from "../driver-check.ts";

/**
 * The base of a decorator: a ToolDriver around one other that intervenes in its calls. It is transparent:
 * flags and tools of the inner driver show through, and capabilities are resolved inward.
 */
export abstract class BaseDecorator<Inner extends MCSToolDriver = MCSToolDriver>
  implements MCSToolDriver, TransparentWrapper
{
  readonly meta: DriverMeta;
  readonly [INNER]: Inner;
  readonly [VALIDATES]: boolean;

  /**
   * @param capabilities flags that the decorator adds
   * @throws ConfigurationError where `inner` is no ToolDriver.
   */
  constructor(inner: Inner, capabilities: readonly string[] = []) {
    checkToolDriver("A decorator", "a ToolDriver to wrap", inner);
    this[INNER] = inner;
    this[VALIDATES] = (inner as { [VALIDATES]?: unknown })[VALIDATES] === true;
    this.meta = Object.freeze({
      ...inner.meta,
      // It executes and does not speak to models, also around a driver that does.
      targetLlms: null,
      capabilities: [...new Set([...inner.meta.capabilities, ...capabilities])],
    });
  }

  listTools(): Promise<readonly Tool[]> {
    return this[INNER].listTools();
  }

  executeTool(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown> {
    return this[INNER].executeTool(toolName, args, options);
  }
}
