import { inspect } from "node:util";
import type { FileError } from "@mcs/core";
import { rejectionOf } from "../../suite/observe.ts";
import { NotApplicable, show } from "../../suite/violation.ts";
import type { FilesystemCase } from "../case.ts";
import { create, isFileError } from "../observe.ts";
import { verify } from "../violation.ts";
import { callsWith } from "./paths.ts";

const PATHS = ["missing/inner.txt", "../up", "a.txt/below", "folder"];

export const errorCases: readonly FilesystemCase[] = [
  {
    id: "error.path",
    title: "an error names the path as it was given",
    async run({ port }) {
      for (const path of ["../up", "missing/inner.txt"]) {
        for (const [name, call] of callsWith(port, path)) {
          const error = await rejectionOf(call);
          // One with two paths may speak of the other.
          if (error === undefined || name.endsWith(" to")) continue;
          verify(isFileError(error), `${name}: ${show(error)}`);
          verify(error.path === path, `${name}: ${show(error.path)} instead of ${show(path)}`);
          const named = error.message.includes(JSON.stringify(path));
          verify(named, `${name}: ${show(error.message)} does not name ${show(path)}`);
        }
      }
    },
  },
  {
    id: "error.hidden",
    title: "neither errors nor the port show what is to be hidden",
    async run({ port, hidden }) {
      if (hidden.length === 0) throw new NotApplicable("the subject hides nothing");
      await create(port, "a.txt");
      await port.makeDirectory("folder");
      const shown = [everything(port)];
      for (const path of PATHS) {
        for (const [, call] of callsWith(port, path)) shown.push(everything(await rejectionOf(call)));
      }
      for (const [index, text] of hidden.entries()) {
        const leak = shown.find((each) => each.includes(text));
        // What leaked is not printed again.
        const where = leak?.replaceAll(text, "[hidden]");
        verify(leak === undefined, `hidden[${index}] in ${show(where)}`);
      }
    },
  },
  {
    id: "error.adapter",
    title: "the port says which adapter it is",
    async run({ port }) {
      verify(/^[a-z][a-z0-9-]*$/.test(port.adapter), show(port.adapter));
    },
  },
];

/** All that a value shows of itself, its causes included. The stack names files of the program, not of the backend. */
function everything(value: unknown): string {
  if (!(value instanceof Error))
    return `${inspect(value, { depth: 8, showHidden: true })} ${JSON.stringify(value)}`;
  const { message, cause, ...rest } = value as FileError;
  const about = inspect(rest, { depth: 8 });
  return `${message} ${about} ${cause === undefined ? "" : everything(cause)}`;
}
