import type {
  Binding,
  CallOptions,
  DriverMeta,
  Health,
  MCSToolDriver,
  SupportsHealthcheck,
  Tool,
  ToolArguments,
} from "../contract/index.ts";
import { ConfigurationError } from "../errors.ts";
import { BaseToolDriver } from "./base-tool-driver.ts";
import type { DefinedTool } from "./define-tool.ts";

/** A ToolDriver as data: who it is, and its tools. */
export interface ToolDriverDefinition {
  /** A UUID that names the driver for good. */
  readonly id: string;
  /** A name for people. */
  readonly name: string;
  /** The version of your package. */
  readonly version: string;
  /** What the driver does, and through which backend. */
  readonly bindings: readonly Binding[];
  /** In the order in which models are shown them; no two with one name. */
  readonly tools: readonly DefinedTool[];
  /** When given, the driver advertises `"healthcheck"`. */
  readonly healthcheck?: () => Promise<Health>;
}

/**
 * A ToolDriver out of tools.
 *
 * @throws ConfigurationError when two tools have one name or the id is no UUID.
 */
export function defineToolDriver(
  definition: ToolDriverDefinition & { healthcheck: () => Promise<Health> },
): MCSToolDriver & SupportsHealthcheck;
export function defineToolDriver(definition: ToolDriverDefinition): MCSToolDriver;
export function defineToolDriver(definition: ToolDriverDefinition): MCSToolDriver {
  const { healthcheck } = definition;
  const driver = new DefinedToolDriver(definition);
  return healthcheck === undefined ? driver : Object.assign(driver, { healthcheck });
}

class DefinedToolDriver extends BaseToolDriver {
  readonly meta: DriverMeta;
  readonly #tools: ReadonlyMap<string, DefinedTool>;
  readonly #list: readonly Tool[];

  constructor({ id, name, version, bindings, tools, healthcheck }: ToolDriverDefinition) {
    super();
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
      throw new ConfigurationError(`The id ${JSON.stringify(id)} of the driver ${name} is no UUID.`, {
        remedy: "Make one with crypto.randomUUID() and keep it.",
      });
    }
    this.meta = Object.freeze({
      id,
      name,
      version,
      bindings: Object.freeze([...bindings]),
      targetLlms: null,
      capabilities: Object.freeze(healthcheck === undefined ? [] : ["healthcheck"]),
    });
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
    if (this.#tools.size !== tools.length) {
      const names = tools.map((tool) => tool.name);
      const twice = names.find((tool, index) => names.indexOf(tool) !== index);
      throw new ConfigurationError(`The driver ${name} has two tools named ${twice}.`);
    }
    this.#list = Object.freeze([...tools]);
  }

  override async listTools(): Promise<readonly Tool[]> {
    return this.#list;
  }

  protected override async findTool(name: string): Promise<Tool | undefined> {
    return this.#tools.get(name);
  }

  protected override async callTool(tool: Tool, args: ToolArguments, options: CallOptions): Promise<unknown> {
    return this.#tools.get(tool.name)?.execute(args, options);
  }
}
