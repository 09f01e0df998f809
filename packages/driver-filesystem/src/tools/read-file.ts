import type { DefinedTool } from "@mcs/core";
import { toPath } from "../paths.ts";
import { COUNT, fileTool, optional, required, TEXT, type ToolContext } from "./context.ts";
import { checkRange, type Range, readContent } from "./read-content.ts";

type Args = Range & { readonly path: string };

export function readFile(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "read_file",
    title: "Read a file",
    description:
      "Reads a file, or a part of it: lines from start_line (negative counts from the end: -20 is the last 20), " +
      "or bytes from start_byte. A whole text comes as it is, a part with its place; images and binaries as media.",
    parameters: [
      required("path", "The file.", TEXT),
      optional("start_line", "The first line, from 1; negative from the end.", { type: "integer" }),
      optional("lines", "How many lines.", COUNT),
      optional("start_byte", "The first byte, from 0.", { type: "integer", minimum: 0 }),
      optional("bytes", "How many bytes.", COUNT),
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async ({ path, ...range }, options) => {
      checkRange("read_file", range);
      return readContent(await context.files(), toPath(path), range, context.limits, options);
    },
  });
}
