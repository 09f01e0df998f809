import { rejectionOf } from "../../suite/observe.ts";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { create, holds, isFileError, isMissing, lists, refuses } from "../observe.ts";
import { verify } from "../violation.ts";

export const moveCases: readonly FilesystemCase[] = [
  {
    id: "move.file",
    title: "a file moves with its content, to another name and into another directory",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "a.txt", "one");
      await port.move("a.txt", "b.txt");
      await port.move("b.txt", "folder/c.txt");
      await holds(port, "folder/c.txt", "one");
      await lists(port, "", ["folder"]);
    },
  },
  {
    id: "move.directory",
    title: "a directory moves with what it holds",
    async run({ port }) {
      await port.makeDirectory("from/inner/empty", { recursive: true });
      await port.makeDirectory("from-sibling");
      await create(port, "from/a");
      await create(port, "from/inner/b");
      await create(port, "from-sibling/c");
      await port.move("from", "to");
      await isMissing(port, "from");
      await isMissing(port, "from/a");
      await lists(port, "", ["from-sibling", "to"]);
      await lists(port, "to", ["a", "inner"]);
      await lists(port, "to/inner", ["b", "empty"]);
      await holds(port, "to/inner/b", "from/inner/b");
      await lists(port, "from-sibling", ["c"]);
    },
  },
  {
    id: "move.existing",
    title: "an existing target is refused, and both stay as they were",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await create(port, "b.txt", "two");
      await port.makeDirectory("folder");
      await refuses("file_exists", "a move onto a file", () => port.move("a.txt", "b.txt"));
      await refuses("file_exists", "a move onto a directory", () => port.move("a.txt", "folder"));
      await refuses("file_exists", "a directory's move onto a file", () => port.move("folder", "a.txt"));
      await holds(port, "a.txt", "one");
      await holds(port, "b.txt", "two");
      await lists(port, "folder", []);
    },
  },
  {
    id: "move.overwrite",
    title: "overwrite replaces a file",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await create(port, "b.txt", "a longer text");
      await port.move("a.txt", "b.txt", { overwrite: true });
      await holds(port, "b.txt", "one");
      await port.move("b.txt", "c.txt", { overwrite: true });
      await lists(port, "", ["c.txt"]);
    },
  },
  {
    id: "move.overwrite-directory",
    title: "overwrite does not replace a directory, not even an empty one",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await port.makeDirectory("empty");
      await port.makeDirectory("full");
      await create(port, "full/b", "two");
      const overwrite = { overwrite: true };
      for (const [from, to] of [
        ["a.txt", "empty"],
        ["a.txt", "full"],
        ["full", "empty"],
        ["empty", "full"],
      ] as const) {
        await refuses(
          ["file_exists", "not_a_file", "directory_not_empty"],
          `move(${show(from)}, ${show(to)})`,
          () => port.move(from, to, overwrite),
        );
      }
      await holds(port, "a.txt", "one");
      await holds(port, "full/b", "two");
      await lists(port, "", ["a.txt", "empty", "full"]);
    },
  },
  {
    id: "move.missing",
    title: "what does not exist cannot be moved, nor to where no directory is",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await refuses("file_not_found", "a move of nothing", () => port.move("missing", "b.txt"));
      await refuses("file_not_found", "a move into nothing", () => port.move("a.txt", "missing/b.txt"));
      await refuses("file_not_found", "a move of nothing over a file", () =>
        port.move("missing", "a.txt", { overwrite: true }),
      );
      await holds(port, "a.txt", "one");
      await lists(port, "", ["a.txt"]);
    },
  },
  {
    id: "move.into-itself",
    title: "a directory cannot be moved into itself, and nothing is lost in the attempt",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "folder/a", "one");
      const error = await rejectionOf(() => port.move("folder", "folder/inner"));
      verify(isFileError(error), show(error));
      await holds(port, "folder/a", "one");
      await lists(port, "folder", ["a"]);
    },
  },
  {
    id: "move.onto-itself",
    title: "moving a file onto itself loses nothing",
    async run({ port }) {
      await create(port, "a.txt", "one");
      for (const overwrite of [false, true]) {
        const error = await rejectionOf(() => port.move("a.txt", "a.txt", { overwrite }));
        verify(error === undefined || isFileError(error), show(error));
        await holds(port, "a.txt", "one");
      }
    },
  },
  {
    id: "move.root",
    title: "the root cannot be moved",
    async run({ port }) {
      await create(port, "a.txt", "one");
      const error = await rejectionOf(() => port.move("", "folder"));
      verify(isFileError(error), show(error));
      await holds(port, "a.txt", "one");
      await lists(port, "", ["a.txt"]);
    },
  },
];
