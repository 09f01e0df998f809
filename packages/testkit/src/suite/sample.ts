import type { ToolArguments } from "@mcs/core";
import type { ContractDriver } from "./context.ts";

/** A call of one of the driver's tools. */
export interface SampleCall {
  readonly tool: string;
  readonly arguments: ToolArguments;
}

/** What the suite may call. Of the optional entries, each that is missing skips the cases that need it. */
export interface ContractSample {
  /**
   * A call that succeeds however often it is made, also several times at once. Calls that are wrong in one
   * thing are made out of it, so name a tool with a required argument if there is one.
   */
  readonly valid: SampleCall & {
    /** What it resolves with, compared as JSON. @defaultValue not compared */
    readonly result?: unknown;
  };
  /**
   * The call that the cases about consent make: one that the driver asks about. Name another one where the driver
   * lets the valid call pass without a question, such as one that only reads.
   * @defaultValue `valid`
   */
  readonly asked?: SampleCall;
  /** A call that fits the schema and that the backend refuses. */
  readonly failing?: SampleCall;
  /** A call that takes longer than anybody waits, unless it is aborted. */
  readonly slow?: SampleCall;
  /** A credential that the driver is configured with; the suite looks for it in all that comes out. */
  readonly canary?: string;
  /** The driver as configured where its credential is missing. */
  readonly withoutCredential?: () => ContractDriver | Promise<ContractDriver>;
  /**
   * A call as a model writes it into text, for drivers whose prompt asks for another form.
   * @defaultValue `{"tool": "…", "arguments": {…}}`
   */
  readonly writeCall?: (call: SampleCall) => string;
}
