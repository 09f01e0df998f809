import { MemoryAdapter } from "@mcs/adapter-memory";
import type { FileEntry } from "@mcs/core/ports";
import { expect, test } from "vitest";
import { FilesystemToolDriver } from "../src/index.ts";

const MILLION = 1_000_000;

/** A directory of a million entries that nobody had to make. */
class Huge extends MemoryAdapter {
  listed = 0;

  override async *list(): AsyncGenerator<FileEntry> {
    for (let at = 0; at < MILLION; at++) {
      this.listed += 1;
      yield { name: `f${at}`, kind: "file", size: at, modifiedMs: 0 };
    }
  }
}

test("a directory of 1,000,000 entries: pages bring each of them once, and none reads the ones before", async () => {
  const port = new Huge();
  await using driver = new FilesystemToolDriver({ port });
  const names = new Set<string>();
  let next: string | undefined;
  do {
    const page = (await driver.executeTool("list_directory", {
      limit: 500,
      ...(next === undefined ? {} : { cursor: next }),
    })) as { entries: { name: string }[]; next?: string };
    for (const { name } of page.entries) names.add(name);
    next = page.next;
  } while (next !== undefined);
  expect(names.size).toBe(MILLION);
  expect(port.listed).toBeLessThan(MILLION + 2_000);
});

test("trees and searches of 1,000,000 entries end where they may, and say so", async () => {
  await using driver = new FilesystemToolDriver({ port: new Huge() });
  const tree = String(await driver.executeTool("directory_tree", {}));
  expect(tree.split("\n").length).toBeLessThan(510);
  expect(tree).toContain("Stopped after 500000 entries");
  expect(await driver.executeTool("find_files", { pattern: "*99999" })).toMatchObject({
    note: expect.stringContaining("Stopped after 500000 entries"),
  });
});
