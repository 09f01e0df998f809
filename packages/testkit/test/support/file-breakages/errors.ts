import { fail } from "../memory-port.ts";
import type { FileBreakage } from "./file-breakage.ts";

/** Ports that say too much in an error, or too little. */
export const errorBreakages: readonly FileBreakage[] = [
  {
    that: "names paths of its own in errors",
    fails: ["error.path", "error.hidden"],
    change: (good) => ({
      open: async (path) => {
        await good.open(path).catch((cause: Error & { code: never }) => {
          throw fail(cause.code, `/srv/hunter2/${path}`);
        });
        return good.open(path);
      },
    }),
  },
  { that: "does not say who it is", fails: ["error.adapter"], change: () => ({ adapter: "" }) },
];
