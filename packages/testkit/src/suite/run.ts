import { contractSuite } from "../cases/index.ts";
import type { RequirementId } from "../requirements.ts";
import type { ContractCase } from "./case.ts";
import type { ContractDriver } from "./context.ts";
import type { ContractSample } from "./sample.ts";
import { NotApplicable } from "./violation.ts";
import { withinTime } from "./within-time.ts";

/** What the suite is run on. */
export interface ContractSubject {
  /** Makes a driver; asked for a new one by every case. */
  readonly driver: () => ContractDriver | Promise<ContractDriver>;
  /** What may be called. */
  readonly sample: ContractSample;
  /** Milliseconds until a case counts as failed. @defaultValue 10,000 */
  readonly timeoutMs?: number;
}

/** What became of one case. */
export type ContractResult = {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly RequirementId[];
} & (
  | { readonly status: "passed" }
  | { readonly status: "skipped"; readonly reason: string }
  | { readonly status: "failed"; readonly error: Error }
);

/**
 * Runs the contract suite without any test runner, one case after the other. Never rejects for what a
 * driver does: that is in the results.
 *
 * ```ts
 * const results = await runContract({ driver: () => new NotesDriver(), sample });
 * const failed = results.filter(({ status }) => status === "failed");
 * ```
 */
export async function runContract(subject: ContractSubject): Promise<readonly ContractResult[]> {
  const results: ContractResult[] = [];
  for (const contractCase of Object.values(contractSuite).flat()) {
    results.push(await runCase(contractCase, subject));
  }
  return results;
}

/** Runs one case of the suite. */
export async function runCase(contractCase: ContractCase, subject: ContractSubject): Promise<ContractResult> {
  const { id, title, requirements } = contractCase;
  const about = { id, title, requirements };
  try {
    const never = "the driver never settled one of its calls";
    await withinTime(subject.timeoutMs ?? 10_000, never, () => attempt(contractCase, subject));
    return { ...about, status: "passed" };
  } catch (error) {
    if (error instanceof NotApplicable) return { ...about, status: "skipped", reason: error.message };
    return { ...about, status: "failed", error: error instanceof Error ? error : new Error(String(error)) };
  }
}

async function attempt(contractCase: ContractCase, { driver, sample }: ContractSubject): Promise<void> {
  const create = async (): Promise<ContractDriver> => driver();
  await contractCase.run({ driver: await create(), create, sample });
}
