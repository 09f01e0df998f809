import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { MemoryAdapter } from "@mcs/adapter-memory";
import { FileError } from "@mcs/core";
import type { CandidateSearch, FilesystemPort } from "@mcs/core/ports";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FilesystemToolDriver } from "../src/index.ts";
import { type Found, places, shortcuts } from "./support.ts";

/** The memory port with a search of its own: every file that holds the text, in an order of its own. */
class Quick extends MemoryAdapter implements FilesystemPort {
  asked = 0;

  async *candidates(path: string, search: CandidateSearch): AsyncGenerator<string> {
    const { pattern, isRegularExpression, skip } = search;
    if (isRegularExpression) throw new FileError("unsupported", path, "cannot be searched by expressions.");
    this.asked += 1;
    const found: string[] = [];
    const directories = [path];
    for (const directory of directories) {
      for await (const { name, kind } of this.list(directory)) {
        const child = directory === "" ? name : `${directory}/${name}`;
        if (kind === "directory") {
          if ((await skip?.(child)) !== true) directories.push(child);
        } else {
          const file = await this.open(child);
          const text = new TextDecoder().decode(await file.read(0, 1_000));
          if (text.includes(pattern)) found.push(child);
        }
      }
    }
    yield* found.toReversed();
  }
}

test("with and without the port's own search the results are the same", async () => {
  const name = fc.constantFrom("a", "b", ".git", "x.log", "dist", "src");
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `${names.join("/")}.f`);
  const rules = fc.constantFrom("", "*.log\n", "dist/\n", "/src\n", "a/**/b.f\n", "*\n!a.f\n!*/\n");
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(path, fc.constantFrom("x", "y\nx\nx", "nothing", "\0x")),
      rules,
      rules,
      fc.constantFrom("", "a", "src"),
      fc.integer({ min: 1, max: 4 }),
      async (files, top, below, start, limit) => {
        const all = {
          ...files,
          ".gitignore": top,
          "a/.gitignore": below,
          "src/": "",
          [`${start}/s.f`.replace(/^\//, "")]: "x",
        };
        const [quick, plain] = [new Quick({ files: all }), new MemoryAdapter({ files: all })];
        const outcomes = [quick, plain].map(async (port) => {
          const { call } = shortcuts(new FilesystemToolDriver({ port }));
          return call<Found>("search_files", { pattern: "x", literal: true, path: start, limit });
        });
        const [withQuick, without] = await Promise.all(outcomes);
        expect(quick.asked).toBe(1);
        expect(withQuick).toEqual(without);
      },
    ),
    { numRuns: 300 },
  );
});

test("a file is looked into as soon as it is named, and the result has the order of a walk", async () => {
  const opened: string[] = [];
  class Waiting extends Quick {
    override async *candidates(): AsyncGenerator<string> {
      yield "b";
      // The next one is named when somebody has looked into this one, or never.
      while (!opened.includes("b")) await new Promise((resolve) => setImmediate(resolve));
      yield "a";
    }

    override open(path: string) {
      opened.push(path);
      return super.open(path);
    }
  }
  const port = new Waiting({ files: { a: "x", b: "x" } });
  const { call } = shortcuts(new FilesystemToolDriver({ port }));
  const found = await call<Found>("search_files", { pattern: "x", literal: true });
  expect(places(found)).toEqual(["a:1", "b:1"]);
  expect(opened.filter((path) => path === "b")).toHaveLength(1);
});

test("a port that cannot search for an expression is not needed for it", async () => {
  const quick = new Quick({ files: { a: "xx" } });
  const { call } = shortcuts(new FilesystemToolDriver({ port: quick }));
  expect(places(await call<Found>("search_files", { pattern: "x+" }))).toEqual(["a:1"]);
  expect(quick.asked).toBe(0);
});

test("the port is told what need not be searched, by the names of its own root", async () => {
  const skipped: string[] = [];
  const asked: string[] = [];
  const files = { ".gitignore": "/packages\n", "packages/a/x": "x", "src/y": "x", ".trash/old/z": "x" };
  class Asking extends Quick {
    override candidates(path: string, search: CandidateSearch): AsyncGenerator<string> {
      const skip = async (directory: string): Promise<boolean> => {
        const isSkipped = (await search.skip?.(directory)) === true;
        (isSkipped ? skipped : asked).push(directory);
        return isSkipped;
      };
      return super.candidates(path, { ...search, skip });
    }
  }
  const one = new FilesystemToolDriver({ port: new Asking({ files }) });
  expect(places(await shortcuts(one).call("search_files", { pattern: "x", literal: true }))).toEqual([
    "src/y:1",
  ]);
  expect(new Set(skipped)).toEqual(new Set([".trash", "packages"]));
  expect(asked).toEqual(["src"]);
  const named = new FilesystemToolDriver({ roots: { r: { port: new Asking({ files }) } } });
  const found = await shortcuts(named).call<Found>("search_files", { pattern: "x", literal: true });
  expect(places(found)).toEqual(["r/src/y:1"]);
  expect(skipped).toHaveLength(4);
});

test("ripgrep, threads and reading file by file find the same on a disk", async () => {
  const root = mkdtempSync(join(tmpdir(), "mcs-search-"));
  try {
    const wide = (text: string) => Buffer.from(text, "utf16le");
    const files: Record<string, string | Uint8Array> = {
      ".gitignore": "dist/\n*.log\n",
      "plain.ts": "const needle = 1;\r\nNEEDLE\n",
      "deep/er/b.md": "no\na needle\n",
      "dist/a.js": "needle",
      "a.log": "needle",
      ".hidden/x": "needle",
      "latin1.txt": Buffer.from("gr\xfc\xdfe, needle", "latin1"),
      "umlaut.txt": "grüße, needle",
      "marked.txt": "\uFEFFneedle",
      "wide.txt": wide("\uFEFFneedle\ngrüße\n"),
      "swapped.txt": wide("\uFEFFneedle\n").swap16(),
      "unmarked.txt": wide("needle\n"),
      "binary.bin": Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from("needle")]),
      "late.bin": `needle\n${"x".repeat(100_000)}\0`,
      "odd [name]{*}.txt": "needle",
      "empty.txt": "",
      "kelvin.txt": "\u212aELVIN, a needle",
    };
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const withoutShortcut = new LocalFsAdapter({ root });
    Object.defineProperty(withoutShortcut, "candidates", { value: undefined });
    const drivers = [
      new FilesystemToolDriver({ root }),
      new FilesystemToolDriver({ root, local: { ripgrep: false } }),
      new FilesystemToolDriver({ port: withoutShortcut }),
    ];
    for (const args of [
      { pattern: "needle" },
      { pattern: "needle", literal: true, ignore_case: true },
      { pattern: "n[e]+dle\\b", context: 1 },
      { pattern: "grüße" },
      { pattern: "gr.{2,4}e", include: ["*.txt"] },
      { pattern: "kelvin", ignore_case: true },
      { pattern: "needle", include_ignored: true },
      { pattern: "needle", path: "deep" },
      { pattern: "needle", path: "deep/er/b.md" },
      { pattern: "^(needle|no)$" },
      // No text of two characters is in all that these find.
      { pattern: "[n][e][e]d" },
      { pattern: "[n].e+d\\w+$" },
      { pattern: "[g]r..e" },
      { pattern: "[g]r[^x]+e" },
      { pattern: "[;,]\\s" },
      { pattern: "[k][e]l", ignore_case: true },
      { pattern: "(?=n)ne{2}" },
      { pattern: "e", limit: 3 },
    ]) {
      const [first, ...others] = await Promise.all(
        drivers.map((driver) => shortcuts(driver).call<Found>("search_files", args)),
      );
      expect(first?.files.length, JSON.stringify(args)).toBeGreaterThan(0);
      for (const other of others) expect(other, JSON.stringify(args)).toEqual(first);
    }
    for (const driver of drivers) await driver.close();
    await withoutShortcut.close();
  } finally {
    rmSync(root, { recursive: true });
  }
});
