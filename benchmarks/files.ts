/**
 * The local file system adapter, as drivers use it, beside bare `node:fs`, tinyglobby and ripgrep. The driver on
 * top of it has a benchmark of its own. `node --conditions=@mcs/source` runs it alone; `pnpm bench` runs it with
 * the others.
 */
import { execFile } from "node:child_process";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { LocalFsAdapter } from "@mcs/adapter-localfs";
import type { OpenDirectory } from "@mcs/core/ports";
import { rgPath } from "@vscode/ripgrep";
import { glob } from "tinyglobby";
import { contest } from "./src/contest.ts";
import { atMost, type Figure, shown } from "./src/figure.ts";
import { NEEDLE, plantTrees } from "./src/file-trees.ts";
import { report } from "./src/report.ts";

const CALLS = { concurrency: 1, calls: 300, rounds: 16 };
const LISTINGS = { concurrency: 1, calls: 3, rounds: 9 };
const NAMES = { concurrency: 1, calls: 1, rounds: 21 };
const SEARCHES = { concurrency: 1, calls: 1, rounds: 9 };
/** What the first page of a huge directory may take, in microseconds, and its entries. */
const PAGE = { limit: 10_000, entries: 200 };

using trees = plantTrees();
const { root } = trees;
await using adapter = new LocalFsAdapter({ root, ripgrep: rgPath });
await using alone = new LocalFsAdapter({ root, ripgrep: false });
const run = promisify(execFile);

report([...(await files()), ...(await listings()), ...(await names()), ...(await contents())]);

async function files(): Promise<readonly Figure[]> {
  const path = join(root, "small.txt");
  const content = await readFile(path);
  const costs = await contest(
    {
      read: async () => {
        const file = await adapter.open("small.txt");
        await file.read(0, file.stat.size);
        await file.close();
      },
      bareRead: () => readFile(path),
      stat: () => adapter.stat("small.txt"),
      bareStat: () => stat(path),
      write: () => adapter.write("written.txt", content, { mode: "overwrite" }),
      bareWrite: () => writeFile(join(root, "bare.txt"), content, { flush: true }),
    },
    CALLS,
  );
  const micros = { unit: "µs" };
  return [
    atMost(3, {
      name: "read of 10 KB beside bare fs",
      ...micros,
      ours: costs.read.p50,
      peer: costs.bareRead.p50,
    }),
    shown({ name: "CPU of it", ...micros, ours: costs.read.cpu, peer: costs.bareRead.cpu }),
    shown({ name: "stat beside bare fs", ...micros, ours: costs.stat.p50, peer: costs.bareStat.p50 }),
    shown({
      name: "atomic write of 10 KB beside one in place, both on the disk",
      ...micros,
      ours: costs.write.p50,
      peer: costs.bareWrite.p50,
    }),
  ];
}

async function listings(): Promise<readonly Figure[]> {
  const { page, all, bare } = await contest(
    {
      page: () => count(adapter.list("flat"), PAGE.entries),
      all: () => count(adapter.list("flat")),
      bare: () => readdir(join(root, "flat"), { withFileTypes: true }),
    },
    LISTINGS,
  );
  const micros = { unit: "µs" };
  return [
    atMost(1, {
      name: "first page of 100,000 entries, of 10 ms",
      ...micros,
      ours: page.p50,
      peer: PAGE.limit,
    }),
    shown({ name: "all of them beside bare fs", ...micros, ours: all.p50, peer: bare.p50 }),
  ];
}

async function names(): Promise<readonly Figure[]> {
  const peers = () => glob("**/*.md", { cwd: join(root, "names"), dot: true });
  const own = async () => namesBelow(await adapter.openDirectory("names"), ".md");
  const [found, theirs] = [await own(), await peers()];
  if (found !== theirs.length)
    throw new Error(`tinyglobby finds ${theirs.length} names, the adapter ${found}.`);
  const { ours, peer } = await contest({ ours: own, peer: peers }, NAMES);
  const name = "names among 100,000 beside tinyglobby";
  return [atMost(1.3, { name, unit: "µs", ours: ours.p50, peer: peer.p50 })];
}

async function contents(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [what, pattern, ignoreCase] of [
    ["text", NEEDLE, false],
    ["text in any case", NEEDLE.toUpperCase(), true],
  ] as const) {
    const search = { pattern, isRegularExpression: false, ignoreCase };
    const flags = ["--no-config", "--files-with-matches", ...(ignoreCase ? ["--ignore-case"] : [])];
    const rg = () => run(rgPath, [...flags, "-e", pattern, "."], { cwd: join(root, "contents") });
    const expected = (await rg()).stdout.trimEnd().split("\n").length;
    for (const searcher of [adapter, alone]) {
      const found = await count(searcher.candidates("contents", search));
      if (found !== expected) throw new Error(`ripgrep finds ${expected} files, the adapter ${found}.`);
    }
    const costs = await contest(
      {
        ours: () => count(adapter.candidates("contents", search)),
        skipping: () => count(adapter.candidates("contents", { ...search, skip: () => false })),
        without: () => count(alone.candidates("contents", search)),
        rg,
      },
      SEARCHES,
    );
    const peer = { unit: "µs", peer: costs.rg.p50 };
    figures.push(
      atMost(1.3, { name: `${what} in 1 GB beside rg, with it`, ...peer, ours: costs.ours.p50 }),
      atMost(1.3, { name: `${what}, directories asked about`, ...peer, ours: costs.skipping.p50 }),
      atMost(3, { name: `${what} in 1 GB beside rg, without`, ...peer, ours: costs.without.p50 }),
    );
  }
  return figures;
}

async function count(items: AsyncIterable<unknown>, most = Number.POSITIVE_INFINITY): Promise<number> {
  let found = 0;
  for await (const _item of items) if (++found >= most) break;
  return found;
}

/** Each directory is entered from the one above it, as a driver walks. */
async function namesBelow(directory: OpenDirectory, ending: string): Promise<number> {
  const below: string[] = [];
  let found = 0;
  for await (const entries of directory.entries()) {
    for (const { name, kind } of entries) {
      if (kind === "directory") below.push(name);
      else if (name.endsWith(ending)) found++;
    }
  }
  for (const name of below) found += await namesBelow(await directory.enter(name), ending);
  await directory.close();
  return found;
}
