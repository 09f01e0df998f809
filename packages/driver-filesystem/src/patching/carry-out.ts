import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { PatchError } from "../errors.ts";
import { discard } from "../tools/discard.ts";
import { writeWithParents } from "../tools/writing.ts";
import type { Change } from "./plan.ts";

/** How to take back one step that was done. */
type Undo = () => Promise<unknown>;

/**
 * Writes what was planned, each file only if nobody has changed it meanwhile. Where a step fails, those before it
 * are taken back, as far as nobody has touched their files since.
 *
 * @throws the error of the step, or PatchError `"patch_incomplete"` where something could not be taken back.
 */
export async function carryOut(
  files: FilesystemPort,
  changes: readonly Change[],
  trashOf: (path: string) => string | undefined,
  options: FileCallOptions,
): Promise<void> {
  const undo: { readonly path: string; readonly take: Undo }[] = [];
  // What is deleted goes last: it is the one step whose failure leaves nothing to repair.
  const ordered = [
    ...changes.filter(({ kind }) => kind !== "deleted"),
    ...changes.filter(({ kind }) => kind === "deleted"),
  ];
  try {
    for (const change of ordered) {
      for await (const take of steps(files, change, trashOf, options)) undo.push({ path: change.path, take });
    }
  } catch (error) {
    await takeBack(undo, error);
    throw error;
  }
}

/** The steps of one change, each with the way back. */
async function* steps(
  files: FilesystemPort,
  { kind, path, from, bytes }: Change,
  trashOf: (path: string) => string | undefined,
  options: FileCallOptions,
): AsyncGenerator<Undo> {
  if (kind === "created" || kind === "moved") {
    await writeWithParents(files, path, bytes, { ...options, mode: "create" });
    yield () => files.remove(path);
  }
  if (from === undefined) return;
  const ifMatch = from.version === undefined ? {} : { ifMatch: from.version };
  if (kind === "modified") {
    const { version } = await files.write(path, bytes, { ...options, ...ifMatch, mode: "overwrite" });
    const mine = version === undefined ? {} : { ifMatch: version };
    yield () => files.write(path, from.bytes, { ...mine, mode: "overwrite" });
    return;
  }
  if (kind === "created") return;
  await discard(files, from.path, trashOf(from.path), options);
  yield () => writeWithParents(files, from.path, from.bytes, { mode: "create" });
}

async function takeBack(
  undo: readonly { readonly path: string; readonly take: Undo }[],
  cause: unknown,
): Promise<void> {
  const left: string[] = [];
  for (const { path, take } of undo.toReversed()) await take().catch(() => left.push(path));
  if (left.length === 0) return;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new PatchError(
    "patch_incomplete",
    `The patch failed: ${reason} Already changed, and left so: ${left.join(", ")}.`,
    {
      cause,
      rejects: left.map((path) => ({ path, reason: "was changed and could not be taken back" })),
    },
  );
}
