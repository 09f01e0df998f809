import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { fromSource } from "./vitest.config.ts";

// The corpus lies beside the repository and not in it. Without it no suite of it can run, so a list of
// what was left out takes their place: each suite is then reported as skipped.
const present = existsSync(join(import.meta.dirname, "../shared"));
if (!present) console.warn("shared corpus is absent: skipped");

/** Suites over documents and recorded answers from elsewhere. */
export default defineConfig({
  ...fromSource,
  test: {
    include: [present ? "packages/*/corpus/**/*.test.ts" : "tests/corpus/absent.test.ts"],
    execArgv: ["--conditions=@mcs/source"],
    testTimeout: 120_000,
  },
});
