import { type DefinedTool, LimitError } from "@mcs/core";
import { carryOut } from "../patching/carry-out.ts";
import { planPatch } from "../patching/plan.ts";
import { parsePatch } from "../text/patch.ts";
import { FLAG, fileTool, noted, optional, required, TEXT, type ToolContext } from "./context.ts";

export function applyPatch(context: ToolContext): DefinedTool {
  return fileTool<{ readonly patch: string; readonly dry_run?: boolean }>({
    name: "apply_patch",
    title: "Apply a patch",
    description:
      "Applies a unified diff to one or several files: all of it or nothing. /dev/null as a name creates or deletes " +
      "a file. Lines may have moved, but each has to be there exactly.",
    parameters: [
      required("patch", 'The unified diff, with "--- a/path" and "+++ b/path" lines.', TEXT),
      optional("dry_run", "Only check whether it fits.", FLAG),
    ],
    annotations: { destructive: true, idempotent: false, openWorld: false },
    execute: async ({ patch, dry_run = false }, options) => {
      const { maxWriteBytes } = context.limits;
      if (patch.length > maxWriteBytes)
        throw new LimitError(`The patch is longer than ${maxWriteBytes} characters.`);
      const files = await context.files();
      const changes = await planPatch(files, parsePatch(patch), maxWriteBytes, options);
      if (!dry_run) await carryOut(files, changes, context.trashOf, options);
      const described = changes.map(({ kind, path, from, offsets }) => ({
        path,
        change: kind,
        ...(from === undefined || from.path === path ? {} : { from: from.path }),
        ...(offsets.some((offset) => offset !== 0) ? { offsets } : {}),
      }));
      return {
        files: described,
        ...(dry_run ? { dry_run } : {}),
        ...noted(dry_run ? ["Nothing was written."] : []),
      };
    },
  });
}
