import { type DefinedTool, FileError, LimitError } from "@mcs/core";
import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { isFileError } from "../errors.ts";
import { isWithin, join, toPath } from "../paths.ts";
import { FLAG, fileTool, optional, required, TEXT, type ToolContext } from "./context.ts";
import { makeParents } from "./writing.ts";

interface Args {
  readonly from: string;
  readonly to: string;
  readonly overwrite?: boolean;
}

export function copyFile(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "copy_file",
    title: "Copy",
    description: "Copies a file, or a directory with what is in it. Makes the directories that it needs.",
    parameters: [
      required("from", "The file or directory.", TEXT),
      required("to", "The path of the copy, with its name.", TEXT),
      optional("overwrite", "Replace a file that is there.", FLAG),
    ],
    outputSchema: {
      type: "object",
      properties: { from: TEXT, to: TEXT, files: { type: "integer" } },
      required: ["from", "to", "files"],
    },
    annotations: { destructive: true, idempotent: false, openWorld: false },
    execute: async ({ overwrite = false, ...args }, options) => {
      const files = await context.files();
      const [from, to] = [toPath(args.from), toPath(args.to)];
      const { kind } = await files.stat(from, options);
      if (kind !== "directory") {
        await copyOne(files, from, to, { ...options, overwrite });
        return { from, to, files: 1 };
      }
      if (isWithin(to, from)) throw new FileError("invalid_path", to, "lies inside of what is to be copied.");
      return {
        from,
        to,
        files: await copyAll(files, from, to, { ...options, overwrite }, context.limits.maxEntries),
      };
    },
  });
}

type CopyOptions = FileCallOptions & { readonly overwrite: boolean };

async function copyOne(files: FilesystemPort, from: string, to: string, options: CopyOptions): Promise<void> {
  try {
    await files.copy(from, to, options);
  } catch (error) {
    if (!isFileError(error, "file_not_found")) throw error;
    await makeParents(files, to, options);
    await files.copy(from, to, options);
  }
}

/** Looks at everything before it copies anything, so that what is too large is not half there. */
async function copyAll(
  files: FilesystemPort,
  from: string,
  to: string,
  options: CopyOptions,
  most: number,
): Promise<number> {
  const [directories, found]: [string[], string[]] = [[""], []];
  for (const directory of directories) {
    for await (const { name, kind } of files.list(join(from, directory), options)) {
      const path = join(directory, name);
      if (kind === "directory") directories.push(path);
      else if (kind === "file") found.push(path);
      else throw new FileError("unsupported", join(from, path), "is neither a file nor a directory.");
      if (directories.length + found.length > most) {
        throw new LimitError(`${JSON.stringify(from)} holds more than ${most} entries.`, {
          remedy: "Copy the directories in it one by one.",
        });
      }
    }
  }
  for (const path of directories) await files.makeDirectory(join(to, path), { ...options, recursive: true });
  for (const path of found) await copyOne(files, join(from, path), join(to, path), options);
  return found.length;
}
