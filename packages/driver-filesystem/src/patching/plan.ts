import { McsError } from "@mcs/core";
import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { isFileError, PatchError, type PatchReject } from "../errors.ts";
import { applyHunks } from "../text/apply-hunks.ts";
import type { FilePatch } from "../text/patch.ts";
import { encoded, type LoadedText, loadText } from "../tools/writing.ts";

/** What is to become of one file. */
export interface Change {
  readonly kind: "created" | "modified" | "moved" | "deleted";
  /** The path afterwards; for a deleted file the one before. */
  readonly path: string;
  /** The file as it was read. */
  readonly from: LoadedText | undefined;
  /** The content afterwards. */
  readonly bytes: Uint8Array;
  /** By how many lines each hunk was moved. */
  readonly offsets: readonly number[];
}

/**
 * Works out a whole patch without writing anything.
 *
 * @throws PatchError `"patch_rejected"` with everything that does not fit, in all files.
 */
export async function planPatch(
  files: FilesystemPort,
  patches: readonly FilePatch[],
  most: number,
  options: FileCallOptions,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  const rejects: PatchReject[] = [];
  const seen = new Set<string>();
  for (const patch of patches) {
    const path = patch.to ?? patch.from ?? "";
    const names = new Set([patch.from, patch.to].filter((name) => name !== null));
    if ([...names].some((name) => seen.has(name))) rejects.push({ path, reason: "is in the patch twice" });
    for (const name of names) seen.add(name);
    try {
      const outcome = await plan(files, patch, path, most, options);
      if (Array.isArray(outcome)) rejects.push(...outcome);
      else changes.push(outcome as Change);
    } catch (error) {
      if (!McsError.is(error) || error.code === "aborted") throw error;
      rejects.push({ path, reason: error.message });
    }
  }
  if (rejects.length > 0) throw rejected(rejects);
  return changes;
}

async function plan(
  files: FilesystemPort,
  { from, to, hunks }: FilePatch,
  path: string,
  most: number,
  options: FileCallOptions,
): Promise<Change | PatchReject[]> {
  const old = from === null ? undefined : await loadText(files, from, most, options);
  if (to !== null && to !== from && (await exists(files, to, options)))
    return [{ path, reason: "is there already" }];
  const outcome = applyHunks(old?.text ?? "", hunks);
  if (!outcome.ok) return outcome.rejects.map((reject) => ({ path, ...reject }));
  if (to === null && outcome.text !== "")
    return [{ path, reason: "is to be deleted, but has more lines than the patch removes" }];
  const kind = from === null ? "created" : to === null ? "deleted" : from === to ? "modified" : "moved";
  const bytes = encoded(path, outcome.text, old?.format ?? { encoding: "utf-8", bom: false });
  return { kind, path, from: old, bytes, offsets: outcome.offsets };
}

async function exists(files: FilesystemPort, path: string, options: FileCallOptions): Promise<boolean> {
  try {
    await files.stat(path, options);
    return true;
  } catch (error) {
    if (isFileError(error, "file_not_found", "not_a_directory")) return false;
    throw error;
  }
}

const MOST_SHOWN = 20;

function rejected(rejects: readonly PatchReject[]): PatchError {
  const lines = rejects.slice(0, MOST_SHOWN).map(({ path, hunk, reason }) => {
    return hunk === undefined ? `- ${path}: ${reason}` : `- ${path}, ${hunk}: ${reason}`;
  });
  const more = rejects.length > MOST_SHOWN ? [`- and ${rejects.length - MOST_SHOWN} more`] : [];
  const message = `The patch does not fit, and nothing was changed:\n${[...lines, ...more].join("\n")}\n`;
  return new PatchError("patch_rejected", message, {
    rejects,
    remedy: "Read the files as they are now, and write the patch for them.",
  });
}
