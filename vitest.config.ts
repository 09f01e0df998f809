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
    coverage: { include: ["packages/*/src/**"], thresholds: { lines: 90 } },
  },
});
