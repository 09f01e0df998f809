import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { LocalFsAdapter, type LocalFsAdapterOptions } from "../../src/index.ts";

/** A new folder, gone after the test. */
export function folder(below = tmpdir()): string {
  const path = realpathSync(mkdtempSync(join(below, "mcs-localfs-test-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** In memory where that can be had: for tests that write thousands of files, each brought to the disk. */
export function quickFolder(): string {
  const memory = "/dev/shm";
  return folder(existsSync(memory) && statSync(memory).isDirectory() ? memory : tmpdir());
}

/** `safe` is a root; `outside` beside it is not to be reached. */
export function rootAndOutside(below = folder()): { root: string; outside: string } {
  const paths = { root: join(below, "safe"), outside: join(below, "outside") };
  for (const path of Object.values(paths)) mkdirSync(path);
  return paths;
}

export function adapterOn(root: string, options: Omit<LocalFsAdapterOptions, "root"> = {}): LocalFsAdapter {
  const adapter = new LocalFsAdapter({ root, ...options });
  onTestFinished(() => adapter.close());
  return adapter;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The whole of a small file, through the adapter. */
export async function textOf(adapter: LocalFsAdapter, path: string): Promise<string> {
  const file = await adapter.open(path);
  try {
    return new TextDecoder().decode(await file.read(0, file.stat.size));
  } finally {
    await file.close();
  }
}

export async function namesIn(adapter: LocalFsAdapter, path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of adapter.list(path)) names.push(name);
  return names.toSorted((left, right) => (left < right ? -1 : 1));
}

/** The code of the error that a call rejects with, and `"done"` where it does not. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "done";
  } catch (error) {
    const { code } = error as { code?: unknown };
    return typeof code === "string" ? code : String(error);
  }
}

/** Every method with a path in every place, each on names of its own. */
export function callsWith(
  adapter: LocalFsAdapter,
  path: string,
): Readonly<Record<string, () => Promise<unknown>>> {
  const content = bytes("WRITTEN");
  return {
    list: () => namesIn(adapter, path),
    open: () => textOf(adapter, path),
    create: () => adapter.write(path, content, { mode: "create" }),
    overwrite: () => adapter.write(path, content, { mode: "overwrite" }),
    append: () => adapter.write(path, content, { mode: "append" }),
    makeDirectory: () => adapter.makeDirectory(path),
    makeParents: () => adapter.makeDirectory(`${path}/a/b`, { recursive: true }),
    copyFrom: () => adapter.copy(path, "copied"),
    copyTo: () => adapter.copy("own.txt", path, { overwrite: true }),
    moveTo: () => adapter.move("own.txt", path, { overwrite: true }),
  };
}
