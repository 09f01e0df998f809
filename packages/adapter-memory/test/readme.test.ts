import { expect, test } from "vitest";
import { addNote } from "./example.ts";

test("the README's example writes under a new version each time", async () => {
  const first = await addNote("one");
  expect(await addNote("two")).not.toBe(first);
});
