import { answerBreakages } from "./answers.ts";
import { callBreakages } from "./calls.ts";
import { capabilityBreakages } from "./capabilities.ts";
import type { Breakages } from "./driver-changes.ts";
import { secretBreakages } from "./secrets.ts";
import { toolBreakages } from "./tools.ts";

/** For each rule of which a case speaks, a driver that breaks it and is good in everything else. */
export const breakages: Breakages = {
  ...toolBreakages,
  ...answerBreakages,
  ...capabilityBreakages,
  ...secretBreakages,
  ...callBreakages,
};
