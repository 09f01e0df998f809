import { callBreakages } from "./calls.ts";
import { errorBreakages } from "./errors.ts";
import type { FileBreakage } from "./file-breakage.ts";
import { nameBreakages } from "./names.ts";
import { readingBreakages } from "./reading.ts";
import { treeBreakages } from "./tree.ts";
import { writingBreakages } from "./writing.ts";

export { broken } from "./file-breakage.ts";

/** For each case a port that it has to fail. */
export const fileBreakages: readonly FileBreakage[] = [
  ...readingBreakages,
  ...writingBreakages,
  ...treeBreakages,
  ...nameBreakages,
  ...callBreakages,
  ...errorBreakages,
];
