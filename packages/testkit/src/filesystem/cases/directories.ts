import type { FilesystemCase } from "../case.ts";
import { create, holds, isMissing, lists, refuses } from "../observe.ts";

export const directoryCases: readonly FilesystemCase[] = [
  {
    id: "directory.make",
    title: "a directory is made below one that exists",
    async run({ port }) {
      await port.makeDirectory("folder");
      await port.makeDirectory("folder/inner");
      await create(port, "folder/inner/a");
      await lists(port, "folder", ["inner"]);
      await lists(port, "folder/inner", ["a"]);
    },
  },
  {
    id: "directory.no-parent",
    title: "without recursive the parent has to exist, and is not made",
    async run({ port }) {
      await refuses("file_not_found", 'makeDirectory("a/b")', () => port.makeDirectory("a/b"));
      await lists(port, "", []);
    },
  },
  {
    id: "directory.recursive",
    title: "recursive makes the parents and accepts what is there",
    async run({ port }) {
      await port.makeDirectory("a/b/c", { recursive: true });
      await create(port, "a/b/c/d");
      await port.makeDirectory("a/b/c", { recursive: true });
      await port.makeDirectory("a/b/e", { recursive: true });
      await port.makeDirectory("", { recursive: true });
      await lists(port, "a/b", ["c", "e"]);
      await holds(port, "a/b/c/d", "a/b/c/d");
    },
  },
  {
    id: "directory.existing",
    title: "without recursive an existing directory is refused and keeps what it holds",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "folder/a");
      await refuses("file_exists", 'makeDirectory("folder")', () => port.makeDirectory("folder"));
      await refuses(["file_exists", "invalid_path"], 'makeDirectory("")', () => port.makeDirectory(""));
      await lists(port, "folder", ["a"]);
    },
  },
  {
    id: "directory.over-file",
    title: "a file is neither replaced by a directory nor a parent of one",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await refuses("file_exists", 'makeDirectory("a.txt")', () => port.makeDirectory("a.txt"));
      const recursive = { recursive: true };
      await refuses(["file_exists", "not_a_directory"], 'makeDirectory("a.txt", recursive)', () =>
        port.makeDirectory("a.txt", recursive),
      );
      await refuses(["not_a_directory", "file_not_found"], 'makeDirectory("a.txt/b")', () =>
        port.makeDirectory("a.txt/b"),
      );
      await refuses(["not_a_directory", "file_exists"], 'makeDirectory("a.txt/b/c", recursive)', () =>
        port.makeDirectory("a.txt/b/c", recursive),
      );
      await holds(port, "a.txt", "one");
      await lists(port, "", ["a.txt"]);
    },
  },
  {
    id: "directory.outlives-files",
    title: "a directory stays when its last file goes",
    async run({ port }) {
      await port.makeDirectory("folder");
      await port.makeDirectory("implied/folder", { recursive: true });
      for (const folder of ["folder", "implied/folder"]) {
        await create(port, `${folder}/a`);
        await port.remove(`${folder}/a`);
        await isMissing(port, `${folder}/a`);
        await lists(port, folder, []);
      }
      await create(port, "folder/b");
      await port.move("folder/b", "b");
      await lists(port, "folder", []);
    },
  },
];
