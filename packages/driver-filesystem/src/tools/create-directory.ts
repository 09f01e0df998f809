import type { DefinedTool } from "@mcs/core";
import { toPath } from "../paths.ts";
import { fileTool, required, TEXT, type ToolContext } from "./context.ts";

export function createDirectory(context: ToolContext): DefinedTool {
  return fileTool<{ readonly path: string }>({
    name: "create_directory",
    title: "Create a directory",
    description:
      "Makes a directory, and those above it that are missing. One that is there already is no error.",
    parameters: [required("path", "The directory.", TEXT)],
    outputSchema: { type: "object", properties: { path: TEXT }, required: ["path"] },
    annotations: { destructive: false, idempotent: true, openWorld: false },
    execute: async (args, options) => {
      const path = toPath(args.path);
      await (await context.files()).makeDirectory(path, { ...options, recursive: true });
      return { path };
    },
  });
}
