import { defineConfig } from "vitest/config";
import { fromSource } from "./vitest.config.ts";

/** Against servers that others wrote, and with packages as users get them: one file after the other. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ["tests/{integration,packed}/**/*.test.ts"],
    execArgv: ["--conditions=@mcs/source"],
    fileParallelism: false,
    testTimeout: 60_000,
    // Hooks install packages and start servers.
    hookTimeout: 300_000,
  },
});
