import { MemoryAdapter } from "@mcs/adapter-memory";
import { type CsvOptions, CsvToolDriver } from "../src/index.ts";

/** What a tool resolves with, as tests read it. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly left_out: unknown;
  readonly notes: readonly string[];
  readonly cursor?: string;
  readonly next_start?: number;
  readonly [key: string]: unknown;
}

export interface Bench {
  readonly port: MemoryAdapter;
  readonly driver: CsvToolDriver;
  call(tool: string, args?: Record<string, unknown>): Promise<Result>;
  /** The error that a call rejects with. */
  failure(tool: string, args?: Record<string, unknown>): Promise<unknown>;
}

/** A driver over files in memory, without threads. */
export function bench(files: Record<string, string | Uint8Array>, options: CsvOptions = {}): Bench {
  const port = new MemoryAdapter({ files });
  const driver = new CsvToolDriver({ port, workers: 0, ...options });
  const call = async (tool: string, args: Record<string, unknown> = {}): Promise<Result> =>
    (await driver.executeTool(tool, args)) as Result;
  return {
    port,
    driver,
    call,
    failure: (tool, args) =>
      call(tool, args).then(
        () => undefined,
        (error: unknown) => error,
      ),
  };
}

export const sales = `id,city,customer,quantity,price,day
1,Rome,Ann,2,0.10,2024-01-01
2,Oslo,Bob,1,0.20,2024-01-02
3,Rome,Cid,,10.5,2024-02-01
4,Paris,Ann,5,99.99,2024-02-03
5,Oslo,Eve,x,1.00,2024-03-01
6,,Ann,7,,2024-03-02
`;

/** What most tests of the tools ask about. */
export const files: Readonly<Record<string, string>> = {
  "sales.csv": sales,
  "customers.csv": "name;since\nAnn;2001\nBob;2005\nZoe;2010\n",
  "notes.txt": "no table",
};
