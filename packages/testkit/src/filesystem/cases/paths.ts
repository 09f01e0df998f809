import type { FilesystemPort } from "@mcs/core/ports";
import { show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { bytes, create, drain, holds, lists, refuses } from "../observe.ts";

/** What no adapter may resolve, by what is wrong with it. */
const INVALID: readonly (readonly [id: string, what: string, paths: readonly string[]])[] = [
  [
    "path.parent",
    "a .. segment",
    ["..", "../a.txt", "folder/..", "folder/../a.txt", "a/../../b", "../../etc/passwd"],
  ],
  ["path.current", "a . segment", [".", "./a.txt", "folder/.", "folder/./b.txt"]],
  ["path.empty-segment", "an empty segment", ["folder//b.txt", "folder/", "a.txt/"]],
  ["path.absolute", "a slash in front", ["/", "/a.txt", "//a.txt", "/etc/passwd"]],
  ["path.nul", "a NUL", ["\0", "a.txt\0", "a.txt\0.png", "folder/\0"]],
];

export const pathCases: readonly FilesystemCase[] = [
  ...INVALID.map(
    ([id, what, paths]): FilesystemCase => ({
      id,
      title: `a path with ${what} is invalid_path for every method, and nothing happens`,
      async run({ port }) {
        await create(port, "a.txt", "one");
        await port.makeDirectory("folder");
        await create(port, "folder/b.txt", "two");
        for (const path of paths) {
          for (const [name, call] of callsWith(port, path)) {
            await refuses("invalid_path", `${name} with ${show(path)}`, call);
          }
        }
        await lists(port, "", ["a.txt", "folder"]);
        await lists(port, "folder", ["b.txt"]);
        await holds(port, "a.txt", "one");
        await holds(port, "folder/b.txt", "two");
      },
    }),
  ),
];

/** Every method, with a path in every place that takes one. */
export function callsWith(
  port: FilesystemPort,
  path: string,
): readonly (readonly [name: string, call: () => Promise<unknown>])[] {
  const content = bytes("written");
  return [
    ["stat", () => port.stat(path)],
    ["list", () => drain(port.list(path))],
    ["open", () => port.open(path)],
    ["create", () => port.write(path, content, { mode: "create" })],
    ["overwrite", () => port.write(path, content, { mode: "overwrite" })],
    ["append", () => port.write(path, content, { mode: "append" })],
    ["makeDirectory", () => port.makeDirectory(path)],
    ["makeDirectory, recursive,", () => port.makeDirectory(path, { recursive: true })],
    ["move from", () => port.move(path, "moved")],
    ["move to", () => port.move("a.txt", path, { overwrite: true })],
    ["copy from", () => port.copy(path, "copied")],
    ["copy to", () => port.copy("a.txt", path, { overwrite: true })],
    ["remove", () => port.remove(path)],
    ["remove, recursive,", () => port.remove(path, { recursive: true })],
  ];
}
