import { linkSync, mkdirSync, readdirSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AbortedError } from "@mcs/core";
import { rgPath } from "@vscode/ripgrep";
import { expect, test } from "vitest";
import { adapterOn, folder, namesIn, outcomeOf, quickFolder } from "../test/support/folders.ts";

const MILLION = 1_000_000;
const GIGABYTE = 1024 ** 3;

const memory = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
};

test("a directory of 1,000,000 entries comes piece by piece, can be left and aborted, and is removed", async () => {
  const root = quickFolder();
  const directory = join(root, "huge");
  mkdirSync(directory);
  // Names cost a file system less than files; there may be 65,000 for each.
  let target = "";
  for (let index = 0; index < MILLION; index++) {
    const path = join(directory, `entry-${index}`);
    if (index % 50_000 !== 0) linkSync(target, path);
    else {
      writeFileSync(path, "");
      target = path;
    }
  }
  const adapter = adapterOn(root);
  const before = memory();
  let [count, most] = [0, 0];
  for await (const { kind } of adapter.list("huge")) {
    if (kind === "file") count++;
    if (count % 100_000 === 0) most = Math.max(most, memory() - before);
  }
  expect(count).toBe(MILLION);
  expect(most).toBeLessThan(20_000_000);
  for await (const _entry of adapter.list("huge")) break;
  const controller = new AbortController();
  const listing = async () => {
    for await (const _entry of adapter.list("huge", { signal: controller.signal })) controller.abort();
  };
  await expect(listing()).rejects.toThrow(AbortedError);
  await adapter.remove("huge", { recursive: true });
  expect(readdirSync(root)).toEqual([]);
});

test("a gigabyte is searched by ripgrep and by threads with one result, and little memory", async () => {
  const root = roomyFolder();
  const line = "const value = someFunction(argument, another); // a line of code\n";
  const content = Buffer.alloc(512 * 1024, line);
  const expected: string[] = [];
  for (let index = 0; index < GIGABYTE / content.length; index++) {
    const path = `d${index % 40}/f${index}.ts`;
    mkdirSync(join(root, `d${index % 40}`), { recursive: true });
    content.write(index % 97 === 0 ? "needle in it" : line.slice(0, 12), 300_000 + index);
    writeFileSync(join(root, path), content);
    if (index % 97 === 0) expected.push(path);
    content.fill(line);
  }
  const before = memory();
  for (const ripgrep of [rgPath, false] as const) {
    const adapter = adapterOn(root, { ripgrep });
    const found: string[] = [];
    const search = { pattern: "needle in it", isRegularExpression: false, ignoreCase: false };
    for await (const path of adapter.candidates("", search)) found.push(path);
    expect(new Set(found)).toEqual(new Set(expected));
    expect(found).toHaveLength(expected.length);
  }
  expect(memory() - before).toBeLessThan(50_000_000);
});

test("a file of a gigabyte is copied with little memory, and a copy that is aborted leaves nothing", async () => {
  const root = roomyFolder();
  const piece = Buffer.alloc(64 * 1024 * 1024, "0123456789abcdef");
  for (let written = 0; written < GIGABYTE; written += piece.length) {
    writeFileSync(join(root, "large"), piece, { flag: "a" });
  }
  const adapter = adapterOn(root);
  const before = memory();
  await adapter.copy("large", "copy");
  expect(memory() - before).toBeLessThan(50_000_000);
  const file = await adapter.open("copy");
  expect(file.stat.size).toBe(GIGABYTE);
  expect(Buffer.from(await file.read(GIGABYTE - 16, 100)).toString()).toBe("0123456789abcdef");
  await file.close();
  const controller = new AbortController();
  const { signal } = controller;
  setTimeout(() => controller.abort(), 20);
  expect(await outcomeOf(() => adapter.copy("large", "aborted", { signal }))).toBe("aborted");
  expect(await namesIn(adapter, "")).toEqual(["copy", "large"]);
  expect(readdirSync(root).toSorted()).toEqual(["copy", "large"]);
});

/** In memory where there is enough of it. */
function roomyFolder(): string {
  const quick = quickFolder();
  const { bavail, bsize } = statfsSync(quick);
  return bavail * bsize > 4 * GIGABYTE ? quick : folder();
}
