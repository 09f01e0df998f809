import fc from "fast-check";
import { expect, test } from "vitest";
import { expressionFor, quickSteps } from "../src/search/expression.ts";
import { requiredTexts } from "../src/search/required-text.ts";

const search = (pattern: string) => ({ pattern, isRegularExpression: true, ignoreCase: false });

test("what an expression requires is taken from where nothing can leave it out", () => {
  const cases: Readonly<Record<string, readonly string[] | undefined>> = {
    "foo\\(bar\\)": ["foo(bar)"],
    "\\bimport\\s+react": ["import"],
    "get|set": ["get", "set"],
    "(?:get|fetch)User": ["User"],
    "(?:get|fetch)X": ["get", "fetch"],
    "colou?r": ["colo"],
    "(abc)*de": ["de"],
    "x{0,3}yz": ["yz"],
    "ab+cd": ["ab"],
    "^\\s*$": undefined,
    "a|": undefined,
    "\\d{4}": undefined,
    "[a-z]+": undefined,
    "(?=needle).": undefined,
    "\\u0066oo": ["foo"],
    "a\\.b": ["a.b"],
  };
  for (const [pattern, texts] of Object.entries(cases)) {
    expect(requiredTexts(search(pattern)), pattern).toEqual(texts);
  }
});

const words = ["ab", "ka", "sb", "bk", "aks"];
const spelt = [...words, "AB", "\u212aa", "\u017fb", "B\u212a", "a", "b", "k", ".", "(", "é", " "];
const atom = fc.oneof(
  { arbitrary: fc.constantFrom(...words), weight: 4 },
  fc.constantFrom("a", "k", "\\.", "\\(", ".", "\\w", "[ab]", "\\b", "\\x61", "é", "^", "$"),
  fc.constantFrom("\\u006b", "(?=a)", "(?!b)", "\\W"),
);
const { pattern } = fc.letrec<{ pattern: string; branch: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.tuple(tie("pattern"), fc.constantFrom("(", "(?:", "(?<n>")).map(([inner, open]) => `${open}${inner})`),
  ),
  branch: fc
    .array(fc.tuple(tie("piece"), fc.constantFrom("", "", "", "?", "*", "+", "{0,2}", "{2}", "+?")), {
      minLength: 1,
      maxLength: 4,
    })
    .map((pieces) => pieces.map(([piece, quantifier]) => piece + quantifier).join("")),
  pattern: fc.array(tie("branch"), { minLength: 1, maxLength: 3 }).map((branches) => branches.join("|")),
}));

test("a text that an expression matches holds one of its required texts, in every case", () => {
  let narrowed = 0;
  const texts = fc.array(fc.constantFrom(...spelt), { maxLength: 10 }).map((parts) => parts.join(""));
  const samples = fc.array(texts, { minLength: 24, maxLength: 24 });
  fc.assert(
    fc.property(pattern, samples, fc.boolean(), (source, tried, ignoreCase) => {
      const regular = compiled(source, ignoreCase);
      const required = requiredTexts({ ...search(source), ignoreCase });
      if (regular === undefined || required === undefined) return;
      const needed = new RegExp(expressionFor(required, ignoreCase));
      for (const text of tried.filter((sample) => regular.test(sample))) {
        narrowed++;
        expect(needed.test(Buffer.from(text).toString("latin1")), `${source} in ${text}`).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
  expect(narrowed).toBeGreaterThan(100);
});

/** Undefined where the pattern is none, such as one with the same name twice. */
function compiled(source: string, ignoreCase: boolean): RegExp | undefined {
  try {
    return new RegExp(source, ignoreCase ? "iu" : "u");
  } catch {
    return undefined;
  }
}

test("what is looked for before a text is a part of it, and the text is the last of it", () => {
  expect(quickSteps("_haystack")).toEqual(["k", "y", "_", "h", "ystack", "_haystack"]);
  expect(quickSteps("ab")).toEqual(["b", "a", "ab"]);
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme-ascii" }), (text) => {
      const steps = quickSteps(text);
      for (const step of steps) expect(text).toContain(step);
      expect(steps.at(-1)).toBe(text);
    }),
  );
});
