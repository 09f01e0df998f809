import { inspect } from "node:util";
import { type RequirementId, statementOf } from "../requirements.ts";

/** A driver breaks a rule: the message says which, and what was found instead. */
export class ContractViolation extends Error {
  override readonly name = "ContractViolation";
  /** The id of the rule. */
  readonly requirement: RequirementId;

  constructor(requirement: RequirementId, found: string, cause?: unknown) {
    super(`${statementOf(requirement)} [${requirement}]\n  Found: ${found}`, {
      ...(cause === undefined ? {} : { cause }),
    });
    this.requirement = requirement;
  }
}

/** Thrown by a case that says nothing about this driver; its message says why. */
export class NotApplicable extends Error {
  override readonly name = "NotApplicable";
}

/**
 * Holds a rule.
 *
 * @param found what was found instead, for the author of the driver
 * @throws ContractViolation
 */
export function verify(requirement: RequirementId, holds: boolean, found: string): asserts holds {
  if (!holds) throw new ContractViolation(requirement, found);
}

/** A value as an author wants to see it in a message. */
export function show(value: unknown): string {
  const text = inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY });
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}
