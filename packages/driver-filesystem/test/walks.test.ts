import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { MemoryAdapter } from "@mcs/adapter-memory";
import type { FileCallOptions, OpenDirectory } from "@mcs/core/ports";
import { expect, onTestFinished, test } from "vitest";
import { FilesystemToolDriver } from "../src/index.ts";
import { shortcuts } from "./support.ts";

/** Counts the directories that are open. */
class Counting extends LocalFsAdapter {
  held = 0;
  most = 0;

  override async openDirectory(path: string, options?: FileCallOptions) {
    const directory = await super.openDirectory(path, options);
    return this.counted(directory) as typeof directory;
  }

  counted(directory: OpenDirectory): OpenDirectory {
    this.held += 1;
    this.most = Math.max(this.most, this.held);
    return {
      entries: (options) => directory.entries(options),
      enter: async (name, options) => this.counted(await directory.enter(name, options)),
      close: async () => {
        await directory.close();
        this.held -= 1;
      },
    };
  }
}

function planted(): string {
  const root = mkdtempSync(join(tmpdir(), "mcs-walks-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (let at = 0; at < 60; at++) {
    const folder = join(root, `d${at % 6}`, `e${at}`, "deep/er");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "leaf.txt"), "x");
  }
  return root;
}

test("a walk closes every directory that it opens, however it ends, and holds few at a time", async () => {
  const port = new Counting({ root: planted(), ripgrep: false });
  const driver = new FilesystemToolDriver({ port, limits: { maxScanned: 150 } });
  const { call } = shortcuts(driver);
  await call("find_files", { pattern: "*.txt", path: "d1" });
  await call("find_files", { pattern: "*.txt", limit: 1 });
  expect(await call("find_files", { pattern: "*.txt" })).toMatchObject({ note: /^Stopped/ });
  await call("directory_tree", { depth: 2 });
  await call("search_files", { pattern: "^(?=x)" });
  const controller = new AbortController();
  const aborted = driver.executeTool("directory_tree", { depth: 9 }, { signal: controller.signal });
  setImmediate(() => controller.abort());
  await aborted.catch(() => undefined);
  await driver.close();
  await port.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(port.held).toBe(0);
  expect(port.most).toBeGreaterThan(1);
  expect(port.most).toBeLessThan(30);
});

test("walks go through all roots, whether their ports hold directories or not", async () => {
  const disk = new LocalFsAdapter({ root: planted() });
  onTestFinished(() => disk.close());
  const memory = new MemoryAdapter({ files: { "a/b/leaf.txt": "x" } });
  const roots = { disk: { port: disk }, memory: { port: memory } };
  const { call, failure } = shortcuts(new FilesystemToolDriver({ roots }));
  const { paths } = await call<{ paths: string[] }>("find_files", { pattern: "leaf.txt", limit: 500 });
  expect(paths).toHaveLength(61);
  expect(paths.at(-1)).toBe("memory/a/b/leaf.txt");
  expect(paths[0]).toBe("disk/d0/e0/deep/er/leaf.txt");
  expect(await call("find_files", { pattern: "leaf.txt", path: "disk/d1/e1" })).toEqual({
    paths: ["disk/d1/e1/deep/er/leaf.txt"],
  });
  for (const root of ["disk", "memory"]) {
    const error = await failure("find_files", { pattern: "*", path: `${root}/none` });
    expect(error).toMatchObject({ code: "file_not_found", path: `${root}/none` });
  }
});
