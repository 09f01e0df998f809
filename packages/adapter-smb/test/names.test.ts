import { expect, test } from "vitest";
import { sharePathOf } from "../src/names.ts";

test("paths are written with backslashes, below the root", () => {
  expect(sharePathOf("", "")).toBe("");
  expect(sharePathOf("teams/blue", "")).toBe("teams\\blue");
  expect(sharePathOf("teams/blue", "a/b.txt")).toBe("teams\\blue\\a\\b.txt");
  expect(sharePathOf("", "größe/日本")).toBe("größe\\日本");
});

test("names that servers read as something else are refused", () => {
  const names = [
    "..\\up",
    "a\\b",
    "file:stream",
    "*",
    "a?",
    'say "so"',
    "<b>",
    "a|b",
    "line\nbreak",
    "dot.",
    "space ",
  ];
  for (const name of names) {
    for (const path of [name, `folder/${name}`, `${name}/inner`]) {
      expect(() => sharePathOf("root", path), path).toThrow(
        expect.objectContaining({ name: "FileError", code: "invalid_path", path }),
      );
    }
  }
});
