import { MemoryAdapter } from "@mcs/adapter-memory";
import { testFilesystem } from "@mcs/testkit";
import { describe, test } from "vitest";

testFilesystem({ test, describe, port: () => new MemoryAdapter() });
