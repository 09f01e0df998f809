import { expect, test } from "vitest";
import { crash } from "../test/support/crash.ts";
import { folder } from "../test/support/folders.ts";

test("programs killed at random points of 500 writes and edits leave old or new contents, and nothing beside them", async () => {
  const result = await crash(folder(), 60, 500);
  console.log(result);
  expect(result).toMatchObject({ mixed: [], strays: [] });
  expect(result.writes).toBeGreaterThanOrEqual(500);
  expect(result.interrupted).toBeGreaterThan(10);
});
