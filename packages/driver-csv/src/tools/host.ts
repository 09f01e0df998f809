import type { CallOptions } from "@mcs/core";
import type { Call } from "../table/call.ts";
import type { Tables } from "../table/tables.ts";

/** What a tool is made with. */
export interface ToolHost {
  readonly tables: Tables;
  /** Runs a call within the limits of time, with progress. */
  readonly run: <Result>(options: CallOptions, work: (call: Call) => Promise<Result>) => Promise<Result>;
}
