import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { FileError } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { settingsFrom } from "../src/options.ts";
import { openTree } from "../src/tree.ts";
import { walk } from "../src/walk.ts";
import { adapterOn, bytes, callsWith, folder, namesIn, outcomeOf, textOf } from "./support/folders.ts";
import { runProgram } from "./support/programs.ts";

const hasDescriptors = existsSync("/proc/self/fd");
const openDescriptors = (): number => readdirSync("/proc/self/fd").length;

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  test.skipIf(!hasDescriptors)("no call keeps a descriptor, however it ends", async () => {
    const root = folder();
    const adapter = adapterOn(root, { containment });
    const everything = async () => {
      for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true });
      mkdirSync(join(root, "a/b"), { recursive: true });
      for (const path of ["own.txt", "a/b/file"]) writeFileSync(join(root, path), "own");
      symlinkSync("/etc", join(root, "link"));
      for (const path of [
        "a/b/file",
        "a/b/new",
        "a/b",
        "link/hosts",
        "missing/x",
        "own.txt/x",
        "a/../x",
        "",
      ]) {
        for (const call of Object.values(callsWith(adapter, path))) await outcomeOf(call);
        await outcomeOf(() => adapter.stat(path));
        await outcomeOf(() => adapter.move("copied", path));
        await outcomeOf(() => adapter.remove(path));
        rmSync(join(root, "copied"), { force: true });
        await outcomeOf(() => adapter.open(path, { signal: AbortSignal.abort() }));
      }
    };
    await everything();
    const before = openDescriptors();
    for (let round = 0; round < 5; round++) await everything();
    expect(openDescriptors()).toBeLessThanOrEqual(before);
  });

  test("a root that is a link is where it led when it was opened", async () => {
    const [first, second] = [folder(), folder()];
    writeFileSync(join(first, "a"), "first");
    writeFileSync(join(second, "a"), "second");
    const link = join(folder(), "root");
    symlinkSync(first, link);
    const adapter = adapterOn(link, { containment });
    expect(await textOf(adapter, "a")).toBe("first");
    rmSync(link);
    symlinkSync(second, link);
    expect(await textOf(adapter, "a")).toBe("first");
    await adapter.write("b", bytes("x"), { mode: "create" });
    expect([existsSync(join(first, "b")), existsSync(join(second, "b"))]).toEqual([true, false]);
  });

  test("what takes the root's place while it is open is not the root", async () => {
    const below = folder();
    const root = join(below, "root");
    mkdirSync(root);
    writeFileSync(join(root, "a"), "the root's");
    const adapter = adapterOn(root, { containment });
    await adapter.stat("a");
    renameSync(root, join(below, "moved"));
    mkdirSync(root);
    writeFileSync(join(root, "a"), "another's");
    const content = bytes("x");
    const outcome = await outcomeOf(() => adapter.write("new", content, { mode: "create" }));
    const read = await textOf(adapter, "a").catch((error: FileError) => error.code);
    // A descriptor goes along with the folder that it is of; a path does not.
    const expected =
      containment === "descriptors" ? ["done", "the root's"] : ["outside_root", "outside_root"];
    expect([outcome, read]).toEqual(expected);
    expect(readdirSync(root)).toEqual(["a"]);
    expect(readFileSync(join(root, "a"), "utf8")).toBe("another's");
  });

  test("a root that is removed while it is open refuses, and does not come back", async () => {
    const root = join(folder(), "root");
    mkdirSync(join(root, "a"), { recursive: true });
    const adapter = adapterOn(root, { containment });
    await adapter.stat("a");
    rmSync(root, { recursive: true });
    for (const call of Object.values(callsWith(adapter, "a/b"))) {
      expect(["file_not_found", "outside_root"]).toContain(await outcomeOf(call));
    }
    expect(existsSync(root)).toBe(false);
  });

  test("a directory that is moved out of the root while it is held is changed no more", async () => {
    const [root, outside] = [folder(), folder()];
    mkdirSync(join(root, "a"));
    writeFileSync(join(root, "a/file"), "old");
    const tree = await openTree(settingsFrom({ root, containment }));
    const place = await walk(tree, "a/file");
    await place.folder.verify();
    renameSync(join(root, "a"), join(outside, "a"));
    await expect(place.folder.verify()).rejects.toThrow();
    place.release();
    tree.root.release();
  });

  test("a path that is longer than the system takes at once is read and written, or refused in a typed way", async () => {
    const root = folder();
    const adapter = adapterOn(root, { containment });
    const path = Array.from({ length: 75 }, (_, index) => `${index}`.padEnd(60, "x")).join("/");
    for (const call of [
      () => adapter.makeDirectory(path, { recursive: true }),
      ...Object.values(callsWith(adapter, path)),
      () => adapter.remove(path.split("/")[0] ?? "", { recursive: true }),
    ]) {
      const outcome = await call().catch((error: unknown) => error);
      expect(outcome instanceof Error ? outcome : undefined).toSatisfy(isUndefinedOrTyped);
    }
    const many = Array<string>(300).fill("d").join("/");
    expect(await outcomeOf(() => adapter.stat(many))).toBe("invalid_path");
  }, 30_000);

  test.skipIf(process.platform !== "linux")(
    "a name that is no UTF-8 is shown, and opens nothing else",
    async () => {
      const root = folder();
      mkdirSync(join(root, "folder"));
      const name = Buffer.concat([Buffer.from(`${root}/folder/caf`), Buffer.from([0xe9])]);
      writeFileSync(name, "latin");
      writeFileSync(join(root, "folder", "other"), "x");
      const adapter = adapterOn(root, { containment });
      const [shown = ""] = await namesIn(adapter, "folder");
      expect(shown).toBe("caf\ufffd");
      expect(await outcomeOf(() => adapter.open(`folder/${shown}`))).toBe("file_not_found");
      await adapter.remove("folder", { recursive: true });
      expect(readdirSync(root)).toEqual([]);
    },
  );

  test("a candidate that becomes a link before it is opened is refused", async () => {
    const [root, outside] = [folder(), folder()];
    writeFileSync(join(outside, "secret"), "needle");
    writeFileSync(join(root, "a"), "needle");
    const adapter = adapterOn(root, { containment });
    const search = { pattern: "needle", isRegularExpression: false, ignoreCase: false };
    for await (const path of adapter.candidates("", search)) {
      rmSync(join(root, path));
      symlinkSync(join(outside, "secret"), join(root, path));
      expect(await outcomeOf(() => textOf(adapter, path))).toBe("outside_root");
    }
    expect.assertions(1);
  });
});

const isUndefinedOrTyped = (value: unknown) => value === undefined || value instanceof FileError;

test.skipIf(process.platform === "win32")(
  "when too many files are open, calls are refused in a typed way, and the next ones succeed",
  async () => {
    const root = folder();
    mkdirSync(join(root, "a/b"), { recursive: true });
    writeFileSync(join(root, "a/b/file"), "x");
    const [outcomes = ""] = await runProgram(root, "crowd", 1, { shell: "ulimit -n 64" });
    expect(JSON.parse(outcomes)).toEqual({ strange: 0, refused: true, after: "x" });
  },
);

test("calls that find everything in memory leave timers and signals their turn", async () => {
  const root = folder();
  writeFileSync(join(root, "a"), "x");
  const adapter = adapterOn(root);
  const signal = AbortSignal.timeout(50);
  let calls = 0;
  while (!signal.aborted && calls < 1_000_000) {
    await adapter.stat("a");
    calls++;
  }
  expect(signal.aborted).toBe(true);
});

test.skipIf(spawnSync("mount", ["--version"]).status !== 0 || process.getuid?.() !== 0)(
  "a move to another file system inside the root is said to be one",
  async (context) => {
    const root = folder();
    mkdirSync(join(root, "mounted"));
    writeFileSync(join(root, "a"), "x");
    if (spawnSync("mount", ["-t", "tmpfs", "tmpfs", join(root, "mounted")]).status !== 0) {
      context.skip("nothing can be mounted here");
    }
    try {
      const adapter = adapterOn(root);
      expect(await outcomeOf(() => adapter.move("a", "mounted/a"))).toBe("unsupported");
      expect(await namesIn(adapter, "mounted")).toEqual([]);
      await adapter.copy("a", "mounted/a");
      expect(await textOf(adapter, "mounted/a")).toBe("x");
      expect(await outcomeOf(() => adapter.remove("mounted", { recursive: true }))).not.toBe("done");
    } finally {
      spawnSync("umount", [join(root, "mounted")]);
    }
  },
);
