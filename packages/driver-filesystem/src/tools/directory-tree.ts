import type { DefinedTool } from "@mcs/core";
import { nameOf, toPath } from "../paths.ts";
import { type WalkedDirectory, walk } from "../tree/walk.ts";
import {
  COUNT,
  fileTool,
  INCLUDE_IGNORED,
  optional,
  TEXT,
  type ToolContext,
  type WalkArgs,
  walkFrom,
  whyCut,
} from "./context.ts";

interface Args extends WalkArgs {
  readonly path?: string;
  readonly depth?: number;
}

const DEPTH = 3;

export function directoryTree(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "directory_tree",
    title: "Show a directory as a tree",
    description: "Draws a directory with everything below it, a few levels deep.",
    parameters: [
      optional("path", 'The directory; "" is the root.', TEXT),
      optional("depth", `How many levels; ${DEPTH} if left out.`, COUNT),
      INCLUDE_IGNORED,
    ],
    outputSchema: TEXT,
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async ({ path = "", depth = DEPTH, ...args }, options) => {
      const files = await context.files();
      const start = toPath(path);
      const { limits } = context;
      const levels = Math.min(depth, limits.maxDepth);
      const walking = walkFrom(files, context, start, args, options);
      const directories: WalkedDirectory[] = [];
      let count = 0;
      // One level more is looked at than is shown, to say how much there is.
      for await (const directory of walk(files, { ...walking, depth: levels })) {
        directories.push(directory);
        if (directory.depth < levels) count += directory.entries.length;
        if (count > limits.maxEntries * 4) break;
      }
      return drawing(start, directories, levels, limits.maxEntries, whyCut(walking.budget, limits));
    },
  });
}

/** The tree as text. Where there are more entries than fit, every directory shows its first ones only. */
function drawing(
  start: string,
  directories: readonly WalkedDirectory[],
  depth: number,
  most: number,
  notes: string[],
): string {
  const inner = new Map(directories.map((directory) => [directory.path, directory]));
  const lines = [`${start === "" ? "." : shown(nameOf(start))}/`];
  let [left, cut] = [most, 0];
  const draw = (path: string, level: number): void => {
    const indent = "  ".repeat(level + 1);
    const { entries = [], error } = inner.get(path) ?? {};
    if (error !== undefined) lines.push(`${indent}(${error.code})`);
    for (const [at, { name, kind }] of entries.entries()) {
      if (left === 0) {
        cut += entries.length - at;
        lines.push(`${indent}… ${entries.length - at} more`);
        return;
      }
      left -= 1;
      const child = path === "" ? name : `${path}/${name}`;
      const below = inner.get(child)?.entries.length;
      const isFolded = kind === "directory" && level + 1 >= depth && below !== undefined && below > 0;
      lines.push(`${indent}${shown(name)}${MARKS[kind]}${isFolded ? ` … ${below} inside` : ""}`);
      if (kind === "directory" && level + 1 < depth) draw(child, level + 1);
    }
  };
  draw(start, 0);
  if (cut > 0) notes.push(`Only ${most} entries are shown. List a directory of it for the others.`);
  return [...lines, ...notes].join("\n");
}

const MARKS = { directory: "/", symlink: " (link)", other: " (device)", file: "" } as const;

/** A name cannot pretend to be several. */
function shown(name: string): string {
  return /\p{Cc}/u.test(name) ? JSON.stringify(name) : name;
}
