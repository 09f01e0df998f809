import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { create, refuses } from "../observe.ts";
import { verify } from "../violation.ts";

/** What clocks of machines may differ by. */
const HOUR = 3_600_000;

export const statCases: readonly FilesystemCase[] = [
  {
    id: "stat.file",
    title: "a file has its kind, its size in bytes and a version",
    async run({ port }) {
      await create(port, "ä.txt", "zwölf");
      const stat = await port.stat("ä.txt");
      verify(stat.kind === "file" && stat.size === 6, show(stat));
      verify(typeof stat.version === "string" && stat.version !== "", show(stat));
    },
  },
  {
    id: "stat.directory",
    title: "a directory has its kind, no size and no version",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "folder/a");
      const stat = await port.stat("folder");
      verify(stat.kind === "directory" && stat.size === 0 && stat.version === undefined, show(stat));
    },
  },
  {
    id: "stat.root",
    title: "the root is a directory, also while it is empty",
    async run({ port }) {
      const stat = await port.stat("");
      verify(stat.kind === "directory" && stat.version === undefined, show(stat));
    },
  },
  {
    id: "stat.modified",
    title: "the time of change is in milliseconds since 1970",
    async run({ port }) {
      await create(port, "a");
      const { modifiedMs } = await port.stat("a");
      const near = modifiedMs !== undefined && Math.abs(Date.now() - modifiedMs) < HOUR;
      verify(near, `${show(modifiedMs)} at ${Date.now()}`);
    },
  },
  {
    id: "stat.missing",
    title: "what does not exist is file_not_found",
    async run({ port }) {
      await create(port, "a.txt");
      for (const path of ["a", "a.tx", "a.txt2", "missing/a"]) {
        await refuses("file_not_found", `stat(${show(path)})`, () => port.stat(path));
      }
    },
  },
  {
    id: "stat.below-file",
    title: "nothing is below a file",
    async run({ port }) {
      await create(port, "a.txt");
      await refuses(["not_a_directory", "file_not_found"], 'stat("a.txt/b")', () => port.stat("a.txt/b"));
    },
  },
];
