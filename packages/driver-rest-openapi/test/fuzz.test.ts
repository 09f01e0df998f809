import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { argumentsProperty, documentsProperty, textsProperty } from "./fuzz-properties.ts";

/** The same cases in every run of this suite; the stress suite has others. A failure prints what repeats it. */
const SEED = 20261121;

const unhandled: unknown[] = [];
const remember = (reason: unknown): void => void unhandled.push(reason);
process.on("unhandledRejection", remember);
afterAll(() => {
  process.off("unhandledRejection", remember);
  expect(unhandled).toEqual([]);
});

test("documents with arbitrary mutations", async () => {
  await fc.assert(documentsProperty, { seed: SEED, numRuns: 250 });
}, 30_000);

test("texts with arbitrary mutations, as JSON and as YAML", async () => {
  await fc.assert(textsProperty, { seed: SEED, numRuns: 150 });
}, 30_000);

test("arbitrary arguments", async () => {
  await fc.assert(argumentsProperty, { seed: SEED, numRuns: 250 });
}, 30_000);
