import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { settingsFrom } from "../src/options.ts";
import { newToken } from "../src/owner.ts";
import { Staging } from "../src/staging.ts";
import { openTree } from "../src/tree.ts";
import { walk } from "../src/walk.ts";
import { adapterOn, bytes, folder, outcomeOf, quickFolder, textOf } from "./support/folders.ts";
import { runProgram } from "./support/programs.ts";

test("programs that write one file with ifMatch lose no update", async () => {
  const root = quickFolder();
  writeFileSync(join(root, "number"), "0");
  await Promise.all([1, 2, 3].map(() => runProgram(root, "increment", 100)));
  expect(readFileSync(join(root, "number"), "utf8")).toBe("300");
  expect(readdirSync(root)).toEqual(["number"]);
}, 60_000);

test("programs that append to one file lose no line, also while it is being created", async () => {
  const root = quickFolder();
  await Promise.all([1, 2, 3].map(() => runProgram(root, "append", 100)));
  const lines = readFileSync(join(root, "log"), "utf8").trimEnd().split("\n");
  expect(new Set(lines).size).toBe(300);
  expect(readdirSync(root)).toEqual(["log"]);
}, 60_000);

test("adapters whose roots overlap exclude each other", async () => {
  const root = quickFolder();
  mkdirSync(join(root, "inner"));
  const [outer, inner] = [adapterOn(root), adapterOn(join(root, "inner"))];
  const { version: ifMatch = "" } = await outer.write("inner/a", bytes("0"), { mode: "create" });
  const outcomes = await Promise.all([
    outcomeOf(() => outer.write("inner/a", bytes("outer"), { mode: "overwrite", ifMatch })),
    outcomeOf(() => inner.write("a", bytes("inner"), { mode: "overwrite", ifMatch })),
  ]);
  expect(outcomes.toSorted()).toEqual(["done", "version_mismatch"]);
});

test("a write waits for another process no longer than it is told to, and then says so", async () => {
  const root = folder();
  const adapter = adapterOn(root, { limits: { lockTimeoutMs: 30 } });
  await adapter.write("a", bytes("old"), { mode: "create" });
  const { staging, release } = await held(root, "a");
  expect(await outcomeOf(() => adapter.write("a", bytes("new"), { mode: "overwrite" }))).toBe(
    "backend_failed",
  );
  expect(await textOf(adapter, "a")).toBe("old");
  await staging.discard();
  release();
  await adapter.write("a", bytes("new"), { mode: "overwrite" });
  expect(readdirSync(root)).toEqual(["a"]);
});

test("the lock of a process that has died is taken over, and what it left is cleared by the next start", async () => {
  const root = folder();
  writeFileSync(join(root, "a"), "old");
  const first = adapterOn(root);
  await first.stat("");
  const { lock } = await held(root, "a");
  const dead = newToken().replace(/-\d+-\d+-/, "-2147480000-1-");
  const [live = ""] = readdirSync(join(root, lock));
  writeFileSync(join(root, lock, dead), "half a file");
  writeFileSync(join(root, ".mcs-localfs", dead), "");
  // The living one's is left alone, by whoever clears up after the dead.
  await adapterOn(root).stat("");
  expect(readdirSync(join(root, lock))).toEqual([live]);
  expect(existsSync(join(root, ".mcs-localfs", dead))).toBe(false);
});

test("a lock that only a dead process holds keeps nobody waiting", async () => {
  const root = folder();
  writeFileSync(join(root, "a"), "old");
  const adapter = adapterOn(root, { limits: { lockTimeoutMs: 60_000 } });
  await adapter.stat("");
  const { lock, staging, release } = await held(root, "a");
  await staging.discard();
  release();
  mkdirSync(join(root, lock));
  writeFileSync(join(root, lock, newToken().replace(/-\d+-\d+-/, "-2147480000-1-")), "half a file");
  await adapter.write("a", bytes("new"), { mode: "overwrite" });
  expect(readdirSync(root)).toEqual(["a"]);
});

/** A write of this process that stands still while it holds the lock. */
async function held(root: string, name: string) {
  const tree = await openTree(settingsFrom({ root }));
  const place = await walk(tree, name);
  const staging = await Staging.create(tree, place);
  writeFileSync(staging.file, "prepared");
  await staging.lock(name, name, 1_000, undefined);
  const lock = readdirSync(root).find((entry) => entry.startsWith(".mcs-localfs-lock-")) ?? "";
  const release = () => {
    place.release();
    tree.root.release();
  };
  return { staging, lock, release };
}
