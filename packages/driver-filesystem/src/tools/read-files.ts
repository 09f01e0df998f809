import { type DefinedTool, McsError, Media } from "@mcs/core";
import { toPath } from "../paths.ts";
import { fileTool, noted, required, TEXT, type ToolContext } from "./context.ts";
import { readContent } from "./read-content.ts";

const MOST = 50;

export function readFiles(context: ToolContext): DefinedTool {
  return fileTool<{ readonly paths: readonly string[] }>({
    name: "read_files",
    title: "Read several files",
    description:
      "Reads several whole files at once. One that cannot be read has an error in place of its content.",
    parameters: [
      required("paths", "The files.", { type: "array", items: TEXT, minItems: 1, maxItems: MOST }),
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async ({ paths }, options) => {
      const files = await context.files();
      const { limits } = context;
      const results: object[] = [];
      let { maxReadBytes, maxMediaBytes } = limits;
      for (const given of paths) {
        options.signal?.throwIfAborted();
        if (maxReadBytes <= 0 || maxMediaBytes <= 0) break;
        try {
          const left = { ...limits, maxReadBytes, maxMediaBytes };
          const content = await readContent(files, toPath(given), {}, left, options);
          if (Media.is(content)) maxMediaBytes -= content.size ?? 0;
          else maxReadBytes -= (typeof content === "string" ? content : content.content).length;
          const isPart = typeof content !== "string" && !Media.is(content);
          results.push({ path: given, ...(isPart ? content : { content }) });
        } catch (error) {
          if (!McsError.is(error) || error.code === "aborted") throw error;
          results.push({ path: given, error: error.message });
        }
      }
      const rest = paths.slice(results.length);
      const notes =
        rest.length === 0 ? [] : [`Not read, because the others fill the result: ${rest.join(", ")}.`];
      return { files: results, ...noted(notes) };
    },
  });
}
