import type { MCSDriver, MCSToolDriver } from "@mcs/core";
import type { RequirementId } from "../requirements.ts";
import { type ContractContext, type ContractDriver, isLlmDriver, isToolDriver } from "./context.ts";
import { NotApplicable } from "./violation.ts";

/** One case of the contract suite. */
export interface ContractCase<Driver extends ContractDriver = ContractDriver> {
  /** Stable, `subject/name`. */
  readonly id: string;
  /** What it proves. */
  readonly title: string;
  /** The rules that it holds the driver to. */
  readonly requirements: readonly RequirementId[];
  /**
   * Resolves when the driver keeps the rules.
   *
   * @throws ContractViolation that names the rule which it breaks.
   * @throws NotApplicable with the reason, when the rules do not speak of this driver or the sample lacks
   * what is needed.
   */
  readonly run: (context: ContractContext<Driver>) => Promise<void>;
}

/** A case about `listTools` and `executeTool`. */
export function toolDriverCase(definition: ContractCase<MCSToolDriver>): ContractCase {
  return forKind(isToolDriver, "the driver is no ToolDriver", definition);
}

/** A case about the side that models see. */
export function llmDriverCase(definition: ContractCase<MCSDriver>): ContractCase {
  return forKind(isLlmDriver, "the driver does not speak to models", definition);
}

function forKind<Kind extends ContractDriver>(
  isOfKind: (driver: ContractDriver) => driver is Kind,
  reason: string,
  definition: ContractCase<Kind>,
): ContractCase {
  return {
    ...definition,
    async run(context) {
      const { driver } = context;
      if (!isOfKind(driver)) throw new NotApplicable(reason);
      await definition.run({ ...context, driver });
    },
  };
}
