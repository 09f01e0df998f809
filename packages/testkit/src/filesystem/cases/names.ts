import type { FilesystemPort } from "@mcs/core/ports";
import { rejectionOf } from "../../suite/observe.ts";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { bytes, create, holds, isFileError, isMissing, lists, namesIn } from "../observe.ts";
import { verify } from "../violation.ts";

/** Names that people and programs give to files. */
const NAMES: readonly (readonly [id: string, what: string, names: readonly string[]])[] = [
  ["name.spaces", "spaces", ["a b", " leading", "two  spaces"]],
  ["name.trailing", "a space or a dot at the end", ["trailing ", "trailing.", "..."]],
  ["name.single-quotes", "single quotes and backticks", ["it's", "''", "`id`"]],
  ["name.double-quotes", "double quotes", ['say "so"', '"']],
  ["name.unicode", "letters of all scripts, and emoji", ["größe", "日本語", "имя", "👩‍🚀.txt"]],
  ["name.percent", "percent signs", ["100%", "%20", "a%2Fb", "%2e%2e", "%00", "%"]],
  ["name.hash", "a hash", ["#", "a#b"]],
  ["name.question-mark", "a question mark", ["a?b", "what?"]],
  [
    "name.plus-and-ampersand",
    "characters that queries and XML use",
    ["a+b", "a&b=c", "&amp;", "]]]", "a;b,c"],
  ],
  ["name.angle-brackets", "angle brackets", ["<b>", "a>b"]],
  ["name.colon-star-bar", "a colon, a star or a bar", ["a:b", "*", "a|b"]],
  ["name.patterns", "brackets, braces, dollars and tildes", ["[a]", "{a,b}", "$HOME", "~", "(a)!"]],
  ["name.leading-dash", "a dash in front", ["-rf", "--help", "-"]],
  ["name.dots", "dots in front and between", [".hidden", "..a", "a..b"]],
  ["name.control", "a line break or a tab", ["a\nb", "a\tb"]],
  ["name.long", "255 bytes", ["l".repeat(255), `${"ü".repeat(126)}abc`]],
];

export const nameCases: readonly FilesystemCase[] = [
  ...NAMES.map(
    ([id, what, names]): FilesystemCase => ({
      id,
      title: `names with ${what} are kept as they are`,
      async run({ port }) {
        for (const name of names) await create(port, name);
        await lists(port, "", names);
        for (const name of names) await holds(port, name, name);
        await port.makeDirectory("folder");
        for (const name of names) await isKeptEverywhere(port, name);
      },
    }),
  ),
  {
    id: "name.backslash",
    title: "a backslash separates nothing: it is a part of a name, or refused",
    async run({ port }) {
      await port.makeDirectory("folder");
      await create(port, "folder/a", "inside");
      await create(port, "a", "outside");
      for (const name of ["folder\\a", "folder\\b", "..\\a", "folder\\..\\a", "\\a"]) {
        await isWholeOrRefused(port, name);
      }
      await lists(port, "folder", ["a"]);
      await holds(port, "folder/a", "inside");
      await holds(port, "a", "outside");
    },
  },
  {
    id: "name.too-long",
    title: "a name that is too long is refused and not cut",
    async run({ port }) {
      const long = "l".repeat(5_000);
      const error = await rejectionOf(() => create(port, long));
      if (error === undefined) await lists(port, "", [long]);
      else {
        verify(isFileError(error), show(error));
        await lists(port, "", []);
      }
    },
  },
  {
    id: "name.twins",
    title: "names that differ in case or in how an accent is written are two files, or one",
    async run({ port }) {
      for (const [first, second] of [
        ["Case", "case"],
        ["\u00e9", "e\u0301"],
      ] as const) {
        await create(port, first, "first");
        const error = await rejectionOf(() => create(port, second, "second"));
        if (error === undefined) {
          await holds(port, second, "second");
          await holds(port, first, "first");
          await port.remove(second);
        } else {
          verify(isFileError(error) && error.code === "file_exists", show(error));
          await holds(port, second, "first");
        }
        await port.remove(first);
        await lists(port, "", []);
      }
    },
  },
];

/** As a directory, moved, copied and removed. */
async function isKeptEverywhere(port: FilesystemPort, name: string): Promise<void> {
  await port.makeDirectory(`folder/${name}`);
  await port.move(name, `folder/${name}/${name}`);
  await port.copy(`folder/${name}/${name}`, name);
  await holds(port, `folder/${name}/${name}`, name);
  await lists(port, `folder/${name}`, [name]);
  await lists(port, "folder", [name]);
  await port.remove(name);
  await isMissing(port, name);
  await port.remove(`folder/${name}`, { recursive: true });
  await lists(port, "folder", []);
}

async function isWholeOrRefused(port: FilesystemPort, name: string): Promise<void> {
  const error = await rejectionOf(() => port.write(name, bytes(name), { mode: "create" }));
  if (error !== undefined) {
    verify(isFileError(error) && error.code === "invalid_path", show(error));
    return;
  }
  const names = await namesIn(port, "");
  verify(names.includes(name), `${show(name)} was written, and the root lists ${show(names)}`);
  await holds(port, name, name);
  await port.remove(name);
}
