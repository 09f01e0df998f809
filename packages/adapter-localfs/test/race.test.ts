import { readFile, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adapterOn, quickFolder } from "./support/folders.ts";
import { type Attempt, NAMES_OF_OPERATIONS, operations, race, SECRET } from "./support/race.ts";

const TRIES = 3_000;

// GHSA-53mr, GHSA-p9cv and GHSA-7m4x: a parent directory is swapped for a link between the check and the use.
for (const name of NAMES_OF_OPERATIONS) {
  test(`GHSA-53mr, p9cv, 7m4x: ${name}: no escape while the parent is swapped for a link`, async () => {
    const below = quickFolder();
    const adapter = adapterOn(join(below, "safe"));
    expect(adapter.containment).toBe("descriptors");
    const result = await race(below, TRIES, operations(adapter)[name]);
    expect(result).toMatchObject({ escapes: 0, strange: [] });
    // Both sides of the swap were met, or the race proves nothing.
    expect(result.done).toBeGreaterThan(0);
    expect(result.refused).toBeGreaterThan(0);
  }, 60_000);
}

/** What a careful program does that goes by path. */
async function checked(root: string, path: string): Promise<string> {
  const full = join(root, path);
  const real = await realpath(full);
  if (!real.startsWith(`${root}/`)) throw new Error("outside");
  return full;
}

const careless: Readonly<Record<string, Attempt>> = {
  read: async (root, lane) => (await readFile(await checked(root, `victim/file-${lane}`), "utf8")) === SECRET,
  write: async (root, lane) => {
    await writeFile(await checked(root, `victim/file-${lane}`), "inside");
    return false;
  },
};

for (const [name, attempt] of Object.entries(careless)) {
  test(`the same race sees a ${name} escape that checks first and goes by path afterwards`, async () => {
    const { escapes } = await race(quickFolder(), 30_000, attempt, { untilEscape: true });
    expect(escapes).toBeGreaterThan(0);
  }, 60_000);
}
