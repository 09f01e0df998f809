import { defineConfig } from "vitest/config";

/** Tests run from source: the `@mcs/source` condition of every package leads to its `src`. */
export const fromSource = {
  resolve: { conditions: ["@mcs/source"] },
  ssr: { resolve: { conditions: ["@mcs/source"], externalConditions: ["@mcs/source"] } },
};

export default defineConfig({
  ...fromSource,
  test: {
    include: ["{packages,examples}/*/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
    execArgv: ["--conditions=@mcs/source"],
    // No test measures time; a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { include: ["packages/*/src/**"], thresholds: { lines: 90 } },
  },
});
