import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileChange } from "@mcs/core/ports";
import { describe, expect, onTestFinished, test } from "vitest";
import type { LocalFsAdapter } from "../src/index.ts";
import { adapterOn, bytes, folder, outcomeOf } from "./support/folders.ts";

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  test("what is created, modified and removed below a directory is told, also in directories that are new", async () => {
    const root = folder();
    mkdirSync(join(root, "src/deep"), { recursive: true });
    writeFileSync(join(root, "src/a"), "one");
    const seen = watching(adapterOn(root, { containment }), "src");
    await seen.begun(join(root, "src"));
    writeFileSync(join(root, "src/deep/new"), "x");
    await seen.told("src/deep/new", "created");
    writeFileSync(join(root, "src/a"), "two");
    await seen.told("src/a", "modified");
    rmSync(join(root, "src/a"));
    await seen.told("src/a", "removed");
    mkdirSync(join(root, "src/made"));
    await seen.told("src/made", "created");
    writeFileSync(join(root, "src/made/inner"), "x");
    await seen.told("src/made/inner", "created");
    writeFileSync(join(root, "outside-of-src"), "x");
    renameSync(join(root, "src/made"), join(root, "moved"));
    await seen.told("src/made", "removed");
    expect(seen.changes.filter(({ path }) => !path.startsWith("src/"))).toEqual([]);
  });

  test("links are told and not followed, and writes under way are nobody's business", async () => {
    const [root, outside] = [folder(), folder()];
    const adapter = adapterOn(root, { containment });
    const seen = watching(adapter, "");
    await seen.begun(root);
    symlinkSync(outside, join(root, "link"));
    await seen.told("link", "created");
    writeFileSync(join(outside, "secret"), "x");
    await adapter.write("own", bytes("x"), { mode: "create" });
    await seen.told("own", "created");
    const others = seen.changes.filter(({ path }) => !/^(link|own|begun-\d+)$/.test(path));
    expect(others).toEqual([]);
  });

  test("a watch ends with its signal, with close, and where there are too many directories", async () => {
    const root = folder();
    for (const name of ["a", "b", "c"]) mkdirSync(join(root, name));
    const adapter = adapterOn(root, { containment, limits: { maxWatchedDirectories: 3 } });
    expect(await outcomeOf(() => all(adapter, "", {}))).toBe("limit_exceeded");
    expect(await outcomeOf(() => all(adapter, "missing", {}))).toBe("file_not_found");
    expect(await all(adapter, "a", { signal: AbortSignal.abort() })).toEqual([]);
    const endless = all(adapter, "b", {});
    await adapter.stat("b");
    await adapter.close();
    expect(await endless).toEqual([]);
  });
});

async function all(
  adapter: LocalFsAdapter,
  path: string,
  options: { signal?: AbortSignal },
): Promise<readonly FileChange[]> {
  const changes: FileChange[] = [];
  for await (const change of adapter.watch(path, options)) changes.push(change);
  return changes;
}

/** Watches until the test ends. */
function watching(adapter: LocalFsAdapter, path: string) {
  const controller = new AbortController();
  const changes: FileChange[] = [];
  let wake: () => void = () => undefined;
  const ended = (async () => {
    for await (const change of adapter.watch(path, { signal: controller.signal })) {
      changes.push(change);
      wake();
    }
  })();
  onTestFinished(async () => {
    controller.abort();
    await ended;
  });
  const next = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  return {
    changes,
    /** Waits until a change of this kind has been told; the test's time-out is the limit. */
    async told(changed: string, change: FileChange["change"]): Promise<void> {
      while (!changes.some((each) => each.path === changed && each.change === change)) await next();
    },
    /** Changes something until that is told: only then is it certain that the watch has begun. */
    async begun(directory: string): Promise<void> {
      for (let attempt = 0; changes.length === 0; attempt++) {
        writeFileSync(join(directory, `begun-${attempt}`), "x");
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}
