import {
  BaseDriver,
  type CallOptions,
  ConfigurationError,
  checkOptions,
  closestNames,
  type DriverMeta,
  LLM_CAPABILITIES,
  type MCSToolDriver,
  type ResolvedCall,
  resolveCall,
  type SupportsCatalogue,
  type SupportsHealthcheck,
  type Tool,
  type ToolArguments,
  ToolNotFoundError,
} from "@mcs/core";
import { Limiter } from "@mcs/core/decorators";
import type { Catalogue } from "./catalogue.ts";
import { answer, type FinalCall, finalCall, passOn, whileWanted } from "./dispatch.ts";
import { type AggregateHealth, aggregateHealth } from "./health.ts";
import { Member } from "./member.ts";
import { Offer } from "./offer.ts";
import { CONCURRENCY_NAMES, type Drivers, OPTION_NAMES, type OrchestratorOptions } from "./options.ts";
import { labelled, ownLabel } from "./roster.ts";
import { Session } from "./session.ts";
import { VERSION } from "./version.ts";
import type { OrchestratorWarning } from "./warnings.ts";

/**
 * Many ToolDrivers as one driver: it authors one tool interface out of theirs. Contract 0.6, `BasicOrchestrator`.
 *
 * It is an `MCSDriver` for clients and an `MCSToolDriver` for orchestrators above it, and opaque: what it
 * advertises it does itself. Its set of drivers can change at any time; calls under way end where they began.
 *
 * ```ts
 * const driver = new BasicOrchestrator({ github, calendar });
 * ```
 */
export class BasicOrchestrator extends BaseDriver implements SupportsHealthcheck, SupportsCatalogue {
  readonly meta: DriverMeta;
  readonly #options: OrchestratorOptions;
  readonly #limiter: Limiter;
  readonly #offer: Offer;
  /** Labels that were given to drivers which are still being asked for their tools. */
  readonly #adding = new Set<string>();

  /** @throws ConfigurationError for a label, a limit or a driver that is none, or an option that is unknown. Asks no driver for anything. */
  constructor(drivers: Drivers = [], nameOrOptions: string | OrchestratorOptions = {}) {
    const options = typeof nameOrOptions === "string" ? { name: nameOrOptions } : nameOrOptions;
    super(options);
    checkOptions("BasicOrchestrator", options, OPTION_NAMES);
    checkOptions("BasicOrchestrator", options.concurrency ?? {}, CONCURRENCY_NAMES, "concurrency");
    this.#options = options;
    this.#limiter = new Limiter(options.concurrency?.overall ?? Number.POSITIVE_INFINITY);
    this.#offer = new Offer(options, this.#members(labelled(drivers)));
    this.meta = Object.freeze({
      id: "6c4a3a53-8d6e-4a55-b6d1-3f1f3c0f6a94",
      name: options.name ?? "Orchestrator",
      version: VERSION,
      bindings: Object.freeze([{ capability: "orchestrator", adapter: "*", specFormat: "Custom" }]),
      targetLlms: Object.freeze(["*"]),
      capabilities: Object.freeze([...LLM_CAPABILITIES, "healthcheck", "catalogue"]),
    });
  }

  /** The labels of the drivers, in the order in which they were registered. */
  get labels(): readonly string[] {
    return this.#offer.roster.labels;
  }

  /** The driver that was registered under a label. */
  driver(label: string): MCSToolDriver | undefined {
    return this.#offer.roster.find(label)?.driver;
  }

  /**
   * Adds a driver, under a label made from its name unless one is given. Its tools are there, all at once, when this
   * resolves.
   *
   * @returns its label
   * @throws ConfigurationError as {@link update} does
   */
  async add(driver: MCSToolDriver, label?: string): Promise<string> {
    const taken = (candidate: string): boolean =>
      this.#adding.has(candidate) || this.#offer.roster.find(candidate) !== undefined;
    const own = label ?? ownLabel(driver, taken);
    if (label === undefined) this.#adding.add(own);
    try {
      await this.update({ add: { [own]: driver } });
      return own;
    } finally {
      if (label === undefined) this.#adding.delete(own);
    }
  }

  /**
   * Removes a driver. Its tools are gone at once; calls of them that are under way end as they would have.
   *
   * @throws ConfigurationError where there is none
   */
  async remove(label: string): Promise<void> {
    await this.update({ remove: [label] });
  }

  /**
   * Removes and adds drivers in one step: whoever lists or calls sees all of it or nothing. A label that is removed
   * can be given to a driver that is added.
   *
   * @throws ConfigurationError where a label is taken, unknown or not valid, where a driver would contain itself, or
   * where the collision strategy refuses; and with `failFast` what listing a driver threw. Nothing has changed then.
   */
  async update({
    add = {},
    remove = [],
  }: {
    readonly add?: Readonly<Record<string, MCSToolDriver>>;
    readonly remove?: readonly string[];
  }): Promise<void> {
    const added = this.#members(labelled(add));
    for (const { label, driver } of added) {
      if (!contains(driver, this)) continue;
      throw new ConfigurationError(`${label} would make the orchestrator a part of itself.`);
    }
    await this.#offer.update(remove, added);
  }

  /** What is missing, and why: as it was when tools were last listed. */
  warnings(): readonly OrchestratorWarning[] {
    return this.#offer.warnings();
  }

  /**
   * The orchestrator for one conversation: what a model switches there stays there. Without an argument it is a new
   * conversation; with the same object it is the same one.
   */
  session(conversation: object = {}): Session {
    return new Session(this, conversation);
  }

  /** What a model is shown. @throws with `failFast` what a driver threw, ConfigurationError where the strategy refuses. */
  override async listTools(): Promise<readonly Tool[]> {
    return (await this.#offer.current()).view.listed;
  }

  async allTools(): Promise<readonly Tool[]> {
    return (await this.#offer.current()).tools;
  }

  /**
   * Calls a tool by the name that it has here, listed or not.
   *
   * @throws ToolNotFoundError, or what the tool's driver rejects with.
   */
  override async executeTool(
    toolName: string,
    args: ToolArguments,
    options: CallOptions = {},
  ): Promise<unknown> {
    const [, call] = await this.#find(toolName, args, options);
    if (call === undefined) throw await this.#unknown(toolName);
    const { entry, arguments: final } = call;
    if (entry.kind === "own") return answer(entry, final, options);
    const member = this.#offer.roster.find(entry.target.label);
    const run = (): Promise<unknown> => passOn(entry, final, options);
    if (this.#options.concurrency === undefined) return run();
    // A call that waits for its own driver does not take the place of one of another driver.
    const limited = (): Promise<unknown> => this.#limiter.run(run, options.signal);
    // A driver that was removed in the meantime, or replaced, counts no more.
    return member?.driver === entry.target.driver ? member.limiter.run(limited, options.signal) : limited();
  }

  async resolveCall(
    toolName: string,
    args: ToolArguments,
    options: CallOptions = {},
  ): Promise<ResolvedCall | undefined> {
    const [catalogue, call] = await this.#find(toolName, args, options);
    if (call === undefined) return undefined;
    const { entry, arguments: final } = call;
    const { name } = this.meta;
    if (entry.kind === "own")
      return { name: entry.tool.name, arguments: final, tool: entry.tool, driver: name };
    const { driver, label } = entry.target;
    const driverName = `${name} / ${label}`;
    const inner = await resolveCall(driver, entry.target.name, final, options);
    const ours = inner === undefined ? undefined : catalogue.nameOf(label, inner.name);
    const tool = ours === undefined ? undefined : catalogue.view.entries.get(ours)?.tool;
    if (inner === undefined || ours === undefined || tool === undefined || ours === entry.tool.name) {
      return { name: entry.tool.name, arguments: final, tool: entry.tool, driver: driverName };
    }
    return { name: ours, arguments: inner.arguments, tool, driver: `${driverName} / ${inner.driver}` };
  }

  /** The closest names, where the option `unknownTool` says that models are told them. */
  async similarTools(toolName: string): Promise<readonly string[] | undefined> {
    if (this.#options.unknownTool !== "suggest") return undefined;
    return closestNames(toolName, (await this.#offer.current()).view.entries.keys());
  }

  /** The worst of what the drivers say, and which of them said it. */
  async healthcheck(): Promise<AggregateHealth> {
    return aggregateHealth(this.#offer.roster.members);
  }

  protected override async findTool(name: string): Promise<Tool | undefined> {
    return (await this.#offer.current()).view.entries.get(name)?.tool;
  }

  protected override callTool(tool: Tool, args: ToolArguments, options: CallOptions): Promise<unknown> {
    return this.executeTool(tool.name, args, options);
  }

  #members(drivers: ReadonlyArray<[string, MCSToolDriver]>): readonly Member[] {
    const { perDriver = Number.POSITIVE_INFINITY } = this.#options.concurrency ?? {};
    return drivers.map(([label, driver]) => new Member(label, driver, perDriver));
  }

  /** What a call means, by what is known; drivers are asked again where that does not have it. */
  async #find(
    toolName: string,
    args: ToolArguments,
    options: CallOptions,
  ): Promise<readonly [Catalogue, FinalCall | undefined]> {
    const { known } = this.#offer;
    const call = known && (await finalCall(known.view, toolName, args, options));
    if (known !== undefined && call !== undefined) return [known, call];
    const catalogue = await whileWanted(this.#offer.current(), options.signal);
    return [catalogue, await finalCall(catalogue.view, toolName, args, options)];
  }

  async #unknown(toolName: string): Promise<ToolNotFoundError> {
    const close = await this.similarTools(toolName);
    if (close === undefined || close.length === 0) return new ToolNotFoundError(toolName);
    return new ToolNotFoundError(toolName, { remedy: `The closest names are ${close.join(", ")}.` });
  }
}

/** Whether an orchestrator is the driver, or is somewhere in it. */
function contains(driver: MCSToolDriver, orchestrator: BasicOrchestrator): boolean {
  if (driver === orchestrator) return true;
  const inner =
    driver instanceof BasicOrchestrator
      ? driver.labels.map((label) => driver.driver(label))
      : [(driver as { readonly [INNER]?: MCSToolDriver })[INNER]];
  return inner.some((each) => each !== undefined && contains(each, orchestrator));
}

/** Where a decorator keeps the driver that it wraps. */
const INNER: unique symbol = Symbol.for("@mcs/core:inner");
