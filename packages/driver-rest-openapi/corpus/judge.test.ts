import { describe } from "vitest";
import { judgedTests } from "./judged.ts";

/** The larger documents are judged by the stress suite. */
const LARGEST = 1_000_000;

describe("a judge that nobody here wrote finds every request right", () => {
  judgedTests(({ bytes }) => bytes <= LARGEST, { documents: 60 });
});
