import type { DefinedTool } from "@mcs/core";
import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { isFileError } from "../errors.ts";
import { join, toPath } from "../paths.ts";
import { type Glob, pathGlob } from "../tree/glob.ts";
import { walk } from "../tree/walk.ts";
import {
  fileTool,
  noted,
  optional,
  pageParameters,
  required,
  TEXT,
  type ToolContext,
  type WalkArgs,
  walkFrom,
  whyCut,
} from "./context.ts";

interface Args extends WalkArgs {
  readonly pattern: string;
  readonly path?: string;
  readonly limit?: number;
}

const LIMIT = 200;

export function findFiles(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "find_files",
    title: "Find files by name",
    description:
      'Finds files by a glob: "*.ts" at any depth, "src/**/*.{ts,tsx}" along a path, "docs/" or "**/test/" for ' +
      "directories.",
    parameters: [
      required("pattern", "The glob, relative to path.", { ...TEXT, minLength: 1 }),
      optional("path", 'Where to look; "" is the root.', TEXT),
      ...pageParameters(LIMIT),
    ],
    outputSchema: {
      type: "object",
      properties: { paths: { type: "array", items: TEXT }, next: TEXT, note: TEXT },
      required: ["paths"],
    },
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async ({ pattern, path = "", limit = LIMIT, ...args }, options) => {
      const files = await context.files();
      const { limits } = context;
      const most = Math.min(limit, limits.maxEntries);
      const { start, glob, wantsDirectories } = narrowed(toPath(path), pattern);
      const walking = walkFrom(files, context, start, args, options);
      const paths: string[] = [];
      const prefix = start === "" ? 0 : start.length + 1;
      // A directory that only the glob names need not be there.
      if (start !== toPath(path) && !(await isDirectory(files, start, options))) return { paths };
      const wants = wantsDirectories ? () => false : glob.mayEndWith;
      for await (const directory of walk(files, { ...walking, wants })) {
        for (const { name, kind } of directory.entries) {
          if ((kind === "directory") !== wantsDirectories || !glob.mayEndWith(name)) continue;
          const found = join(directory.path, name);
          if (glob.fits(found.slice(prefix)) && !walking.isPast(found)) paths.push(found);
        }
        if (paths.length > most) break;
      }
      const page = paths.slice(0, most);
      const shown = wantsDirectories ? page.map((found) => `${found}/`) : page;
      if (paths.length <= most) return { paths: shown, ...noted(whyCut(walking.budget, limits)) };
      return {
        paths: shown,
        next: page.at(-1) ?? "",
        ...noted(["There are more: go on with after set to next."]),
      };
    },
  });
}

async function isDirectory(files: FilesystemPort, path: string, options: FileCallOptions): Promise<boolean> {
  try {
    return (await files.stat(path, options)).kind === "directory";
  } catch (error) {
    if (isFileError(error, "file_not_found", "not_a_directory")) return false;
    throw error;
  }
}

/** The walk begins as far down as the glob names directories; the rest of the glob is relative to there. */
function narrowed(path: string, pattern: string): { start: string; glob: Glob; wantsDirectories: boolean } {
  const wantsDirectories = pattern.endsWith("/");
  const segments = pattern.replace(/^(\.?\/)+|\/+$/g, "").split("/");
  const fixed = segments.findIndex((segment) => /[*?[\]{}\\]/.test(segment));
  const count = Math.max(0, Math.min(fixed === -1 ? segments.length - 1 : fixed, segments.length - 1));
  const start = toPath(join(path, segments.slice(0, count).join("/")));
  const rest = segments.slice(count).join("/");
  // What is left may be a single name, and means that name right here and not at any depth.
  return { start, glob: pathGlob(rest, { anchored: count > 0 }), wantsDirectories };
}
