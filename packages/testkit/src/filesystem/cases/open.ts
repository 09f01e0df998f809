import type { OpenFile } from "@mcs/core/ports";
import { rejectionOf } from "../../suite/observe.ts";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase, FilesystemContext } from "../case.ts";
import { bytes, contentOf, create, isFileError, refuses } from "../observe.ts";
import { verify } from "../violation.ts";

const TEXT = "0123456789";

/** `[start, length, what is read]` */
const RANGES: readonly (readonly [number, number, string])[] = [
  [0, 10, TEXT],
  [0, 3, "012"],
  [4, 3, "456"],
  [9, 1, "9"],
  [7, 100, "789"],
  [0, 1_000_000, TEXT],
  [10, 5, ""],
  [5_000, 5, ""],
  [3, 0, ""],
];

export const openCases: readonly FilesystemCase[] = [
  {
    id: "open.ranges",
    title: "a read brings the bytes from start on, fewer only at the end of the file",
    run: (context) =>
      withFile(context, TEXT, async (file) => {
        for (const [start, length, expected] of RANGES) await reads(file, start, length, expected);
      }),
  },
  {
    id: "open.empty",
    title: "an empty file is opened, and its end is its start",
    run: (context) =>
      withFile(context, "", async (file) => {
        verify(file.stat.size === 0, show(file.stat));
        await reads(file, 0, 10, "");
      }),
  },
  {
    id: "open.stat",
    title: "an open file tells its stat, and the same one while nothing changes",
    run: (context) =>
      withFile(context, TEXT, async (file) => {
        const stat = await context.port.stat("a.txt");
        const current = await file.current();
        for (const other of [file.stat, current]) {
          const same = other.version === stat.version && other.size === stat.size && other.kind === "file";
          verify(same, `${show(other)}, and ${show(stat)} by stat`);
        }
      }),
  },
  {
    id: "open.side-by-side",
    title: "several reads of one open file run at once",
    run: (context) =>
      withFile(context, TEXT, async (file) => {
        const starts = Array.from(TEXT, Number);
        await Promise.all(starts.map((start) => reads(file, start, 2, TEXT.slice(start, start + 2))));
      }),
  },
  {
    id: "open.refused",
    title: "only a file can be opened",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "a.txt");
      await refuses("not_a_file", 'open("folder")', () => port.open("folder"));
      await refuses("not_a_file", 'open("")', () => port.open(""));
      await refuses("file_not_found", 'open("missing")', () => port.open("missing"));
      await refuses(["not_a_directory", "file_not_found"], 'open("a.txt/b")', () => port.open("a.txt/b"));
    },
  },
  {
    id: "open.replaced",
    title: "a file that is replaced while it is open is read as it was, or not at all",
    run: (context) =>
      withFile(context, "old old old", async (file) => {
        await reads(file, 0, 3, "old");
        await context.port.write("a.txt", bytes("new new new and more"), { mode: "overwrite" });
        await readsOldOrNothing(file, ["version_mismatch"]);
      }),
  },
  {
    id: "open.removed",
    title: "a file that is removed while it is open is read as it was, or not at all",
    run: (context) =>
      withFile(context, "old old old", async (file) => {
        await context.port.remove("a.txt");
        await readsOldOrNothing(file, ["version_mismatch", "file_not_found"]);
      }),
  },
  {
    id: "open.current",
    title: "an open file that grows says so",
    run: (context) =>
      withFile(context, TEXT, async (file) => {
        await context.port.write("a.txt", bytes("!"), { mode: "append" });
        const current = await file.current();
        const grown = current.size === 11 && current.version !== file.stat.version;
        verify(grown, `${show(file.stat)}, then ${show(current)}`);
      }),
  },
  {
    id: "open.large",
    title: "5 MB come back byte by byte as they were written",
    async run({ port }) {
      const content = noise(5_000_000);
      const written = await port.write("large.bin", content, { mode: "create" });
      verify(written.size === content.length, show(written));
      const found = await contentOf(port, "large.bin");
      verify(Buffer.compare(found, content) === 0, `${found.length} bytes, and others than were written`);
      const file = await port.open("large.bin");
      const piece = await file.read(2_499_999, 1_500_001);
      await file.close();
      const same = Buffer.compare(piece, content.subarray(2_499_999, 4_000_000)) === 0;
      verify(same, `a read of 1,500,001 bytes brought ${piece.length}, or others`);
    },
  },
];

/** Every length of run and every byte value, the same each time. */
function noise(length: number): Uint8Array {
  const content = new Uint8Array(length);
  let state = 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    content[at] = state >>> 24;
  }
  return content;
}

async function withFile(
  { port }: FilesystemContext,
  text: string,
  use: (file: OpenFile) => Promise<void>,
): Promise<void> {
  await create(port, "a.txt", text);
  const file = await port.open("a.txt");
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

async function reads(file: OpenFile, start: number, length: number, expected: string): Promise<void> {
  const found = new TextDecoder().decode(await file.read(start, length));
  verify(found === expected, `read(${start}, ${length}) brought ${show(found)} instead of ${show(expected)}`);
}

async function readsOldOrNothing(file: OpenFile, codes: readonly string[]): Promise<void> {
  let text = "";
  const error = await rejectionOf(async () => {
    text = new TextDecoder().decode(await file.read(4, 100));
  });
  if (error === undefined) verify(text === "old old", show(text));
  else verify(isFileError(error) && codes.includes(error.code), show(error));
}
