import fc from "fast-check";
import { test } from "vitest";
import { argumentsProperty, documentsProperty, textsProperty } from "../test/fuzz-properties.ts";

// Other cases in each run: a failure prints the seed that repeats it.
test.each([
  ["documents with arbitrary mutations", documentsProperty],
  ["texts with arbitrary mutations", textsProperty],
  ["arbitrary arguments", argumentsProperty],
])("%s", async (_, property) => {
  await fc.assert(property as fc.IAsyncProperty<unknown>, { numRuns: 5000 });
});
