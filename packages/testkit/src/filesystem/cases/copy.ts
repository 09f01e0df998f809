import { rejectionOf } from "../../suite/observe.ts";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { bytes, create, holds, isFileError, lists, refuses } from "../observe.ts";
import { verify } from "../violation.ts";

export const copyCases: readonly FilesystemCase[] = [
  {
    id: "copy.file",
    title: "a copy has the same content, and a life of its own",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "a.txt", "one");
      await port.copy("a.txt", "folder/b.txt");
      await port.write("a.txt", bytes("two"), { mode: "overwrite" });
      await holds(port, "folder/b.txt", "one");
      await holds(port, "a.txt", "two");
      await lists(port, "folder", ["b.txt"]);
    },
  },
  {
    id: "copy.existing",
    title: "an existing target is refused and stays as it was",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await create(port, "b.txt", "two");
      await port.makeDirectory("folder");
      await refuses("file_exists", "a copy onto a file", () => port.copy("a.txt", "b.txt"));
      for (const overwrite of [false, true]) {
        await refuses(["file_exists", "not_a_file"], "a copy onto a directory", () =>
          port.copy("a.txt", "folder", { overwrite }),
        );
      }
      await holds(port, "b.txt", "two");
      await lists(port, "", ["a.txt", "b.txt", "folder"]);
      await lists(port, "folder", []);
    },
  },
  {
    id: "copy.overwrite",
    title: "overwrite replaces a file",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await create(port, "b.txt", "a longer text");
      await port.copy("a.txt", "b.txt", { overwrite: true });
      await port.copy("a.txt", "c.txt", { overwrite: true });
      for (const path of ["a.txt", "b.txt", "c.txt"]) await holds(port, path, "one");
      await lists(port, "", ["a.txt", "b.txt", "c.txt"]);
    },
  },
  {
    id: "copy.refused",
    title: "only a file can be copied, and only to where a directory is",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await port.makeDirectory("folder");
      await refuses("not_a_file", "a directory's copy", () => port.copy("folder", "other"));
      await refuses("file_not_found", "a copy of nothing", () => port.copy("missing", "b.txt"));
      await refuses("file_not_found", "a copy into nothing", () => port.copy("a.txt", "missing/b.txt"));
      await lists(port, "", ["a.txt", "folder"]);
    },
  },
  {
    id: "copy.onto-itself",
    title: "copying a file onto itself loses nothing",
    async run({ port }) {
      await create(port, "a.txt", "one");
      for (const overwrite of [false, true]) {
        const error = await rejectionOf(() => port.copy("a.txt", "a.txt", { overwrite }));
        verify(error === undefined || isFileError(error), show(error));
        await holds(port, "a.txt", "one");
      }
    },
  },
];
