import { join } from "node:path";
import { expect, test } from "vitest";
import { adapterOn, quickFolder } from "../test/support/folders.ts";
import { operations, race } from "../test/support/race.ts";

const SWAPS = 30_000;

for (const name of ["read", "walk", "write", "edit", "move", "remove"] as const) {
  test(`GHSA-53mr, p9cv, 7m4x: ${name}: no escape within ${SWAPS} swaps of the parent for a link`, async () => {
    const below = quickFolder();
    const result = await race(below, SWAPS, operations(adapterOn(join(below, "safe")))[name]);
    console.log(name, result);
    expect(result).toMatchObject({ escapes: 0, strange: [] });
    expect(result.done + result.refused).toBe(SWAPS);
    expect(result.swaps).toBeGreaterThanOrEqual(SWAPS);
    expect(result.done).toBeGreaterThan(SWAPS / 100);
    expect(result.refused).toBeGreaterThan(SWAPS / 100);
  });
}
