import { expect, test } from "vitest";
import { crash } from "./support/crash.ts";
import { folder } from "./support/folders.ts";

test("a program killed within its writes leaves old or new contents, and nothing beside them for the next", async () => {
  const result = await crash(folder(), 8);
  expect(result).toMatchObject({ mixed: [], strays: [] });
  // Or the kills came when nothing was at stake.
  expect(result.writes).toBeGreaterThan(0);
  expect(result.interrupted).toBeGreaterThan(0);
}, 60_000);
