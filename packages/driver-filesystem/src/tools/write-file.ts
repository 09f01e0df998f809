import { type DefinedTool, InvalidArgumentsError, LimitError, Media } from "@mcs/core";
import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { isFileError } from "../errors.ts";
import { toPath } from "../paths.ts";
import { decodeText, detectText } from "../text/encoding.ts";
import { lineEndingsOf, toCrlf, toLf } from "../text/line-endings.ts";
import { fileTool, optional, required, TEXT, type ToolContext } from "./context.ts";
import { encoded, writeWithParents } from "./writing.ts";

interface Args {
  readonly path: string;
  readonly content: string | Media;
  readonly mode?: "create" | "overwrite" | "append";
  readonly if_match?: string;
  readonly encoding?: "text" | "base64";
}

const UTF_8 = { encoding: "utf-8", bom: false } as const;

export function writeFile(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "write_file",
    title: "Write a file",
    description:
      "Writes a whole file, with the directories that it needs, in place of one that is there. To change a part of " +
      "a file use edit_file.",
    parameters: [
      required("path", "The file.", TEXT),
      required("content", "What it is to hold, as text.", TEXT),
      optional("mode", "create fails where the file exists; append adds to its end. Default: overwrite.", {
        enum: ["create", "overwrite", "append"],
      }),
      optional("if_match", "Only if the file still has this version.", TEXT),
      optional("encoding", "base64 for a binary.", { enum: ["text", "base64"] }),
    ],
    outputSchema: {
      type: "object",
      properties: { path: TEXT, size: { type: "integer" }, version: TEXT },
      required: ["path", "size"],
    },
    annotations: { destructive: true, idempotent: false, openWorld: false },
    execute: async ({ content, mode = "overwrite", if_match, encoding = "text", ...args }, options) => {
      const files = await context.files();
      const path = toPath(args.path);
      const isText = !Media.is(content) && encoding === "text";
      const bytes =
        isText && mode === "append"
          ? await inFormatOf(files, path, content, options)
          : bytesOf(path, content, encoding);
      const { maxWriteBytes } = context.limits;
      if (bytes.length > maxWriteBytes) {
        throw new LimitError(
          `The content has ${bytes.length} bytes; ${maxWriteBytes} may be written at once.`,
          {
            remedy: 'Write it in parts, with mode "append" from the second one on.',
          },
        );
      }
      const match = if_match === undefined ? {} : { ifMatch: if_match };
      const { size, version } = await writeWithParents(files, path, bytes, { ...options, ...match, mode });
      return { path, size, ...(version === undefined ? {} : { version }) };
    },
  });
}

function bytesOf(path: string, content: string | Media, encoding: "text" | "base64"): Uint8Array {
  if (Media.is(content)) return content.bytes ?? new Uint8Array();
  if (encoding === "text") return encoded(path, content, UTF_8);
  const base64 = content.replace(/^data:[^,]*;base64,/, "").replace(/\s+|=+\s*$/g, "");
  if (/[^A-Za-z0-9+/_-]/.test(base64) || base64.length % 4 === 1) {
    throw new InvalidArgumentsError("write_file", [
      { path: ["content"], keyword: "contentEncoding", message: "should be base64" },
    ]);
  }
  return Buffer.from(base64, "base64");
}

/** What is added to a text takes on its encoding and its line endings. */
async function inFormatOf(
  files: FilesystemPort,
  path: string,
  content: string,
  options: FileCallOptions,
): Promise<Uint8Array> {
  try {
    const file = await files.open(path, options);
    try {
      const { size } = file.stat;
      const sample = await file.read(0, Math.min(size, 64 * 1024), options);
      const format = size === 0 ? UTF_8 : (detectText(sample, sample.length >= size) ?? UTF_8);
      const isCrlf = lineEndingsOf(decodeText(sample, format)) === "crlf";
      return encoded(path, isCrlf ? toCrlf(toLf(content)) : content, { ...format, bom: false });
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isFileError(error, "file_not_found")) return bytesOf(path, content, "text");
    throw error;
  }
}
