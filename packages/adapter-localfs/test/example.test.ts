import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replaceWord } from "./example.ts";
import { folder } from "./support/folders.ts";

test("the example of the README edits a file that others edit as well", async () => {
  const root = folder();
  writeFileSync(join(root, "names.txt"), "a b c");
  await Promise.all(["a", "b", "c"].map((name) => replaceWord(root, "names.txt", name, `${name}2`)));
  expect(readFileSync(join(root, "names.txt"), "utf8")).toBe("a2 b2 c2");
});
