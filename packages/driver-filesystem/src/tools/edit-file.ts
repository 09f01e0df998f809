import type { DefinedTool } from "@mcs/core";
import { toPath } from "../paths.ts";
import { applyEdits } from "../text/edits.ts";
import { unifiedDiff } from "../text/unified-diff.ts";
import { COUNT, FLAG, fileTool, noted, optional, required, TEXT, type ToolContext } from "./context.ts";
import { encoded, loadText } from "./writing.ts";

interface Args {
  readonly path: string;
  readonly edits: readonly {
    readonly old_text: string;
    readonly new_text: string;
    readonly count?: number;
  }[];
  readonly dry_run?: boolean;
}

const EDIT = {
  type: "object",
  properties: {
    old_text: { type: "string", description: "What is there now, exactly." },
    new_text: { type: "string", description: "What is to stand in its place." },
    count: { ...COUNT, description: "How often old_text is there; 1 if left out." },
  },
  required: ["old_text", "new_text"],
  additionalProperties: false,
} as const;

export function editFile(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "edit_file",
    title: "Edit a file",
    description:
      "Replaces exact pieces of a text file, one after the other; all of them or none. Give so many lines around " +
      "a change that old_text is there only once. Resolves with the diff.",
    parameters: [
      required("path", "The file.", TEXT),
      required("edits", "The replacements, in order.", { type: "array", items: EDIT, minItems: 1 }),
      optional("dry_run", "Only show the diff.", FLAG),
    ],
    outputSchema: {
      type: "object",
      properties: { path: TEXT, diff: TEXT, version: TEXT, dry_run: FLAG, note: TEXT },
      required: ["path", "diff"],
    },
    annotations: { destructive: true, idempotent: false, openWorld: false },
    execute: async ({ edits, dry_run = false, ...args }, options) => {
      const files = await context.files();
      const path = toPath(args.path);
      const before = await loadText(files, path, context.limits.maxWriteBytes, options);
      const after = applyEdits(
        before.text,
        edits.map(({ old_text, new_text, count = 1 }) => ({ oldText: old_text, newText: new_text, count })),
      );
      const bytes = encoded(path, after, before.format);
      const { diff, notes } = shortened(
        await unifiedDiff(path, path, before.text, after),
        context.limits.maxReadBytes,
      );
      const result = { path, diff };
      if (dry_run) return { ...result, dry_run, ...noted([...notes, "Nothing was written."]) };
      const match = before.version === undefined ? {} : { ifMatch: before.version };
      const { version } = await files.write(path, bytes, { ...options, ...match, mode: "overwrite" });
      return { ...result, ...(version === undefined ? {} : { version }), ...noted(notes) };
    },
  });
}

/** A diff that fits in a result: whole lines of it. */
function shortened(diff: string | undefined, most: number): { diff: string; notes: string[] } {
  if (diff === undefined) return { diff: "", notes: ["There are too many changes for a diff."] };
  if (diff.length <= most) return { diff, notes: [] };
  const kept = diff.slice(0, diff.lastIndexOf("\n", most) + 1);
  return { diff: kept, notes: [`Only the first ${kept.length} characters of the diff are shown.`] };
}
