import { type DefinedTool, FileError } from "@mcs/core";
import { toPath } from "../paths.ts";
import { FLAG, fileTool, optional, required, TEXT, type ToolContext } from "./context.ts";
import { discard } from "./discard.ts";

export function deleteFile(context: ToolContext): DefinedTool {
  const hasTrash = context.trashOf("") !== undefined;
  return fileTool<{ readonly path: string; readonly recursive?: boolean }>({
    name: "delete_file",
    title: "Delete a file or directory",
    description: hasTrash
      ? "Moves a file or a directory into the trash. Resolves with its place there; move_file brings it back."
      : "Deletes a file or a directory for good.",
    parameters: [
      required("path", "The file or directory.", TEXT),
      optional("recursive", "Also a directory that is not empty.", FLAG),
    ],
    outputSchema: { type: "object", properties: { path: TEXT, trash: TEXT }, required: ["path"] },
    annotations: { destructive: true, idempotent: false, openWorld: false },
    execute: async ({ recursive = false, ...args }, options) => {
      const files = await context.files();
      const path = toPath(args.path);
      const trash = context.trashOf(path);
      if (path === "") throw new FileError("invalid_path", path, "is the root, which cannot be deleted.");
      const { kind } = await files.stat(path, options);
      if (kind === "directory" && !recursive) {
        for await (const _ of files.list(path, options)) {
          throw new FileError("directory_not_empty", path, "is not empty.", {
            remedy: "Set recursive to delete it.",
          });
        }
      }
      const place = await discard(files, path, trash, options);
      return { path, ...(place === undefined ? {} : { trash: place }) };
    },
  });
}
