/**
 * The filesystem driver on the local disk, beside the reference MCP server over stdio, bare `node:fs`, tinyglobby
 * and ripgrep. `node --conditions=@mcs/source` runs it alone; `pnpm bench` runs it with the others.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { FilesystemDriver } from "@mcs/driver-filesystem";
import { rgPath } from "@vscode/ripgrep";
import { glob } from "tinyglobby";
import { contest } from "./src/contest.ts";
import { atLeast, atMost, type Figure, shown } from "./src/figure.ts";
import { NEEDLE, plantTrees } from "./src/file-trees.ts";
import { startReferenceServer } from "./src/reference-server.ts";
import { report } from "./src/report.ts";

const READS = { concurrency: 1, calls: 300, rounds: 16 };
const PAGES = { concurrency: 1, calls: 10, rounds: 6 };
const NAMES = { concurrency: 1, calls: 1, rounds: 21 };
const SEARCHES = { concurrency: 1, calls: 1, rounds: 7 };
/** What the first page of a huge directory may take, in microseconds. */
const PAGE_LIMIT = 10_000;

const limits = { timeoutMs: 120_000 };

using trees = plantTrees();
const { root } = trees;
await using server = await startReferenceServer(root);
await using driver = new FilesystemDriver({ root, local: { ripgrep: rgPath }, limits });
await using alone = new FilesystemDriver({ root, local: { ripgrep: false }, limits });
const run = promisify(execFile);

report([...(await reads()), ...(await lists()), ...(await names()), ...(await contents())]);

async function reads(): Promise<readonly Figure[]> {
  const path = join(root, "small.txt");
  const { ours, bare, reference } = await contest(
    {
      ours: () => driver.executeTool("read_file", { path: "small.txt" }),
      bare: () => readFile(path, "utf8"),
      reference: () => server.call("read_text_file", { path }),
    },
    READS,
  );
  return [
    atLeast(10, {
      name: "reads of 10 KB beside the reference server",
      unit: "/s",
      ours: 1_000_000 / ours.p50,
      peer: 1_000_000 / reference.p50,
    }),
    atMost(3, { name: "read of 10 KB beside bare fs", unit: "µs", ours: ours.p50, peer: bare.p50 }),
  ];
}

async function lists(): Promise<readonly Figure[]> {
  const { ours, reference } = await contest(
    {
      ours: () => driver.executeTool("list_directory", { path: "flat" }),
      reference: () => server.call("list_directory", { path: join(root, "flat") }),
    },
    PAGES,
  );
  return [
    atMost(1, { name: "first page of 100,000 entries", unit: "µs", ours: ours.p50, peer: PAGE_LIMIT }),
    shown({
      name: "first page beside the reference server, which has none",
      unit: "µs",
      ours: ours.p50,
      peer: reference.p50,
    }),
  ];
}

async function names(): Promise<readonly Figure[]> {
  const found = await driver.executeTool("find_files", { pattern: "**/*.md", path: "names", limit: 500 });
  const peers = await glob("**/*.md", { cwd: join(root, "names"), dot: true });
  if ((found as { paths: string[] }).paths.length !== peers.length) throw new Error("The names differ.");
  const { ours, peer } = await contest(
    {
      ours: () => driver.executeTool("find_files", { pattern: "**/*.md", path: "names", limit: 500 }),
      peer: () => glob("**/*.md", { cwd: join(root, "names"), dot: true }),
    },
    NAMES,
  );
  const name = "names among 100,000 beside tinyglobby";
  return [atMost(1.3, { name, unit: "µs", ours: ours.p50, peer: peer.p50 })];
}

async function contents(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [what, pattern, literal] of [
    ["text", NEEDLE, true],
    // Each character of it is nearly everywhere.
    ["frequent text", "haystack", true],
    ["expression", "needle_\\w+_haystack\\b", false],
    // No text is in everything that it finds, so that every file has to be read.
    ["expression without a text", "_[o][f]_[t]", false],
  ] as const) {
    const args = { pattern, literal, path: "contents", limit: 200 };
    const flags = ["--no-config", "--line-number", ...(literal ? ["--fixed-strings"] : [])];
    const peer = () => run(rgPath, [...flags, "-e", pattern, "."], { cwd: join(root, "contents") });
    await agree(args, await peer());
    const { ours, without, rg } = await contest(
      {
        ours: () => driver.executeTool("search_files", args),
        without: () => alone.executeTool("search_files", args),
        rg: peer,
      },
      SEARCHES,
    );
    const name = `${what} in 1 GB beside rg`;
    const withIt = { name: `${name}, with it`, unit: "µs", ours: ours.p50, peer: rg.p50 };
    const withoutIt = { name: `${name}, without`, unit: "µs", ours: without.p50, peer: rg.p50 };
    figures.push(atMost(1.3, withIt), atMost(3, withoutIt));
  }
  return figures;
}

/** Figures of searches that find something else say nothing. */
async function agree(args: Record<string, unknown>, { stdout }: { readonly stdout: string }): Promise<void> {
  const lines = stdout.trimEnd().split("\n").length;
  for (const searcher of [driver, alone]) {
    const { files } = (await searcher.executeTool("search_files", args)) as { files: { matches: [] }[] };
    const found = files.reduce((sum, { matches }) => sum + matches.length, 0);
    if (found !== lines) throw new Error(`ripgrep finds ${lines} lines, the driver ${found}.`);
  }
}
