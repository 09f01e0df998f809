import type { FilesystemPort, WriteOptions } from "@mcs/core/ports";
import { rejectionOf } from "../../suite/observe.ts";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { bytes, create, createMany, holds, isFileError, lists } from "../observe.ts";
import { verify } from "../violation.ts";

const WRITERS = 8;
const ROUNDS = 5;

export const concurrencyCases: readonly FilesystemCase[] = [
  {
    id: "concurrency.create",
    title: "of several writers that create one file, exactly one wins",
    async run({ port }) {
      for (let round = 0; round < ROUNDS; round++) {
        const path = `file-${round}`;
        const winner = await race(port, path, { mode: "create" }, "file_exists");
        await holds(port, path, winner);
      }
    },
  },
  {
    id: "concurrency.if-match",
    title: "of several writers that saw one version, exactly one wins",
    async run({ port }) {
      let { version: ifMatch = "" } = await port.write("a.txt", bytes("first"), { mode: "create" });
      for (let round = 0; round < ROUNDS; round++) {
        const winner = await race(port, "a.txt", { mode: "overwrite", ifMatch }, "version_mismatch");
        await holds(port, "a.txt", winner);
        ifMatch = (await port.stat("a.txt")).version ?? "";
      }
      await lists(port, "", ["a.txt"]);
    },
  },
  {
    id: "concurrency.overwrite",
    title: "of several writers that overwrite one file, the content of one stays, whole",
    async run({ port }) {
      const contents = Array.from({ length: WRITERS }, (_, index) => String(index).repeat(50_000 + index));
      await Promise.all(
        contents.map((content) => port.write("a.txt", bytes(content), { mode: "overwrite" })),
      );
      const { size } = await port.stat("a.txt");
      const winner = contents.find((content) => content.length === size);
      verify(winner !== undefined, `${size} bytes are no one's`);
      await holds(port, "a.txt", winner);
      await lists(port, "", ["a.txt"]);
    },
  },
  {
    id: "concurrency.move",
    title: "of several moves of one file, exactly one succeeds, and the file is where it says",
    async run({ port }) {
      await create(port, "a.txt", "one");
      const targets = Array.from({ length: WRITERS }, (_, index) => `to-${index}`);
      const errors = await Promise.all(targets.map((to) => rejectionOf(() => port.move("a.txt", to))));
      const moved = targets.filter((_, index) => errors[index] === undefined);
      verify(moved.length === 1, `${moved.length} moves of one file succeeded`);
      for (const error of errors) {
        verify(error === undefined || (isFileError(error) && error.code === "file_not_found"), show(error));
      }
      await lists(port, "", moved);
    },
  },
  {
    id: "concurrency.directories",
    title: "several callers make the same parents at once",
    async run({ port }) {
      const paths = Array.from({ length: WRITERS }, (_, index) => `a/b/c${index}`);
      await Promise.all(paths.map((path) => port.makeDirectory(path, { recursive: true })));
      await lists(
        port,
        "a/b",
        paths.map((path) => path.slice(4)),
      );
    },
  },
  {
    id: "concurrency.mixed",
    title: "one port serves many different calls at once",
    async run({ port }) {
      const names = Array.from({ length: 24 }, (_, index) => `f${index}`);
      await createMany(port, names);
      await Promise.all(
        names.map(async (name, index) => {
          if (index % 4 === 0) await port.write(name, bytes(`${name}!`), { mode: "overwrite" });
          if (index % 4 === 1) await port.move(name, `moved-${name}`);
          if (index % 4 === 2) await port.copy(name, `copied-${name}`);
          if (index % 4 === 3) await port.remove(name);
        }),
      );
      const expected = names.flatMap((name, index) => {
        if (index % 4 === 1) return [`moved-${name}`];
        if (index % 4 === 2) return [name, `copied-${name}`];
        return index % 4 === 3 ? [] : [name];
      });
      await lists(port, "", expected);
      await holds(port, "f0", "f0!");
    },
  },
  {
    id: "concurrency.close",
    title: "close lets the calls under way finish, and may be called twice",
    async run({ port }) {
      await create(port, "a.txt", "one");
      const content = new Uint8Array(1_000_000).fill(7);
      const written = port.write("b.bin", content, { mode: "create" });
      const stat = port.stat("a.txt");
      await Promise.all([port.close(), port.close()]);
      verify((await written).size === content.length, "a write under way was cut off by close");
      verify((await stat).size === 3, "a stat under way was cut off by close");
    },
  },
];

/** Lets writers write at once, verifies that one succeeds and the others are refused, and returns its text. */
async function race(
  port: FilesystemPort,
  path: string,
  options: WriteOptions,
  refusal: string,
): Promise<string> {
  const texts = Array.from({ length: WRITERS }, (_, index) => `writer ${index}`);
  const errors = await Promise.all(
    texts.map((text) => rejectionOf(() => port.write(path, bytes(text), options))),
  );
  const winners = texts.filter((_, index) => errors[index] === undefined);
  for (const error of errors) {
    verify(error === undefined || (isFileError(error) && error.code === refusal), show(error));
  }
  const [winner] = winners;
  verify(winner !== undefined && winners.length === 1, `${winners.length} of ${WRITERS} writers won`);
  return winner;
}
