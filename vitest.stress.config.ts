import { defineConfig } from "vitest/config";
import { fromSource } from "./vitest.config.ts";

/** Many calls, large bodies, long runs: too slow for every change. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ["{packages/*,tests}/stress/**/*.test.ts"],
    execArgv: ["--conditions=@mcs/source", "--expose-gc"],
    fileParallelism: false,
    testTimeout: 600_000,
  },
});
