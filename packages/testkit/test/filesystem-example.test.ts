import { testFilesystem } from "@mcs/testkit";
import { describe, test } from "vitest";
import { MemoryPort } from "./support/memory-port.ts";

testFilesystem({
  test,
  describe,
  port: () => new MemoryPort(),
  unsupported: { "name.long": "this store cuts names off after 200 bytes" },
});
