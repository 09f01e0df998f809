import { expect, test } from "vitest";
import { NamedOrigins } from "../src/security/named-origins.ts";

test("of documents that are read again and again, one at most waits to be asked for its server", () => {
  const origins = new NamedOrigins({ document: {} });
  const asked: string[] = [];
  for (const name of ["a", "b", "c"]) {
    origins.trustDocument(() => {
      asked.push(name);
      return `https://${name}.test`;
    });
  }
  expect(asked).toEqual(["a", "b"]);
  expect(["a", "b", "c", "d"].map((name) => origins.has(`https://${name}.test`))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
