import type { FilesystemCase } from "../case.ts";
import { abortCases } from "./abort.ts";
import { concurrencyCases } from "./concurrency.ts";
import { copyCases } from "./copy.ts";
import { directoryCases } from "./directories.ts";
import { errorCases } from "./errors.ts";
import { linkCases } from "./links.ts";
import { listCases } from "./list.ts";
import { moveCases } from "./move.ts";
import { nameCases } from "./names.ts";
import { openCases } from "./open.ts";
import { pathCases } from "./paths.ts";
import { removeCases } from "./remove.ts";
import { statCases } from "./stat.ts";
import { versionCases } from "./versions.ts";
import { writeCases } from "./write.ts";

/** The promises of `FilesystemPort`, by subject. */
export const filesystemSuite: Readonly<Record<string, readonly FilesystemCase[]>> = {
  stat: statCases,
  list: listCases,
  open: openCases,
  write: writeCases,
  version: versionCases,
  directory: directoryCases,
  move: moveCases,
  copy: copyCases,
  remove: removeCases,
  path: pathCases,
  name: nameCases,
  link: linkCases,
  abort: abortCases,
  concurrency: concurrencyCases,
  error: errorCases,
};
