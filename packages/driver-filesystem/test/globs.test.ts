import fc from "fast-check";
import ignore from "ignore";
import picomatch from "picomatch";
import { expect, test } from "vitest";
import { IgnoreFile } from "../src/tree/gitignore.ts";
import { pathGlob } from "../src/tree/glob.ts";

const segment = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), minLength: 1, maxLength: 4 });
const globSegment = fc.oneof(
  fc.constant("**"),
  segment,
  fc.constantFrom("[ab]", "[^a]", "{a,b}", "{a,b*}.?"),
);
const name = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 });
const path = fc.array(
  name.filter((text) => !/^\.+$/.test(text)),
  { minLength: 1, maxLength: 4 },
);

test("a glob with directories means what picomatch takes it for", () => {
  fc.assert(
    fc.property(fc.array(globSegment, { minLength: 2, maxLength: 4 }), path, (segments, names) => {
      // Runs of stars and leading dots are written in as many ways as there are libraries.
      fc.pre(!segments.some((part) => /^\.{1,2}$|\*\*.|.\*\*|^\.\*/.test(part)));
      const [glob, file] = [segments.join("/"), names.join("/")];
      // "a/**" is what is in "a" here, as in a .gitignore.
      fc.pre(segments.at(-1) !== "**");
      // picomatch alone wants something behind the dot of "*.*", and of no other pattern that ends in ".*".
      fc.pre(segments.at(-1) !== "*.*" || names.at(-1)?.endsWith(".") !== true);
      const { fits, mayEndWith } = pathGlob(glob);
      const expected = picomatch(glob, { dot: true, noextglob: true })(file);
      expect(fits(file), `${glob} ${file}`).toBe(expected);
      // The cheap look at the name alone never rules out what fits.
      if (expected) expect(mayEndWith(names.at(-1) ?? ""), `${glob} ${file}`).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ["*.ts", "a/b.ts", true],
  ["*.ts", "a.tsx", false],
  ["src/**", "src/a/b", true],
  ["src/**", "src", false],
  ["**/x", "x", true],
  ["a/**/b", "a/b", true],
  ["a/**/b", "a/c/d/b", true],
  ["./a/*", "a/b", true],
  ["\\*", "*", true],
  ["\\*", "a", false],
  ["[z-a]", "m", false],
  ["a{b", "a{b", true],
  ["*.{js,ts}{,x}", "a.tsx", true],
  ["?", "😀", true],
])("%s and %s: %s", (glob, file, expected) => {
  expect(pathGlob(glob).fits(file)).toBe(expected);
});

test("a .gitignore means what the library of that name takes it for", () => {
  const line = fc
    .tuple(
      fc.constantFrom("", "!"),
      fc.constantFrom("", "/"),
      fc.array(fc.oneof(fc.constant("**"), segment), { minLength: 1, maxLength: 3 }),
      fc.constantFrom("", "/"),
    )
    .map(([negation, anchor, segments, end]) => negation + anchor + segments.join("/") + end)
    .filter((text) => !/\*\*[^/]|[^/!]\*\*|\*{3,}|(^|[/!])\.{1,2}(\/|$)/.test(text));
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      path,
      fc.boolean(),
      (lines, names, isDirectory) => {
        const text = lines.join("\n");
        const reference = ignore().add(text);
        const file = names.join("/");
        // Only where nothing above it is ignored: a walk does not come there otherwise.
        const above = names.slice(0, -1).map((_, at) => `${names.slice(0, at + 1).join("/")}/`);
        fc.pre(!above.some((directory) => reference.ignores(directory)));
        const expected = reference.ignores(isDirectory ? `${file}/` : file);
        expect(new IgnoreFile(text).test(file, isDirectory) ?? false, `${text} | ${file}`).toBe(expected);
      },
    ),
    { numRuns: 3_000 },
  );
});
