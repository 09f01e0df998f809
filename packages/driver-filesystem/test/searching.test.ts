import { expect, test } from "vitest";
import { type Found, over, places } from "./support.ts";

const PROJECT = {
  ".gitignore": "dist/\n*.log\n!keep.log\n",
  ".git/config": "needle",
  "src/a.ts": "const needle = 1;\nlet other;\nneedle();\n",
  "src/b.ts": "Needle\r\nnothing\r\n",
  "src/deep/c.md": "a needle in c\n",
  "dist/a.js": "needle",
  "x.log": "needle",
  "keep.log": "needle",
  "image.png": Uint8Array.from([0x89, 0x50, 0, ...Buffer.from("needle")]),
};

test("finds names by glob at any depth or along a path, and honours .gitignore", async () => {
  const { call } = over(PROJECT);
  const find = async (args: object) => (await call<{ paths: string[] }>("find_files", args)).paths;
  expect(await find({ pattern: "*.{ts,md}" })).toEqual(["src/a.ts", "src/b.ts", "src/deep/c.md"]);
  expect(await find({ pattern: "src/*" })).toEqual(["src/a.ts", "src/b.ts"]);
  expect(await find({ pattern: "**/c.md" })).toEqual(["src/deep/c.md"]);
  expect(await find({ pattern: "*.log" })).toEqual(["keep.log"]);
  expect(await find({ pattern: "*.log", include_ignored: true })).toEqual(["keep.log", "x.log"]);
  expect(await find({ pattern: "*", path: "src/deep" })).toEqual(["src/deep/c.md"]);
  expect(await find({ pattern: "**/deep/" })).toEqual(["src/deep/"]);
  expect(await find({ pattern: "nowhere/*.ts" })).toEqual([]);
});

test("what git keeps for itself is left out, be it a directory or a file", async () => {
  const { call } = over({ ".git/config": "x", "module/.git": "x", "module/a": "x" });
  expect(await call("find_files", { pattern: "*" })).toEqual({ paths: ["module/a"] });
  expect(places(await call<Found>("search_files", { pattern: "x" }))).toEqual(["module/a:1"]);
});

test("a search that begins in a directory obeys the .gitignore above it", async () => {
  const { call } = over({ ".gitignore": "src/gen\n", "src/gen/a.ts": "", "src/b.ts": "" });
  expect(await call("find_files", { pattern: "*", path: "src" })).toEqual({ paths: ["src/b.ts"] });
});

test("pages of names bring every name once", async () => {
  const names = Array.from({ length: 60 }, (_, at) => `${"abc"[at % 3]}/${at % 5}/${at}.txt`).concat(
    "z",
    "a.txt",
  );
  const { call } = over(Object.fromEntries(names.map((name) => [name, ""])));
  for (const pattern of ["**/*", "**/"]) {
    const whole = (await call<{ paths: string[] }>("find_files", { pattern, limit: 500 })).paths;
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const page: { paths: string[]; next?: string } = await call("find_files", {
        pattern,
        limit: 7,
        ...(after === undefined ? {} : { after }),
      });
      paged.push(...page.paths);
      after = page.next;
    } while (after !== undefined);
    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(whole.length);
  }
});

test("finds lines by expression, with their numbers, and not in binaries or what is ignored", async () => {
  const { call } = over(PROJECT);
  const found = await call<Found>("search_files", { pattern: "needle\\b" });
  expect(places(found)).toEqual(["keep.log:1", "src/a.ts:1", "src/a.ts:3", "src/deep/c.md:1"]);
  expect(places(await call<Found>("search_files", { pattern: "needle()", literal: true }))).toEqual([
    "src/a.ts:3",
  ]);
});

test("case, globs, a single file, and everything", async () => {
  const { call } = over(PROJECT);
  const search = async (args: object) =>
    places(await call<Found>("search_files", { pattern: "needle", ...args }));
  expect(await search({ ignore_case: true, path: "src/b.ts" })).toEqual(["src/b.ts:1"]);
  expect(await search({ include: ["*.ts"] })).toEqual(["src/a.ts:1", "src/a.ts:3"]);
  expect(await search({ exclude: ["src", "*.log"] })).toEqual([]);
  expect(await search({ path: "src", exclude: ["deep"] })).toEqual(["src/a.ts:1", "src/a.ts:3"]);
  expect(await search({ include_ignored: true })).toHaveLength(7);
});

test("lines around a match", async () => {
  const { call } = over({ a: "1\r\n2\r\n3 x\r\n4\r\n5" });
  const { files } = await call<Found>("search_files", { pattern: "x", context: 2 });
  expect(files[0]?.matches[0]).toEqual({ line: 3, text: "3 x", before: ["1", "2"], after: ["4", "5"] });
});

test("matches stay within their line", async () => {
  const { call } = over({ a: "foo\nbar\nfoo bar\n", b: "x\ny" });
  const search = async (pattern: string) => places(await call<Found>("search_files", { pattern }));
  expect(await search("foo\\s+bar")).toEqual(["a:3"]);
  expect(await search("foo[^z]+bar")).toEqual(["a:3"]);
  expect(await search("foo(?!.*bar)")).toEqual(["a:1"]);
  expect(await search("^$")).toEqual([]);
  expect(await search("^bar$")).toEqual(["a:2"]);
});

test("UTF-16 and Windows-1252 are searched as text", async () => {
  const { call } = over({
    a: Buffer.from("\uFEFFx\nfünf", "utf16le"),
    b: Buffer.from("fünf", "latin1"),
    c: "fünf",
  });
  expect(places(await call<Found>("search_files", { pattern: "fünf", literal: true }))).toEqual([
    "a:2",
    "b:1",
    "c:1",
  ]);
  expect(places(await call<Found>("search_files", { pattern: "f.nf" }))).toEqual(["a:2", "b:1", "c:1"]);
});

test("too many matches are cut between files, and the search goes on after the last", async () => {
  const { call } = over({ a: "x\nx\n", b: "x\nx\n", c: "x\nx\n" });
  const first = await call<Found>("search_files", { pattern: "x", limit: 3 });
  expect(places(first)).toEqual(["a:1", "a:2"]);
  expect(first.note).toContain("after");
  expect(places(await call<Found>("search_files", { pattern: "x", limit: 9, after: first.next }))).toEqual([
    "b:1",
    "b:2",
    "c:1",
    "c:2",
  ]);
});

test("a file with more matches than fit shows the first, and says so", async () => {
  const { call } = over({ a: "x\n".repeat(50) });
  const { files, note } = await call<Found>("search_files", { pattern: "x", limit: 5 });
  expect(files[0]).toMatchObject({ more: true });
  expect(files[0]?.matches).toHaveLength(5);
  expect(note).toContain("Only the first matches are shown of a:");
});

test("a long line is shown around its match", async () => {
  const { call } = over({ a: `${"-".repeat(10_000)}x${"-".repeat(10_000)}` });
  const { files } = await call<Found>("search_files", { pattern: "x" });
  expect(files[0]?.matches[0]?.text).toMatch(/^…-+x-+… \(characters \d+ to \d+ of 20001\)$/);
});

test("an expression that never ends is stopped, and the other files are searched", async () => {
  const { call, driver } = over(
    { evil: `${"a".repeat(40)}!`, z: "aab" },
    { limits: { patternTimeoutMs: 1_000 } },
  );
  const found = await call<Found>("search_files", { pattern: "^(a+)+b$" });
  expect(places(found)).toEqual(["z:1"]);
  expect(found.note).toContain("took too long on evil");
  // The thread was lost; the next search has another.
  expect(places(await call<Found>("search_files", { pattern: "^a+b$" }))).toEqual(["z:1"]);
  await driver.close();
});

test("an expression that is slow everywhere fails the search", async () => {
  const evil = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, `${"a".repeat(40)}!`]));
  const { failure, driver } = over(evil, { limits: { patternTimeoutMs: 50 } });
  expect(await failure("search_files", { pattern: "^(a|a)*$" })).toMatchObject({ code: "timeout" });
  await driver.close();
});

test("a glob or .gitignore made to be slow is not", async () => {
  const name = "a".repeat(250);
  const { call } = over({ ".gitignore": `${"*a".repeat(100)}b\n`, [name]: "x" });
  expect(await call("find_files", { pattern: `${"*a".repeat(100)}b` })).toEqual({ paths: [] });
  expect(await call("find_files", { pattern: "a*" })).toEqual({ paths: [name] });
});

test("what is no pattern is refused with a reason", async () => {
  const { failure } = over({ a: "" });
  expect((await failure("search_files", { pattern: "(" })).message).toMatch(
    /no regular expression: .*group/i,
  );
  expect(await failure("search_files", { pattern: "a\nb", literal: true })).toMatchObject({
    code: "invalid_pattern",
  });
  expect(await failure("find_files", { pattern: "{a,b}".repeat(20) })).toMatchObject({
    code: "invalid_pattern",
  });
});

test("an aborted search ends", async () => {
  const files = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`d${at}/f`, "x"]));
  for (const [tool, args] of [
    ["search_files", { pattern: "x+" }],
    ["find_files", { pattern: "*" }],
    ["directory_tree", {}],
  ] as const) {
    const controller = new AbortController();
    const { driver, port } = over(files);
    const list = port.list.bind(port);
    let listed = 0;
    port.list = (path, options) => {
      if (++listed === 100) controller.abort();
      return list(path, options);
    };
    const outcome = driver.executeTool(tool, args, { signal: controller.signal });
    await expect(outcome, tool).rejects.toMatchObject({ code: "aborted" });
    expect(listed).toBeLessThan(120);
    await driver.close();
  }
});

test("a long walk lets others have their turn", async () => {
  const { call } = over(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`d${at}/f`, "x"])));
  let turns = 0;
  const counter = setInterval(() => (turns += 1), 1);
  await call("find_files", { pattern: "nothing" });
  clearInterval(counter);
  expect(turns).toBeGreaterThan(0);
});

test("a walk that may look at so much only says that there is more", async () => {
  const { call } = over(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`d${at}/f`, "x"])), {
    limits: { maxScanned: 50 },
  });
  for (const [tool, args] of [
    ["search_files", { pattern: "x" }],
    ["find_files", { pattern: "*" }],
  ] as const) {
    expect((await call<Found>(tool, args)).note, tool).toContain("Stopped after 50 entries");
  }
});
