import type { ContractCase } from "../suite/case.ts";
import { abortCases } from "./abort.ts";
import { callCases } from "./calls.ts";
import { capabilityCases } from "./capabilities.ts";
import { concurrencyCases } from "./concurrency.ts";
import { consentCases } from "./consent.ts";
import { executionCases } from "./execution.ts";
import { metaCases } from "./meta.ts";
import { promptCases } from "./prompts.ts";
import { responseCases } from "./responses.ts";
import { secretCases } from "./secrets.ts";
import { toolCases } from "./tools.ts";

/** The whole suite, by subject. */
export const contractSuite: Readonly<Record<string, readonly ContractCase[]>> = {
  meta: metaCases,
  tools: toolCases,
  execution: executionCases,
  prompts: promptCases,
  responses: responseCases,
  calls: callCases,
  capabilities: capabilityCases,
  consent: consentCases,
  secrets: secretCases,
  concurrency: concurrencyCases,
  abort: abortCases,
};
