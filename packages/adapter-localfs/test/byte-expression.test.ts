import { expect, test } from "vitest";
import { byteExpressionFor } from "../src/search/byte-expression.ts";

/** As an engine over bytes sees a line. */
const finds = (source: string, bytes: Buffer): boolean => new RegExp(source).test(bytes.toString("latin1"));

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}

const ATOMS =
  "a|b|K|s|i|7|_| |\\.|-|{|}|]|é|ſ|😀|.|\\d|\\w|\\s|\\S|\\D|\\W|\\t|\\x41|\\x2e|[ab]|[^a]|[a-c]|[k-t_]|[\\d-]|[-x]|[é]|[^]|" +
  "[]|[\\]]|[\\s\\S]|[\\t-~]|\\b|\\B|^|$|(a)|(?:b|s)|(?<n>x)|(|a)|\\-|\\/";
const CHARACTERS = [..."abcKkSsiI7_ .-{}]xA\t/éßſ\u212a\u0130😀я€\\"];
const QUANTIFIERS = ["", "", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}?", "*?"];

test("whatever JavaScript finds in a line is found in its bytes, in UTF-8 and in one byte a character", () => {
  const next = numbers(1);
  const atoms = ATOMS.split(/(?<=[^(]|^)\|(?![^(]*\))/);
  const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)] as Item;
  let [matches, misses] = [0, 0];
  for (let round = 0; round < 20_000; round++) {
    const parts = Array.from({ length: 1 + next(4) }, () => {
      const atom = pick(atoms);
      return /^(?:\\[bB]|[\^$])$/.test(atom) ? atom : atom + pick(QUANTIFIERS);
    });
    const pattern = parts.join(next(5) === 0 ? "|" : "");
    const line = Array.from({ length: next(8) }, () => pick(CHARACTERS)).join("");
    const ignoreCase = next(2) === 0;
    const flags = ignoreCase ? "im" : "m";
    for (const mode of ["", "u"]) {
      let expression: RegExp;
      try {
        expression = new RegExp(pattern, flags + mode);
      } catch {
        continue;
      }
      const bytes = byteExpressionFor(pattern, ignoreCase);
      if (bytes === undefined) {
        misses += 1;
        continue;
      }
      if (!expression.test(line)) continue;
      matches += 1;
      const { required } = bytes;
      if (required !== undefined) expect(finds(required.source, Buffer.from(line)), pattern).toBe(true);
      for (const character of required?.rarest ?? []) expect(line, pattern).toContain(character);
      expect(finds(bytes.source, Buffer.from(line)), `/${pattern}/${flags}${mode} on ${line}`).toBe(true);
      const hasOneByteEach = !/[\u0100-\uffff]/.test(line);
      if (hasOneByteEach) expect(finds(bytes.source, Buffer.from(line, "latin1"))).toBe(true);
    }
  }
  expect(matches).toBeGreaterThan(1_000);
  expect(misses).toBeLessThan(matches / 10);
});

test("what the engines read in different ways, or could take long, is left to the reader", () => {
  for (const pattern of [
    "(?=a)",
    "(?<!a)b",
    "(a)\\1",
    "\\k<n>",
    "\\p{L}",
    "\\u0041",
    "\\0",
    "[[a]",
    "a{101}",
    "(a",
    "(?i:a)",
  ]) {
    expect(byteExpressionFor(pattern, false), pattern).toBeUndefined();
  }
  const required = (pattern: string) => byteExpressionFor(pattern, false)?.required;
  const spans = {
    "_[o][f]_": 4,
    "\\d\\d|x": 2,
    "^\\d$": 1,
    "ab+cd": 3,
    "a{2}": 1,
    "(a|bc)d": 2,
    "x(ab*)+": 1,
  };
  for (const [pattern, span] of Object.entries(spans)) expect(required(pattern)?.span, pattern).toBe(span);
  for (const pattern of [".", "[^a]", "a*", "a|b?", "(a|b*)c?"])
    expect(required(pattern), pattern).toBeUndefined();
  expect(finds(byteExpressionFor("[a-c]\\d", false)?.source ?? "", Buffer.from("d1 b2"))).toBe(true);
  expect(finds(byteExpressionFor("[a-c]\\d", false)?.source ?? "", Buffer.from("d1 bb"))).toBe(false);
});
