import { contractSuite } from "../cases/index.ts";
import { type ContractSubject, runCase } from "./run.ts";
import { skip } from "./skip.ts";

/** The test function of a runner: of vitest, `node:test`, or anything that calls it with a context. */
export type TestFunction = (title: string, run: (...context: unknown[]) => Promise<void>) => unknown;

/** Options of {@link testDriver}. */
export interface TestDriverOptions extends ContractSubject {
  /** Registers one test. */
  readonly test: TestFunction;
  /** Groups tests by subject. @defaultValue not grouped */
  readonly describe?: (title: string, register: () => void) => unknown;
}

/**
 * Registers the contract suite with a test runner, one test for each case.
 *
 * ```ts
 * testDriver({ test, describe, driver: () => new NotesDriver(), sample: { valid: { tool, arguments } } });
 * ```
 *
 * A case that does not apply is skipped through its test's context, as vitest and `node:test` offer it. A
 * runner without one, such as Jest, cannot skip a test that has begun: loop over {@link runContract} there.
 */
export function testDriver({ test, describe = ungrouped, ...subject }: TestDriverOptions): void {
  for (const [name, cases] of Object.entries(contractSuite)) {
    describe(name, () => {
      for (const contractCase of cases) {
        const cited = contractCase.requirements.map((id) => `[${id}]`).join(" ");
        test(`${contractCase.title} ${cited}`, async (...context) => {
          const result = await runCase(contractCase, subject);
          if (result.status === "failed") throw result.error;
          if (result.status === "skipped") skip(context[0], result.reason);
        });
      }
    });
  }
}

function ungrouped(_title: string, register: () => void): void {
  register();
}
