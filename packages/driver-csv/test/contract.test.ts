import { MemoryAdapter } from "@mcs/adapter-memory";
import { testDriver } from "@mcs/testkit";
import { describe, test } from "vitest";
import { CsvDriver, CsvToolDriver } from "../src/index.ts";
import { sales } from "./support.ts";

const port = new MemoryAdapter({ files: { "sales.csv": sales } });
const sample = {
  valid: {
    tool: "read_rows",
    arguments: { table: "sales.csv", columns: ["id", "city"], limit: 1 },
    result: {
      columns: ["id", "city"],
      start: 0,
      rows: [["1", "Rome"]],
      left_out: "more records follow",
      next_start: 1,
      notes: [],
    },
  },
  failing: { tool: "read_rows", arguments: { table: "gone.csv" } },
};

describe("CsvDriver keeps the contract", () => {
  testDriver({ test, describe, driver: () => new CsvDriver({ port, workers: 0 }), sample });
});

describe("CsvToolDriver keeps the contract", () => {
  testDriver({ test, describe, driver: () => new CsvToolDriver({ port, workers: 0 }), sample });
});
