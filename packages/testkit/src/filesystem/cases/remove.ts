import { rejectionOf } from "../../suite/observe.ts";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { create, holds, isFileError, isMissing, lists, refuses } from "../observe.ts";
import { verify } from "../violation.ts";

export const removeCases: readonly FilesystemCase[] = [
  {
    id: "remove.file",
    title: "a file is removed, and nothing beside it",
    async run({ port }) {
      for (const path of ["a", "a.txt", "ab"]) await create(port, path);
      await port.remove("a");
      await isMissing(port, "a");
      await lists(port, "", ["a.txt", "ab"]);
    },
  },
  {
    id: "remove.missing",
    title: "what does not exist cannot be removed, recursively neither",
    async run({ port }) {
      await create(port, "a.txt");
      for (const path of ["missing", "a", "missing/b"]) {
        for (const recursive of [false, true]) {
          await refuses("file_not_found", `remove(${show(path)})`, () => port.remove(path, { recursive }));
        }
      }
      await lists(port, "", ["a.txt"]);
    },
  },
  {
    id: "remove.empty-directory",
    title: "an empty directory is removed",
    async run({ port }) {
      await port.makeDirectory("folder");
      await port.remove("folder");
      await lists(port, "", []);
    },
  },
  {
    id: "remove.not-empty",
    title: "a directory that holds something is refused without recursive and keeps it",
    async run({ port }) {
      await port.makeDirectory("folder/inner", { recursive: true });
      await create(port, "folder/inner/a", "one");
      for (const path of ["folder", "folder/inner"]) {
        await refuses("directory_not_empty", `remove(${show(path)})`, () => port.remove(path));
      }
      await holds(port, "folder/inner/a", "one");
    },
  },
  {
    id: "remove.recursive",
    title: "recursive removes a directory with all that it holds, and nothing beside it",
    async run({ port }) {
      await port.makeDirectory("folder/inner/empty", { recursive: true });
      await port.makeDirectory("folder-sibling");
      for (const path of ["folder/a", "folder/inner/b", "folder-sibling/c", "folder.txt"]) {
        await create(port, path);
      }
      await port.remove("folder", { recursive: true });
      await isMissing(port, "folder/inner/b");
      await lists(port, "", ["folder-sibling", "folder.txt"]);
      await lists(port, "folder-sibling", ["c"]);
      await port.remove("folder.txt", { recursive: true });
      await lists(port, "", ["folder-sibling"]);
    },
  },
  {
    id: "remove.root",
    title: "the root cannot be removed, recursively neither, and keeps what it holds",
    async run({ port }) {
      await create(port, "a.txt", "one");
      for (const recursive of [false, true]) {
        const error = await rejectionOf(() => port.remove("", { recursive }));
        verify(isFileError(error), show(error));
      }
      await holds(port, "a.txt", "one");
    },
  },
];
