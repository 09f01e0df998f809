import {
  BaseToolDriver,
  type CallOptions,
  ClosedError,
  ConfigurationError,
  type DefinedTool,
  type DriverMeta,
  type Health,
  type SupportsHealthcheck,
  type Tool,
  type ToolArguments,
  ToolNotFoundError,
} from "@mcs/core";
import { chartFormats } from "./chart/render.ts";
import { aggregateBeyondMemory, joinBeyondMemory } from "./engine/beyond-memory.ts";
import { Engine } from "./engine/engine.ts";
import { isInstalled } from "./engine/installed.ts";
import { QueryEngine } from "./engine/query.ts";
import { type CsvOptions, checkNames } from "./options.ts";
import { serverTools } from "./server/tools.ts";
import { withinTime } from "./table/call.ts";
import { Tables } from "./table/tables.ts";
import { aggregate } from "./tools/aggregate.ts";
import { describeTable } from "./tools/describe-table.ts";
import { drawChart } from "./tools/draw-chart.ts";
import { exportRows } from "./tools/export-rows.ts";
import { filterRows } from "./tools/filter-rows.ts";
import type { ToolHost } from "./tools/host.ts";
import { joinTables } from "./tools/join-tables.ts";
import { listTables } from "./tools/list-tables.ts";
import { readRows } from "./tools/read-rows.ts";
import { runSql } from "./tools/run-sql.ts";
import { sortRows } from "./tools/sort-rows.ts";
import { VERSION } from "./version.ts";

/** What every driver lists; what needs more is added by the options. */
const TOOLS: ReadonlyArray<(host: ToolHost) => DefinedTool> = [
  listTables,
  describeTable,
  readRows,
  filterRows,
  aggregate,
  sortRows,
  joinTables,
];

/** Tables in files, as a ToolDriver: whatever is read is a snapshot, and nothing of it is kept in memory. */
export class CsvToolDriver extends BaseToolDriver implements SupportsHealthcheck {
  readonly meta: DriverMeta;
  readonly #tables: Tables;
  readonly #options: CsvOptions;
  #tools: ReadonlyMap<string, DefinedTool> | undefined;
  #engine: Engine | undefined;
  #closed: Promise<void> | undefined;

  /** @throws ConfigurationError where an option is unknown, or they contradict themselves. Does no I/O. */
  constructor(options: CsvOptions) {
    super();
    checkNames(options);
    const tables = new Tables(options);
    if (options.access === "write" && !tables.hasFiles) {
      throw new ConfigurationError('access "write" needs a root or a port.');
    }
    this.#tables = tables;
    this.#options = options;
    const adapter =
      options.server?.adapter ??
      options.port?.adapter ??
      (options.root === undefined ? undefined : "localfs");
    const adapters = [adapter, options.http?.adapter].filter((name) => name !== undefined);
    this.meta = Object.freeze({
      id: "5f6c5d0e-3b0a-4a55-9a43-6d7d1f0e8c24",
      name: "Tables in CSV files",
      version: VERSION,
      bindings: adapters.map((name) => ({ capability: "csv", adapter: name, specFormat: "Custom" })),
      targetLlms: null,
      capabilities: Object.freeze(["healthcheck"]),
    });
  }

  override async listTools(): Promise<readonly Tool[]> {
    return [...this.#offered().values()];
  }

  /** Asks whether the tables can be listed. */
  async healthcheck(): Promise<Health> {
    try {
      if (this.#options.server !== undefined) await this.#options.server.tables();
      else for await (const _ of this.#tables.list(undefined)) break;
      return { status: "OK" };
    } catch (error) {
      return { status: "ERROR", detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Ends the threads, and closes the adapter that the driver made; one that was passed in is its owner's. Later calls fail. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#engine?.close();
    await this.#tables.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  protected override async findTool(name: string): Promise<Tool | undefined> {
    if (this.#closed !== undefined) throw new ClosedError("The CSV driver");
    return this.#offered().get(name);
  }

  protected override async callTool(tool: Tool, args: ToolArguments, options: CallOptions): Promise<unknown> {
    const found = this.#offered().get(tool.name);
    if (found === undefined) throw new ToolNotFoundError(tool.name);
    return found.execute(args, options);
  }

  /** Which tools there are depends on the packages that are installed; that is looked up when they are first needed. */
  #offered(): ReadonlyMap<string, DefinedTool> {
    if (this.#tools !== undefined) return this.#tools;
    const tables = this.#tables;
    const { onProgress, access, engine, chart, root, server } = this.#options;
    const host: ToolHost = { tables, run: (call, work) => withinTime(tables, call, onProgress, work) };
    if (server !== undefined) {
      const found = serverTools(host, server, chart);
      this.#tools = new Map(found.map((tool) => [tool.name, tool]));
      return this.#tools;
    }
    const makers = access === "write" ? [...TOOLS, exportRows] : TOOLS;
    const tools = makers.map((make) => make(host));
    let groups = aggregate(host);
    let sql: DefinedTool | undefined;
    if (engine !== false && isInstalled("@duckdb/node-api")) {
      this.#engine = new Engine(engine ?? {});
      const queries = new QueryEngine(tables, this.#engine, root);
      sql = runSql(host, queries);
      groups = aggregateBeyondMemory(groups, host, queries);
      replace(tools, groups);
      replace(tools, joinBeyondMemory(joinTables(host), host, queries));
      tools.push(sql);
    }
    if (chart !== false) {
      const { fontFiles = [] } = chart ?? {};
      tools.push(
        drawChart(host, {
          formats: chartFormats(),
          fontFiles,
          aggregate: groups,
          filterRows: filterRows(host),
          readRows: readRows(host),
          runSql: sql,
        }),
      );
    }
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
    return this.#tools;
  }
}

function replace(tools: DefinedTool[], tool: DefinedTool): void {
  tools[tools.findIndex(({ name }) => name === tool.name)] = tool;
}
