import { PatternError } from "../errors.ts";

/** A pattern, ready to be asked; the path is relative to where the pattern stands. */
export type PathTest = (path: string) => boolean;

/** A glob, ready to be asked. */
export interface Glob {
  readonly fits: PathTest;
  /** Whether a path that ends with this name could fit: cheaper, and mostly the end of it. */
  readonly mayEndWith: PathTest;
}

/** Braces may stand for so many patterns together. */
const MOST_ALTERNATIVES = 200;
const LONGEST = 2_000;

/**
 * A glob over paths: `*` and `?` within a name, `[a-z]` and `[!a-z]` for one character, `**` for any number of
 * directories, `{a,b}` for either, a backslash before what is meant literally. A glob without `/` is about the
 * name alone, at any depth. Names that begin with a dot are names like others.
 *
 * It takes time in proportion to the path and the glob, whatever either of them is: nothing is tried twice as a
 * regular expression would.
 *
 * @param options.anchored a glob without `/` is about a name right here, and not at any depth
 * @throws PatternError for a glob that cannot be read.
 */
export function pathGlob(glob: string, { anchored = false }: { readonly anchored?: boolean } = {}): Glob {
  if (glob === "") throw new PatternError(glob, "The glob is empty.");
  if (glob.length > LONGEST) throw new PatternError(glob, "The glob is too long.");
  const globs = alternatives(glob).map((alternative) => {
    const segments = alternative.replace(/^(\.?\/)+/, "").split("/");
    const last = segments.at(-1) ?? "";
    const mayEndWith = last === "**" ? () => true : nameTest(last);
    const isAnywhere = segments.length === 1 ? !anchored : segments.length === 2 && segments[0] === "**";
    const ofName = isAnywhere && last !== "**";
    return { mayEndWith, fits: ofName ? onNames(mayEndWith) : segmentsTest(segments) };
  });
  return {
    fits: anyOf(globs.map(({ fits }) => fits)),
    mayEndWith: anyOf(globs.map(({ mayEndWith }) => mayEndWith)),
  };
}

function anyOf([first, ...others]: readonly PathTest[]): PathTest {
  if (first !== undefined && others.length === 0) return first;
  return (path) => first?.(path) === true || others.some((test) => test(path));
}

/** A test of names, for paths. */
export function onNames(test: PathTest): PathTest {
  return (path) => test(path.slice(path.lastIndexOf("/") + 1));
}

/** A path against a test for each of its names; `**` in between takes as many as there are. */
export function segmentsTest(glob: readonly string[]): PathTest {
  const tests = glob.map((segment) => (segment === "**" ? undefined : nameTest(segment)));
  // At the end it stands for something: "a/**" is what is in "a", not "a" itself.
  if (tests.at(-1) === undefined) tests.push(() => true);
  return (path) => fits(path.split("/"), tests);
}

/** Goes back to the last `**` only: what lies between two of them has a fixed length. */
function fits(names: readonly string[], tests: readonly (PathTest | undefined)[]): boolean {
  let [name, test, star, starName] = [0, 0, -1, 0];
  while (name < names.length) {
    const wanted = tests[test];
    if (test < tests.length && wanted === undefined) {
      [star, starName] = [test, name];
      test += 1;
    } else if (wanted?.(names[name] ?? "") === true) {
      name += 1;
      test += 1;
    } else if (star === -1) {
      return false;
    } else {
      starName += 1;
      [name, test] = [starName, star + 1];
    }
  }
  return tests.slice(test).every((rest) => rest === undefined);
}

/** One name against a pattern without slashes. The common kinds are compared as wholes. */
export function nameTest(glob: string): PathTest {
  const tokens = tokensOf(glob);
  const stars = tokens.filter((token) => token === STAR).length;
  if (tokens.every((token) => token === STAR || typeof token === "string")) {
    const text = (part: readonly Token[]): string => part.join("");
    if (stars === 0) return equals(text(tokens));
    if (stars === 1) {
      const at = tokens.indexOf(STAR);
      return between(text(tokens.slice(0, at)), text(tokens.slice(at + 1)));
    }
  }
  return (name) => wildcards([...name], tokens);
}

function equals(text: string): PathTest {
  return (name) => name === text;
}

function between(head: string, tail: string): PathTest {
  const shortest = head.length + tail.length;
  return (name) => name.length >= shortest && name.startsWith(head) && name.endsWith(tail);
}

/** A character, any number of any, or one of a set. */
type Token = string | typeof STAR | ((char: string) => boolean);
const STAR: unique symbol = Symbol("*");

function wildcards(chars: readonly string[], tokens: readonly Token[]): boolean {
  let [at, token, star, starAt] = [0, 0, -1, 0];
  while (at < chars.length) {
    const wanted = tokens[token];
    const char = chars[at] ?? "";
    if (wanted === STAR) {
      [star, starAt] = [token, at];
      token += 1;
    } else if (wanted === char || (typeof wanted === "function" && wanted(char))) {
      at += 1;
      token += 1;
    } else if (star === -1) {
      return false;
    } else {
      starAt += 1;
      [at, token] = [starAt, star + 1];
    }
  }
  return tokens.slice(token).every((rest) => rest === STAR);
}

function tokensOf(glob: string): Token[] {
  const chars = [...glob];
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? "";
    if (char === "*") {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (char === "?") tokens.push(() => true);
    else if (char === "\\" && at + 1 < chars.length) tokens.push(chars[++at] ?? "");
    else if (char === "[") {
      const end = setEnd(chars, at);
      if (end === -1) tokens.push(char);
      else {
        tokens.push(setOf(chars.slice(at + 1, end)));
        at = end;
      }
    } else tokens.push(char);
  }
  return tokens;
}

/** Where a set ends; `]` as its first character is one of it. */
function setEnd(chars: readonly string[], start: number): number {
  const first = chars[start + 1] === "!" || chars[start + 1] === "^" ? start + 2 : start + 1;
  for (let at = first + 1; at < chars.length; at++) if (chars[at] === "]") return at;
  return -1;
}

function setOf(body: readonly string[]): (char: string) => boolean {
  const negated = body[0] === "!" || body[0] === "^";
  const members = negated ? body.slice(1) : body;
  const ranges: [from: string, to: string][] = [];
  for (let at = 0; at < members.length; at++) {
    const char = members[at] ?? "";
    const isRange = members[at + 1] === "-" && at + 2 < members.length;
    ranges.push([char, isRange ? (members[at + 2] ?? "") : char]);
    if (isRange) at += 2;
  }
  return (char) => ranges.some(([from, to]) => from <= char && char <= to) !== negated;
}

/** The glob without braces, once for each choice. */
function alternatives(glob: string): string[] {
  const open: string[] = [glob];
  const done: string[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const choice = firstBraces(next);
    if (choice === undefined) done.push(next);
    else for (const part of choice.parts) open.push(choice.before + part + choice.after);
    if (open.length + done.length > MOST_ALTERNATIVES) {
      throw new PatternError(glob, `The braces in the glob stand for more than ${MOST_ALTERNATIVES} globs.`);
    }
  }
  return done;
}

function firstBraces(glob: string): { before: string; parts: string[]; after: string } | undefined {
  const commas: number[] = [];
  let [depth, start] = [0, -1];
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at];
    if (char === "\\") at += 1;
    else if (char === "{") {
      if (depth === 0) [start, commas.length] = [at, 0];
      depth += 1;
    } else if (char === "," && depth === 1) commas.push(at);
    else if (char === "}" && depth > 0) {
      depth -= 1;
      if (depth > 0 || commas.length === 0) continue;
      const ends = [...commas, at];
      const parts = ends.map((end, index) =>
        glob.slice((index === 0 ? start : (commas[index - 1] ?? 0)) + 1, end),
      );
      return { before: glob.slice(0, start), parts, after: glob.slice(at + 1) };
    }
  }
  return undefined;
}
