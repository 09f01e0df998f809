import { rejectionOf } from "../../suite/observe.ts";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { aborts, bytes, contentOf, create, createMany, drain, holds, lists } from "../observe.ts";
import { verify } from "../violation.ts";

const SIZE = 4_000_000;

export const abortCases: readonly FilesystemCase[] = [
  {
    id: "abort.before",
    title: "no method begins with a signal that has fired",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await port.makeDirectory("folder");
      const signal = AbortSignal.abort(new Error("the user left"));
      const content = bytes("two");
      await aborts("stat", () => port.stat("a.txt", { signal }));
      await aborts("list", () => drain(port.list("", { signal })));
      await aborts("open", () => port.open("a.txt", { signal }));
      await aborts("create", () => port.write("b.txt", content, { mode: "create", signal }));
      await aborts("overwrite", () => port.write("a.txt", content, { mode: "overwrite", signal }));
      await aborts("append", () => port.write("a.txt", content, { mode: "append", signal }));
      await aborts("makeDirectory", () => port.makeDirectory("other", { signal }));
      await aborts("move", () => port.move("a.txt", "b.txt", { signal }));
      await aborts("copy", () => port.copy("a.txt", "b.txt", { signal }));
      await aborts("remove", () => port.remove("folder", { recursive: true, signal }));
      const file = await port.open("a.txt");
      await aborts("read", () => file.read(0, 3, { signal }));
      await file.close();
      await lists(port, "", ["a.txt", "folder"]);
      await holds(port, "a.txt", "one");
    },
  },
  {
    id: "abort.write",
    title: "a write that is aborted under way leaves the old content or the new one, and nothing beside it",
    async run({ port }) {
      const [old, fresh] = [new Uint8Array(SIZE).fill(1), new Uint8Array(SIZE).fill(2)];
      await port.write("a.bin", old, { mode: "create" });
      const controller = new AbortController();
      const { signal } = controller;
      const rejection = rejectionOf(() => port.write("a.bin", fresh, { mode: "overwrite", signal }));
      setImmediate(() => controller.abort());
      const error = await rejection;
      if (error !== undefined) await aborts("the write", () => Promise.reject(error));
      const found = await contentOf(port, "a.bin");
      const expected = [...(error === undefined ? [] : [old]), fresh];
      verify(
        expected.some((content) => Buffer.compare(content, found) === 0),
        `${found.length} bytes beginning with ${found[0]}, after ${show(error)}`,
      );
      await lists(port, "", ["a.bin"]);
    },
  },
  {
    id: "abort.list",
    title: "a listing ends with the abort, also between two entries",
    async run({ port }) {
      await createMany(port, ["a", "b", "c"]);
      const controller = new AbortController();
      const { signal } = controller;
      await aborts("the listing", async () => {
        for await (const _ of port.list("", { signal })) controller.abort();
      });
      await lists(port, "", ["a", "b", "c"]);
    },
  },
  {
    id: "abort.other-calls",
    title: "an abort ends its own call and no other",
    async run({ port }) {
      const content = new Uint8Array(SIZE).fill(1);
      await port.write("a.bin", content, { mode: "create" });
      const file = await port.open("a.bin");
      const controller = new AbortController();
      const { signal } = controller;
      const aborted = rejectionOf(() => file.read(0, SIZE, { signal }));
      const whole = file.read(0, SIZE);
      const stat = port.stat("a.bin");
      setImmediate(() => controller.abort());
      await aborted;
      verify((await whole).length === SIZE, "a read beside an aborted one is short");
      verify((await stat).size === SIZE, "a stat beside an aborted read is wrong");
      verify((await file.read(5, 10)).length === 10, "a read after an aborted one is short");
      await file.close();
    },
  },
];
