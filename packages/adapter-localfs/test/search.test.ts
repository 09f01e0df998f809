import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type { createRequire } from "node:module";
import { join } from "node:path";
import { AbortedError } from "@mcs/core";
import type { CandidateSearch } from "@mcs/core/ports";
import { rgPath } from "@vscode/ripgrep";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { LocalFsAdapter } from "../src/index.ts";
import { adapterOn, folder, outcomeOf, quickFolder } from "./support/folders.ts";

const literal = (pattern: string, more: Partial<CandidateSearch> = {}): CandidateSearch => ({
  pattern,
  isRegularExpression: false,
  ignoreCase: false,
  ...more,
});
const expression = (pattern: string, more: Partial<CandidateSearch> = {}): CandidateSearch =>
  literal(pattern, { isRegularExpression: true, ...more });

async function found(adapter: LocalFsAdapter, path: string, search: CandidateSearch): Promise<string[]> {
  const paths: string[] = [];
  for await (const candidate of adapter.candidates(path, search)) paths.push(candidate);
  return paths.toSorted((left, right) => (left < right ? -1 : 1));
}

function write(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const swapped = (text: string) => utf16(text).swap16();

describe.each([
  ["ripgrep", "descriptors", rgPath],
  ["ripgrep", "rechecks", rgPath],
  ["threads", "descriptors", false],
  ["threads", "rechecks", false],
] as const)("%s, %s", (_, containment, ripgrep) => {
  const adapterFor = (root: string) => adapterOn(root, { containment, ripgrep });

  test("every file that holds the text is named, whatever its encoding, its name or its place", async () => {
    const root = folder();
    write(root, {
      "plain.txt": "a needle in it",
      "none.txt": "Needle nee dle",
      ".hidden/.file": "needle",
      "deep/er/est.bin": Buffer.concat([Buffer.alloc(100), Buffer.from("needle"), Buffer.alloc(9, 255)]),
      "utf16le.txt": utf16("\uFEFFa needle"),
      "utf16be.txt": swapped("\uFEFFa needle"),
      "no-mark-le.txt": utf16("a needle"),
      "no-mark-be.txt": swapped("a needle"),
      "latin1.txt": Buffer.from("gr\xfc\xdfe needle", "latin1"),
      "odd [name]{*}? 'x' -n\n.txt": "needle",
      "-e.txt": "needle",
      "node_modules/a.js": "needle",
      ".gitignore": "node_modules\n",
      "piece.txt": `${"x".repeat(1024 * 1024 - 3)}needle`,
      "empty.txt": "",
    });
    expect(await found(adapterFor(root), "", literal("needle"))).toEqual(
      readdirSync(root, { recursive: true, withFileTypes: true })
        // UTF-16 that does not say so is a binary in which nothing is found.
        .filter((entry) => entry.isFile() && !/^(none|empty|\.gitignore|no-mark)/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .toSorted(),
    );
    expect(await found(adapterFor(root), "deep", literal("needle"))).toEqual(["deep/er/est.bin"]);
    expect(await found(adapterFor(root), "deep/er", literal("nowhere"))).toEqual([]);
  });

  test("what case or an expression decides is left to the reader, and nothing is missed", async () => {
    const root = folder();
    write(root, {
      lower: "make",
      upper: "MAKE",
      kelvin: "ma\u212ae",
      wide: utf16("\uFEFFmA\u212ae"),
      other: "mate",
    });
    const adapter = adapterFor(root);
    expect(await found(adapter, "", literal("make"))).toEqual(["lower"]);
    const folded = ["kelvin", "lower", "upper", "wide"];
    expect(await found(adapter, "", literal("make", { ignoreCase: true }))).toEqual(folded);
    expect(await found(adapter, "", expression("m(?:ake|ate)\\b"))).toEqual(["lower", "other"]);
    expect(await found(adapter, "", expression("made|mate|male"))).toEqual(["other"]);
    expect(await found(adapter, "", expression("a[t][e]"))).toEqual(["other"]);
    // Nobody could end a thread that repeats itself: it looks for what comes before.
    const repeating = expression("[m][a]k[e]+", { ignoreCase: true });
    const more = ripgrep === false ? ["kelvin", "lower", "other", "upper", "wide"] : folded;
    expect(await found(adapter, "", repeating)).toEqual(more);
    expect(await outcomeOf(() => found(adapter, "", expression("(?=\\d)")))).toBe("unsupported");
    expect(await outcomeOf(() => found(adapter, "missing", literal("make")))).toBe("file_not_found");
    expect(await outcomeOf(() => found(adapter, "lower", literal("make")))).toBe("not_a_directory");
  });

  test("directories that are skipped are not looked into, and each is asked about once", async () => {
    const root = folder();
    write(root, {
      "src/a.ts": "needle",
      "node_modules/b/c.js": "needle",
      "src/build/d.js": "needle",
      "src/build [old]/e.js": "none",
    });
    const asked: string[] = [];
    const skip = async (directory: string) => {
      asked.push(directory);
      return /(^|\/)(node_modules|build)$/.test(directory);
    };
    expect(await found(adapterFor(root), "", literal("needle", { skip }))).toEqual(["src/a.ts"]);
    const outermost = ["node_modules", "src", "src/build", "src/build [old]"];
    expect(new Set(asked)).toEqual(new Set(outermost));
    expect(asked).toHaveLength(outermost.length);
    expect(await found(adapterFor(root), "src", literal("needle", { skip }))).toEqual(["src/a.ts"]);
  });

  test("no link is followed, nothing that is no file is opened, and nothing of ours is named", async () => {
    const [root, outside] = [folder(), folder()];
    write(outside, { "secret.txt": "needle" });
    write(root, { "own.txt": "needle", ".mcs-localfs-x/y": "needle" });
    symlinkSync(outside, join(root, "folder"));
    symlinkSync(join(outside, "secret.txt"), join(root, "file"));
    symlinkSync("own.txt", join(root, "alias"));
    expect(spawnSync("mkfifo", [join(root, "fifo")]).status).toBe(0);
    const adapter = adapterFor(root);
    expect(await found(adapter, "", literal("needle"))).toEqual(["own.txt"]);
    expect(await outcomeOf(() => found(adapter, "folder", literal("needle")))).toBe("outside_root");
  });

  test("a search that is left or aborted ends, and keeps nothing open", async () => {
    const root = quickFolder();
    for (let index = 0; index < 600; index++) write(root, { [`d${index % 30}/f${index}`]: "needle" });
    const adapter = adapterFor(root);
    await found(adapter, "", literal("needle"));
    const before = openDescriptors();
    for (let round = 0; round < 10; round++) {
      for await (const _candidate of adapter.candidates("", literal("needle"))) break;
      const controller = new AbortController();
      const search = found(adapter, "", literal("needle", { signal: controller.signal }));
      setImmediate(() => controller.abort());
      await search.catch((error: unknown) => expect(error).toBeInstanceOf(AbortedError));
      const signal = AbortSignal.abort();
      await expect(found(adapter, "", literal("needle", { signal }))).rejects.toThrow(AbortedError);
    }
    // A thread has some of its own; what thirty searches had left open would be more.
    expect(openDescriptors()).toBeLessThan(before + 15);
  });
});

test("a ripgrep that lies in the root, or fails, is not needed", async () => {
  const [root, elsewhere] = [folder(), folder()];
  write(root, { "a.txt": "needle" });
  const marker = join(elsewhere, "ran");
  for (const place of [root, elsewhere]) {
    writeFileSync(join(place, "rg"), `#!/bin/sh\ntouch ${marker}\necho complaint >&2\nexit 2\n`);
    chmodSync(join(place, "rg"), 0o755);
  }
  const named = adapterOn(root, { ripgrep: join(elsewhere, "rg") });
  expect(await found(named, "", literal("needle"))).toEqual(["a.txt"]);
  expect(existsSync(marker)).toBe(true);
  const missing = adapterOn(root, { ripgrep: join(elsewhere, "none") });
  expect(await found(missing, "", literal("needle"))).toEqual(["a.txt"]);
});

test("ripgrep is found in the PATH, but never in the root", async () => {
  vi.resetModules();
  vi.doMock("node:module", async (original) => {
    const real = await original<typeof import("node:module")>();
    const createRequireWithout: typeof createRequire = (from) => {
      const load = real.createRequire(from);
      const only = (id: string): unknown => {
        if (id === "@vscode/ripgrep") throw new Error("not installed");
        return load(id);
      };
      return Object.assign(only, load);
    };
    return { ...real, createRequire: createRequireWithout };
  });
  onTestFinished(() => {
    vi.doUnmock("node:module");
    vi.unstubAllEnvs();
  });
  const [root, programs] = [folder(), folder()];
  for (const place of [root, programs]) copyFileSync(rgPath, join(place, "rg"));
  const { usableRipgrep } = await import("../src/search/find-ripgrep.ts");
  const { settingsFrom } = await import("../src/options.ts");
  const { openTree } = await import("../src/tree.ts");
  vi.stubEnv("PATH", [".", programs].join(":"));
  const outside = await openTree(settingsFrom({ root }));
  expect(await usableRipgrep(outside)).toBe(join(programs, "rg"));
  const inside = await openTree(settingsFrom({ root: programs }));
  expect(await usableRipgrep(inside)).toBeUndefined();
  const everything = await openTree(settingsFrom({ root: "/" }));
  expect(await usableRipgrep(everything)).toBeUndefined();
  for (const tree of [outside, inside, everything]) tree.root.release();
});

function openDescriptors(): number {
  return existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0;
}
