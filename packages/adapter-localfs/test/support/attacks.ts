import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileError } from "@mcs/core";
import { expect } from "vitest";
import type { LocalFsAdapter, LocalFsAdapterOptions } from "../../src/index.ts";
import { adapterOn, callsWith, outcomeOf, rootAndOutside, textOf } from "./folders.ts";
import { SECRET } from "./race.ts";

const isUndefinedOrTyped = (value: unknown) => value === undefined || value instanceof FileError;

export interface Subject {
  readonly root: string;
  /** Beside the root; it holds `secret.txt`, which nobody may see. */
  readonly outside: string;
  readonly adapter: LocalFsAdapter;
}

/** An adapter on a root that holds `own.txt`. */
export function subjectWith(options: Omit<LocalFsAdapterOptions, "root">): Subject {
  const { root, outside } = rootAndOutside();
  writeFileSync(join(outside, "secret.txt"), SECRET);
  writeFileSync(join(root, "own.txt"), "own");
  return { root, outside, adapter: adapterOn(root, options) };
}

/** Every method refuses the path with one of the codes, and what is outside stays as it was. */
export async function refusesAll(
  { adapter, outside }: Subject,
  path: string,
  codes: readonly string[],
): Promise<void> {
  for (const [name, call] of Object.entries(callsWith(adapter, path))) {
    expect(codes, `${name} with ${JSON.stringify(path)}`).toContain(await outcomeOf(call));
  }
  expect(readdirSync(outside)).toEqual(["secret.txt"]);
  expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
  expect(await textOf(adapter, "own.txt")).toBe("own");
}

/** Whatever a path means in the root, it means nothing outside. */
export async function staysInside({ adapter, outside }: Subject, path: string): Promise<void> {
  for (const [name, call] of Object.entries(callsWith(adapter, path))) {
    const outcome = await call().catch((error: unknown) => error);
    const about = `${name} with ${JSON.stringify(path)}`;
    expect(outcome instanceof Error ? outcome : undefined, about).toSatisfy(isUndefinedOrTyped);
    expect(JSON.stringify(outcome) ?? "", about).not.toContain(SECRET);
  }
  expect(readdirSync(outside)).toEqual(["secret.txt"]);
  expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
}
