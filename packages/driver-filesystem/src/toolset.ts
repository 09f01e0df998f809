import type { DefinedTool } from "@mcs/core";
import { applyPatch } from "./tools/apply-patch.ts";
import type { ToolContext } from "./tools/context.ts";
import { copyFile } from "./tools/copy-file.ts";
import { createDirectory } from "./tools/create-directory.ts";
import { deleteFile } from "./tools/delete-file.ts";
import { directoryTree } from "./tools/directory-tree.ts";
import { editFile } from "./tools/edit-file.ts";
import { fileInfo } from "./tools/file-info.ts";
import { findFiles } from "./tools/find-files.ts";
import { listDirectory } from "./tools/list-directory.ts";
import { moveFile } from "./tools/move-file.ts";
import { readFile } from "./tools/read-file.ts";
import { readFiles } from "./tools/read-files.ts";
import { searchFiles } from "./tools/search-files.ts";
import { watchDirectory } from "./tools/watch-directory.ts";
import { writeFile } from "./tools/write-file.ts";

const READING = [listDirectory, directoryTree, fileInfo, readFile, readFiles, findFiles, searchFiles];
const WRITING = [writeFile, editFile, applyPatch, moveFile, copyFile, deleteFile, createDirectory];

/** What may be done with the roots, all together. */
export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly watch: boolean;
}

/** The tools that the rights allow: what would be refused anyway is not offered. */
export function toolset(context: ToolContext, { read, write, watch }: Rights): readonly DefinedTool[] {
  const makers = [
    ...(read ? READING : []),
    ...(read && watch ? [watchDirectory] : []),
    ...(write ? WRITING : []),
  ];
  return makers.map((make) => make(context));
}
