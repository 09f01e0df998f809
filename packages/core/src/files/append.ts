import { McsError } from "../errors.ts";
import type { FileStat } from "../ports/index.ts";
import { mismatch } from "./refusals.ts";

const TRIES = 5;

/** An append for protocols that know none. */
export interface Appending {
  readonly path: string;
  /** The file that is there. */
  readonly current: FileStat;
  readonly ifMatch: string | undefined;
  /** The whole content of a version; `"version_mismatch"` where it is gone. */
  read(stat: FileStat): Promise<Uint8Array>;
  /** Writes the whole file if it still has a version; `"version_mismatch"` where it has not. */
  replace(before: Uint8Array, version: string): Promise<FileStat>;
  stat(): Promise<FileStat | undefined>;
}

/**
 * Adds to a file by writing all of it anew, under the condition that it is still what was read. Somebody who was
 * quicker is appended to, unless `ifMatch` asks for one version.
 */
export async function appendByRewriting(appending: Appending): Promise<FileStat> {
  const { path, current, ifMatch, read, replace, stat } = appending;
  let found: FileStat | undefined = current;
  for (let tries = 1; found?.version !== undefined; tries++) {
    try {
      return await replace(await read(found), found.version);
    } catch (error) {
      const quicker = McsError.is(error) && error.code === "version_mismatch";
      if (!quicker || ifMatch !== undefined || tries === TRIES) throw error;
    }
    found = await stat();
  }
  throw mismatch(path, found);
}
