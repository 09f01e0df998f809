import { skip } from "../suite/skip.ts";
import type { TestFunction } from "../suite/test-driver.ts";
import { filesystemSuite } from "./cases/index.ts";
import { checkUnsupported, type FilesystemSubject, runFilesystemCase } from "./run.ts";

/** Options of {@link testFilesystem}. */
export interface TestFilesystemOptions extends FilesystemSubject {
  /** Registers one test. */
  readonly test: TestFunction;
  /** Groups tests by subject. @defaultValue not grouped */
  readonly describe?: (title: string, register: () => void) => unknown;
}

/**
 * Registers the filesystem suite with a test runner, one test for each case.
 *
 * ```ts
 * testFilesystem({ test, describe, port: () => new MemoryAdapter() });
 * ```
 *
 * What is skipped is skipped through the test's context, as vitest and `node:test` offer it; a runner without
 * one takes {@link runFilesystem} instead.
 *
 * @throws Error when `unsupported` names a case that does not exist.
 */
export function testFilesystem({ test, describe, ...subject }: TestFilesystemOptions): void {
  checkUnsupported(subject);
  for (const [name, cases] of Object.entries(filesystemSuite)) {
    const register = () => {
      for (const each of cases) {
        test(`${each.title} [${each.id}]`, async (...context) => {
          const result = await runFilesystemCase(each, subject);
          if (result.status === "failed") throw result.error;
          if (result.status === "skipped") skip(context[0], result.reason);
        });
      }
    };
    if (describe === undefined) register();
    else describe(name, register);
  }
}
