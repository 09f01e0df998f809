import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenDirectory } from "@mcs/core/ports";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { LocalFsAdapter } from "../src/index.ts";
import { adapterOn, outcomeOf, rootAndOutside } from "./support/folders.ts";

const namesOf = async (directory: OpenDirectory): Promise<string[]> => {
  const names: string[] = [];
  for await (const entries of directory.entries()) names.push(...entries.map(({ name }) => name));
  return names.toSorted((left, right) => (left < right ? -1 : 1));
};

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  function prepared(): { root: string; outside: string; adapter: LocalFsAdapter } {
    const paths = rootAndOutside();
    mkdirSync(join(paths.root, "a/b/c"), { recursive: true });
    writeFileSync(join(paths.root, "a/b/inside"), "");
    writeFileSync(join(paths.outside, "only-outside"), "");
    return { ...paths, adapter: adapterOn(paths.root, { containment }) };
  }

  test("a directory brings the entries of a listing, and those below are entered by name", async () => {
    const { adapter } = prepared();
    const root = await adapter.openDirectory("");
    const a = await root.enter("a");
    await root.close();
    const b = await a.enter("b");
    expect([await namesOf(a), await namesOf(b)]).toEqual([["b"], ["c", "inside"]]);
    expect(await namesOf(await adapter.openDirectory("a/b"))).toEqual(["c", "inside"]);
    await Promise.all([a.close(), a.close(), b.close()]);
  });

  test("only a directory is entered, and one step at a time", async () => {
    const { adapter, root, outside } = prepared();
    symlinkSync(outside, join(root, "a/link"));
    const a = await adapter.openDirectory("a");
    const outcomes = [".", "..", "", "b/c", "../../outside", "a\0", "missing", "link"].map((name) =>
      outcomeOf(() => a.enter(name)),
    );
    const invalid = Array.from({ length: 6 }, () => "invalid_path");
    expect(await Promise.all(outcomes)).toEqual([...invalid, "file_not_found", "not_a_directory"]);
    expect(await outcomeOf(async () => (await a.enter("b")).enter("inside"))).toBe("not_a_directory");
  });

  test("a link in the place of an open directory, or of one below it, is not entered", async () => {
    const { adapter, root, outside } = prepared();
    mkdirSync(join(outside, "b"));
    writeFileSync(join(outside, "b/only-outside"), "");
    const [a, b] = [await adapter.openDirectory("a"), await adapter.openDirectory("a/b")];
    renameSync(join(root, "a/b"), join(root, "b"));
    symlinkSync(outside, join(root, "a/b"));
    expect(await outcomeOf(() => a.enter("b"))).toBe("not_a_directory");
    expect(await outcomeOf(async () => expect(await namesOf(b)).not.toContain("only-outside"))).toBe(
      containment === "descriptors" ? "done" : "outside_root",
    );
    renameSync(join(root, "a"), join(root, "moved"));
    symlinkSync(outside, join(root, "a"));
    const entered = outcomeOf(async () => expect(await namesOf(await a.enter("b"))).toEqual([]));
    expect(await entered).toBe(containment === "descriptors" ? "not_a_directory" : "outside_root");
  });

  test("a directory that was moved out of the root is not read, and nothing is entered from it", async () => {
    const { adapter, root, outside } = prepared();
    const [a, b] = [await adapter.openDirectory("a"), await adapter.openDirectory("a/b")];
    renameSync(join(root, "a"), join(outside, "a"));
    // A walk that is quick does not look again at each step.
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 1_000);
    onTestFinished(() => void vi.restoreAllMocks());
    for (const call of [() => a.enter("b"), () => namesOf(a), () => namesOf(b)]) {
      expect(["outside_root", "file_not_found"]).toContain(await outcomeOf(call));
    }
  });

  test("a directory that was closed, or whose adapter was, is not used any more, and no descriptor is left", async () => {
    const { adapter } = prepared();
    const before = process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
    const a = await adapter.openDirectory("a");
    const b = await a.enter("b");
    const under = b.enter("c").then((c) => c.close());
    await Promise.all([a.close(), b.close(), under]);
    expect(await outcomeOf(() => a.enter("b"))).toBe("backend_failed");
    expect(await outcomeOf(() => namesOf(b))).toBe("backend_failed");
    const left = await adapter.openDirectory("a");
    await adapter.close();
    expect(await outcomeOf(() => left.enter("b"))).toBe("backend_failed");
    expect(await outcomeOf(() => adapter.openDirectory("a"))).toBe("backend_failed");
    await left.close();
    if (process.platform === "linux") {
      expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before + 1);
    }
  });
});
