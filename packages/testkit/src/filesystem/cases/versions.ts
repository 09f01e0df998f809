import { setTimeout } from "node:timers/promises";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { bytes, create } from "../observe.ts";
import { verify } from "../violation.ts";

export const versionCases: readonly FilesystemCase[] = [
  {
    id: "version.stable",
    title: "the version stays while the content stays, however often it is asked for and read",
    async run({ port }) {
      const { version } = await port.write("a.txt", bytes("one"), { mode: "create" });
      const file = await port.open("a.txt");
      await file.read(0, 3);
      await file.close();
      // Long enough for a clock that counts in hundredths to move on.
      await setTimeout(20);
      const later = await port.stat("a.txt");
      verify(later.version === version, `${show(version)}, then ${show(later.version)}`);
    },
  },
  {
    id: "version.overwrite",
    title: "the version changes with the content, at once and when the size stays",
    async run({ port }) {
      const seen = new Set<string | undefined>();
      for (const text of ["aaa", "bbb", "ccc", "ddd"]) {
        const { version } = await port.write("a.txt", bytes(text), { mode: "overwrite" });
        verify(!seen.has(version), `${show(version)} names two contents`);
        seen.add(version);
      }
    },
  },
  {
    id: "version.append",
    title: "the version changes when something is appended",
    async run({ port }) {
      const first = await port.write("a.txt", bytes("one"), { mode: "create" });
      const second = await port.write("a.txt", bytes("two"), { mode: "append" });
      verify(first.version !== second.version, show(second.version));
    },
  },
  {
    id: "version.replaced",
    title: "the version changes when another file is moved or copied onto the path",
    async run({ port }) {
      await create(port, "a.txt", "aaa");
      await create(port, "b.txt", "bbb");
      await create(port, "c.txt", "ccc");
      const versions = [(await port.stat("a.txt")).version];
      await port.copy("b.txt", "a.txt", { overwrite: true });
      versions.push((await port.stat("a.txt")).version);
      await port.move("c.txt", "a.txt", { overwrite: true });
      versions.push((await port.stat("a.txt")).version);
      verify(new Set(versions).size === 3, show(versions));
    },
  },
];
