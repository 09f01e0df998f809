import type { DefinedTool } from "@mcs/core";
import { toPath } from "../paths.ts";
import { detectText } from "../text/encoding.ts";
import { mediaTypeOf } from "../text/media-type.ts";
import { fileTool, isoTime, required, TEXT, type ToolContext } from "./context.ts";

/** What is read to tell a text from a binary. */
const SAMPLE = 4096;

export function fileInfo(context: ToolContext): DefinedTool {
  return fileTool<{ readonly path: string }>({
    name: "file_info",
    title: "Describe a file",
    description:
      "Says what a path is: kind, size, time, version (for if_match), type and encoding of its content.",
    parameters: [required("path", "The file or directory.", TEXT)],
    outputSchema: {
      type: "object",
      properties: {
        path: TEXT,
        kind: TEXT,
        size: { type: "integer" },
        modified: TEXT,
        version: TEXT,
        type: TEXT,
        encoding: TEXT,
      },
      required: ["path", "kind"],
    },
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async (args, options) => {
      const files = await context.files();
      const path = toPath(args.path);
      const { kind, size, modifiedMs, version } = await files.stat(path, options);
      const modified = isoTime(modifiedMs);
      const info = {
        path,
        kind,
        ...(kind === "file" ? { size } : {}),
        ...(modified === undefined ? {} : { modified }),
        ...(version === undefined ? {} : { version }),
      };
      if (kind !== "file") return info;
      const file = await files.open(path, options);
      try {
        const sample = await file.read(0, SAMPLE, options);
        const text = detectText(sample, sample.length >= file.stat.size);
        if (text === undefined) return { ...info, type: mediaTypeOf(path, sample) };
        return { ...info, type: "text/plain", encoding: `${text.encoding}${text.bom ? " with BOM" : ""}` };
      } finally {
        await file.close();
      }
    },
  });
}
