import { McsError } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import { NotApplicable } from "../suite/violation.ts";
import { withinTime } from "../suite/within-time.ts";
import type { AnotherPort, FilesystemCase, SymlinkMaker } from "./case.ts";
import { filesystemSuite } from "./cases/index.ts";
import { FilesystemViolation, Finding } from "./violation.ts";

/** What the suite is run on. */
export interface FilesystemSubject {
  /** Makes a port on an empty root; asked for a new one by every case, which closes it. */
  readonly port: () => FilesystemPort | Promise<FilesystemPort>;
  /**
   * What this backend cannot do or cannot prove: ids of cases, each with the reason. They are reported as
   * skipped, and an id that names no case is an error. @defaultValue none
   */
  readonly unsupported?: Readonly<Record<string, string>>;
  /** Makes a symbolic link. @defaultValue the cases about links are skipped */
  readonly symlink?: SymlinkMaker;
  /** Opens a second port on the same root. @defaultValue the cases about several programs are skipped */
  readonly another?: AnotherPort;
  /** Texts that must not be in any error or inspection: passwords, paths of the host. @defaultValue none */
  readonly hidden?: readonly string[];
  /** How many files a large directory has. @defaultValue 1,100: more than object stores list at once */
  readonly manyEntries?: number;
  /** Milliseconds until a case counts as failed. @defaultValue 30,000 */
  readonly timeoutMs?: number;
}

/** What became of one case. */
export type FilesystemResult = { readonly id: string; readonly title: string } & (
  | { readonly status: "passed" }
  | { readonly status: "skipped"; readonly reason: string }
  | { readonly status: "failed"; readonly error: Error }
);

/**
 * Runs the filesystem suite without any test runner, one case after the other. Never rejects for what a port
 * does: that is in the results.
 *
 * @throws Error when `unsupported` names a case that does not exist.
 */
export async function runFilesystem(subject: FilesystemSubject): Promise<readonly FilesystemResult[]> {
  checkUnsupported(subject);
  const results: FilesystemResult[] = [];
  for (const each of Object.values(filesystemSuite).flat())
    results.push(await runFilesystemCase(each, subject));
  return results;
}

/** Runs one case of the suite. */
export async function runFilesystemCase(
  filesystemCase: FilesystemCase,
  subject: FilesystemSubject,
): Promise<FilesystemResult> {
  const { id, title } = filesystemCase;
  const reason = subject.unsupported?.[id];
  if (reason !== undefined) return { id, title, status: "skipped", reason };
  try {
    const never = "the port never settled one of its calls";
    await withinTime(subject.timeoutMs ?? 30_000, never, () => attempt(filesystemCase, subject));
    return { id, title, status: "passed" };
  } catch (error) {
    if (error instanceof NotApplicable) return { id, title, status: "skipped", reason: error.message };
    return { id, title, status: "failed", error: violation(filesystemCase, error) };
  }
}

/** A call that the case needed and that the port refused breaks the promise as well. */
function violation({ id, title }: FilesystemCase, error: unknown): Error {
  if (error instanceof Finding) return new FilesystemViolation(id, title, error.message, error);
  if (McsError.is(error))
    return new FilesystemViolation(id, title, `a call was refused: ${error.message}`, error);
  return error instanceof Error ? error : new Error(String(error));
}

/** @throws Error for an id that names no case: a promise would be left out without anybody knowing. */
export function checkUnsupported({ unsupported = {} }: FilesystemSubject): void {
  const known = new Set(Object.values(filesystemSuite).flatMap((cases) => cases.map(({ id }) => id)));
  const unknown = Object.keys(unsupported).filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Error(`"unsupported" names no case of the suite: ${unknown.join(", ")}.`);
}

async function attempt(filesystemCase: FilesystemCase, subject: FilesystemSubject): Promise<void> {
  const { symlink, another, hidden = [], manyEntries = 1_100 } = subject;
  const port = await subject.port();
  try {
    await filesystemCase.run({ port, symlink, another, hidden, manyEntries });
  } finally {
    await port.close();
  }
}
