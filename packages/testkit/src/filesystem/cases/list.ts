import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { create, createMany, drain, lists, namesIn, refuses, sameItems } from "../observe.ts";
import { verify } from "../violation.ts";

export const listCases: readonly FilesystemCase[] = [
  {
    id: "list.entries",
    title: "a directory lists its own entries with their kinds, and not those of others",
    async run({ port }) {
      await port.makeDirectory("sub/deeper", { recursive: true });
      await port.makeDirectory("subway");
      for (const path of ["a.txt", "sub/b.txt", "sub/deeper/c.txt", "subway/d.txt"]) await create(port, path);
      const kinds: string[] = [];
      for await (const { name, kind } of port.list("sub")) kinds.push(`${kind} ${name}`);
      verify(sameItems(kinds, ["directory deeper", "file b.txt"]), show(kinds));
      await lists(port, "", ["a.txt", "sub", "subway"]);
    },
  },
  {
    id: "list.sizes",
    title: "a size or a time that a listing brings is that of stat",
    async run({ port }) {
      await create(port, "a.txt", "12345");
      await port.makeDirectory("folder");
      for await (const { name, size, modifiedMs } of port.list("")) {
        const stat = await port.stat(name);
        verify(size === undefined || size === stat.size, `${name}: ${size}, and ${stat.size} by stat`);
        const difference = Math.abs((modifiedMs ?? 0) - (stat.modifiedMs ?? 0));
        // Some listings round to seconds.
        const same = modifiedMs === undefined || difference < 1_000;
        verify(same, `${name}: ${modifiedMs}, and ${stat.modifiedMs} by stat`);
      }
    },
  },
  {
    id: "list.empty",
    title: "an empty directory and an empty root list nothing",
    async run({ port }) {
      await lists(port, "", []);
      await port.makeDirectory("folder");
      await lists(port, "folder", []);
    },
  },
  {
    id: "list.refused",
    title: "only a directory can be listed",
    async run({ port }) {
      await create(port, "a.txt");
      await refuses("not_a_directory", 'list("a.txt")', () => drain(port.list("a.txt")));
      await refuses("file_not_found", 'list("missing")', () => drain(port.list("missing")));
      await refuses("file_not_found", 'list("a")', () => drain(port.list("a")));
    },
  },
  {
    id: "list.many",
    title: "a large directory is listed whole, each entry once",
    async run({ port, manyEntries }) {
      await port.makeDirectory("many");
      const names = Array.from({ length: manyEntries }, (_, index) => `f${index}`);
      await createMany(
        port,
        names.map((name) => `many/${name}`),
      );
      const found = await namesIn(port, "many");
      verify(sameItems(found, names), `${found.length} entries instead of ${names.length}, or others`);
    },
  },
  {
    id: "list.early-leave",
    title: "leaving a listing early ends it, and the port goes on",
    async run({ port }) {
      const names = ["a", "b", "c", "d"];
      await createMany(port, names);
      for (let times = 0; times < 30; times++) {
        for await (const entry of port.list("")) {
          verify(names.includes(entry.name), show(entry));
          break;
        }
      }
      await lists(port, "", names);
    },
  },
  {
    id: "list.side-by-side",
    title: "two listings of one directory do not take entries from each other",
    async run({ port }) {
      const names = ["a", "b", "c"];
      await createMany(port, names);
      const [left, right] = [port.list("")[Symbol.asyncIterator](), port.list("")[Symbol.asyncIterator]()];
      const found: [string[], string[]] = [[], []];
      for (let step = 0; step <= names.length; step++) {
        for (const [index, iterator] of [left, right].entries()) {
          const { value, done } = await iterator.next();
          if (done !== true) found[index]?.push(value.name);
        }
      }
      for (const seen of found) verify(sameItems(seen, names), show(seen));
    },
  },
];
