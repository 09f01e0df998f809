import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { bytes, contentOf, create, holds, isMissing, lists, refuses } from "../observe.ts";
import { verify } from "../violation.ts";

export const writeCases: readonly FilesystemCase[] = [
  {
    id: "write.create",
    title: "create makes a file and resolves with its stat",
    async run({ port }) {
      const written = await port.write("a.txt", bytes("one"), { mode: "create" });
      const stat = await port.stat("a.txt");
      verify(written.kind === "file" && written.size === 3, show(written));
      verify(written.version === stat.version, `${show(written)}, and ${show(stat)} by stat`);
      await holds(port, "a.txt", "one");
    },
  },
  {
    id: "write.create-existing",
    title: "create refuses what exists and leaves it alone",
    async run({ port }) {
      await create(port, "a.txt", "one");
      await port.makeDirectory("folder");
      await refuses("file_exists", "create", () => port.write("a.txt", bytes("two"), { mode: "create" }));
      await refuses(["file_exists", "not_a_file"], "create over a directory", () =>
        port.write("folder", bytes("two"), { mode: "create" }),
      );
      await holds(port, "a.txt", "one");
      await lists(port, "", ["a.txt", "folder"]);
    },
  },
  {
    id: "write.overwrite",
    title: "overwrite replaces the whole content, or creates the file",
    async run({ port }) {
      for (const text of ["a first text", "short", "", "longer than all that was here before"]) {
        const written = await port.write("a.txt", bytes(text), { mode: "overwrite" });
        verify(written.size === bytes(text).length, show(written));
        await holds(port, "a.txt", text);
      }
      await lists(port, "", ["a.txt"]);
    },
  },
  {
    id: "write.append",
    title: "append adds to the end, or creates the file",
    async run({ port }) {
      await port.write("a.txt", bytes("one"), { mode: "append" });
      const written = await port.write("a.txt", bytes(" two"), { mode: "append" });
      verify(written.size === 7, show(written));
      await holds(port, "a.txt", "one two");
    },
  },
  {
    id: "write.bytes",
    title: "every byte value arrives as it is, line endings included",
    async run({ port }) {
      const content = Uint8Array.from({ length: 512 }, (_, at) => (at < 256 ? at : at % 2 === 0 ? 13 : 10));
      await port.write("a.bin", content, { mode: "create" });
      const found = await contentOf(port, "a.bin");
      verify(Buffer.compare(found, content) === 0, show(found));
    },
  },
  {
    id: "write.view",
    title: "a view of a larger buffer is written without its surroundings",
    async run({ port }) {
      const view = bytes("before middle after").subarray(7, 13);
      await port.write("a.txt", view, { mode: "create" });
      await port.write("a.txt", view, { mode: "overwrite" });
      await holds(port, "a.txt", "middle");
    },
  },
  {
    id: "write.not-a-file",
    title: "a directory is not written to",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "folder/a");
      for (const path of ["folder", ""]) {
        const codes = path === "" ? (["not_a_file", "invalid_path"] as const) : "not_a_file";
        await refuses(codes, `overwrite ${show(path)}`, () =>
          port.write(path, bytes("x"), { mode: "overwrite" }),
        );
      }
      await refuses(["not_a_file", "unsupported"], "append to a directory", () =>
        port.write("folder", bytes("x"), { mode: "append" }),
      );
      await lists(port, "folder", ["a"]);
    },
  },
  {
    id: "write.no-parent",
    title: "the parent directory has to exist, and is not made",
    async run({ port }) {
      await create(port, "a.txt", "one");
      for (const mode of ["create", "overwrite"] as const) {
        const write = (path: string) => () => port.write(path, bytes("x"), { mode });
        await refuses("file_not_found", `${mode} "missing/a"`, write("missing/a"));
        await refuses(["not_a_directory", "file_not_found"], `${mode} "a.txt/b"`, write("a.txt/b"));
      }
      await isMissing(port, "missing");
      await holds(port, "a.txt", "one");
    },
  },
  {
    id: "write.atomic",
    title: "a reader sees the old content or the new one, never a mixture or a part",
    async run({ port }) {
      const size = 300_000;
      const contents = ["a", "b"].map((letter) => bytes(letter.repeat(size)));
      await port.write("a.txt", contents[0] ?? bytes(""), { mode: "create" });
      let writing = true;
      const write = async () => {
        try {
          for (let times = 1; times <= 12; times++) {
            await port.write("a.txt", contents[times % 2] ?? bytes(""), { mode: "overwrite" });
          }
        } finally {
          writing = false;
        }
      };
      const read = async () => {
        while (writing) await seesOneOf(port, "a.txt", size);
      };
      await Promise.all([write(), read(), read()]);
      await seesOneOf(port, "a.txt", size);
      await lists(port, "", ["a.txt"]);
    },
  },
  {
    id: "write.if-match",
    title: "a write with ifMatch happens only while the file has that version",
    async run({ port }) {
      const first = await port.write("a.txt", bytes("one"), { mode: "create" });
      const write = (text: string, ifMatch = "") =>
        port.write("a.txt", bytes(text), { mode: "overwrite", ifMatch });
      const second = await write("two", first.version);
      await refuses("version_mismatch", "a write with the version before", () =>
        write("three", first.version),
      );
      await refuses("version_mismatch", "a write with an invented version", () => write("three", "invented"));
      await holds(port, "a.txt", "two");
      await write("four", second.version);
      await holds(port, "a.txt", "four");
    },
  },
  {
    id: "write.if-match-missing",
    title: "a write with ifMatch does not create a file",
    async run({ port }) {
      const { version = "" } = await port.write("a.txt", bytes("one"), { mode: "create" });
      await port.remove("a.txt");
      await refuses("version_mismatch", "a write with the version of a file that is gone", () =>
        port.write("a.txt", bytes("two"), { mode: "overwrite", ifMatch: version }),
      );
      await lists(port, "", []);
    },
  },
  {
    id: "write.append-if-match",
    title: "an append with ifMatch happens only while the file has that version",
    async run({ port }) {
      const { version = "" } = await port.write("a.txt", bytes("one"), { mode: "create" });
      await port.write("a.txt", bytes(" two"), { mode: "append", ifMatch: version });
      await refuses("version_mismatch", "an append with the version before", () =>
        port.write("a.txt", bytes(" three"), { mode: "append", ifMatch: version }),
      );
      await holds(port, "a.txt", "one two");
    },
  },
];

/** Reads a file whole and verifies that all of it is of one letter, or that it is refused as changed. */
async function seesOneOf(port: Parameters<typeof contentOf>[0], path: string, size: number): Promise<void> {
  let found: Uint8Array;
  try {
    found = await contentOf(port, path);
  } catch (error) {
    if ((error as { code?: unknown }).code === "version_mismatch") return;
    throw error;
  }
  verify(found.length === size, `a reader saw ${found.length} of ${size} bytes`);
  verify(
    found.every((byte) => byte === found[0]),
    "a reader saw a part of each content",
  );
}
