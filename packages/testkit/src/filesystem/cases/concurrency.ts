import type { FilesystemPort, WriteOptions } from "@mcs/core/ports";
import { rejectionOf } from "../../suite/observe.ts";
import { NotApplicable, show } from "../../suite/violation.ts";
import type { FilesystemCase, FilesystemContext } from "../case.ts";
import { bytes, create, createMany, holds, isFileError, lists } from "../observe.ts";
import { verify } from "../violation.ts";

const WRITERS = 8;
const ROUNDS = 5;

export const concurrencyCases: readonly FilesystemCase[] = [
  {
    id: "concurrency.create",
    title: "of several writers that create one file, exactly one wins",
    run: ({ port }) => createAtOnce([port]),
  },
  {
    id: "concurrency.if-match",
    title: "of several writers that saw one version, exactly one wins",
    run: ({ port }) => matchAtOnce([port]),
  },
  {
    id: "concurrency.programs-create",
    title: "of several programs that create one file, exactly one wins",
    run: (context) => withTwo(context, createAtOnce),
  },
  {
    id: "concurrency.programs-if-match",
    title: "of several programs that saw one version, exactly one wins",
    run: (context) => withTwo(context, matchAtOnce),
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

async function withTwo(
  { port, another }: FilesystemContext,
  run: (ports: readonly FilesystemPort[]) => Promise<void>,
): Promise<void> {
  if (another === undefined) throw new NotApplicable("the subject opens no second port on a root");
  const second = await another(port);
  try {
    await run([port, second]);
  } finally {
    await second.close();
  }
}

async function createAtOnce(ports: readonly FilesystemPort[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const path = `file-${round}`;
    const winner = await race(ports, path, round, { mode: "create" }, "file_exists");
    for (const port of ports) await holds(port, path, winner);
  }
}

async function matchAtOnce(ports: readonly FilesystemPort[]): Promise<void> {
  const [port] = ports;
  if (port === undefined) return;
  let { version: ifMatch = "" } = await port.write("a.txt", bytes("first"), { mode: "create" });
  for (let round = 0; round < ROUNDS; round++) {
    const options = { mode: "overwrite", ifMatch } as const;
    const winner = await race(ports, "a.txt", round, options, "version_mismatch");
    await holds(port, "a.txt", winner);
    ifMatch = (await port.stat("a.txt")).version ?? "";
  }
  await lists(port, "", ["a.txt"]);
}

/** Lets writers write at once, verifies that one succeeds and the others are refused, and returns its text. */
async function race(
  ports: readonly FilesystemPort[],
  path: string,
  round: number,
  options: WriteOptions,
  refusal: string,
): Promise<string> {
  // A version may be made of the content: no two writes of all rounds have the same.
  const texts = Array.from({ length: WRITERS }, (_, index) => `writer ${index} in round ${round}`);
  const errors = await Promise.all(
    texts.map((text, index) =>
      rejectionOf(async () => ports[index % ports.length]?.write(path, bytes(text), options)),
    ),
  );
  const winners = texts.filter((_, index) => errors[index] === undefined);
  for (const error of errors) {
    verify(error === undefined || (isFileError(error) && error.code === refusal), show(error));
  }
  const [winner] = winners;
  verify(winner !== undefined && winners.length === 1, `${winners.length} of ${WRITERS} writers won`);
  return winner;
}
