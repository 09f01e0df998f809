import { MemoryAdapter } from "@mcs/adapter-memory";
import { testDriver } from "@mcs/testkit";
import { describe, test } from "vitest";
import { FilesystemDriver, type FilesystemDriverOptions, FilesystemToolDriver } from "../src/index.ts";

const options = (): FilesystemDriverOptions => ({
  port: new MemoryAdapter({ files: { "notes/today.md": "# Today\n" } }),
  watch: true,
});
const sample = {
  valid: { tool: "read_file", arguments: { path: "notes/today.md" }, result: "# Today\n" },
  failing: { tool: "read_file", arguments: { path: "notes/tomorrow.md" } },
  slow: { tool: "watch_directory", arguments: { path: "notes", seconds: 30 } },
};

describe("FilesystemDriver keeps the contract", () => {
  testDriver({ test, describe, driver: () => new FilesystemDriver(options()), sample });
});

describe("FilesystemToolDriver keeps the contract", () => {
  testDriver({ test, describe, driver: () => new FilesystemToolDriver(options()), sample });
});
