import type { DefinedTool } from "@mcs/core";
import { isFileError } from "../errors.ts";
import { toPath } from "../paths.ts";
import { FLAG, fileTool, optional, required, TEXT, type ToolContext } from "./context.ts";
import { makeParents } from "./writing.ts";

interface Args {
  readonly from: string;
  readonly to: string;
  readonly overwrite?: boolean;
}

export function moveFile(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "move_file",
    title: "Move or rename",
    description:
      "Moves or renames a file, or a directory with what is in it. Makes the directories that it needs.",
    parameters: [
      required("from", "The file or directory.", TEXT),
      required("to", "Its new path, with its name.", TEXT),
      optional("overwrite", "Replace a file that is there.", FLAG),
    ],
    outputSchema: { type: "object", properties: { from: TEXT, to: TEXT }, required: ["from", "to"] },
    annotations: { destructive: true, idempotent: false, openWorld: false },
    execute: async ({ overwrite = false, ...args }, options) => {
      const files = await context.files();
      const [from, to] = [toPath(args.from), toPath(args.to)];
      await files.stat(from, options);
      try {
        await files.move(from, to, { ...options, overwrite });
      } catch (error) {
        if (!isFileError(error, "file_not_found")) throw error;
        await makeParents(files, to, options);
        await files.move(from, to, { ...options, overwrite });
      }
      return { from, to };
    },
  });
}
