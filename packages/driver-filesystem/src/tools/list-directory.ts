import type { DefinedTool } from "@mcs/core";
import { ExecutionError } from "@mcs/core";
import type { FileCallOptions, FileEntry, FilesystemPort } from "@mcs/core/ports";
import { join, toPath } from "../paths.ts";
import type { Listing } from "../tree/open-listings.ts";
import { byName } from "../tree/walk.ts";
import { COUNT, fileTool, isoTime, noted, optional, TEXT, type ToolContext } from "./context.ts";

interface Args {
  readonly path?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

const ENTRY = {
  type: "object",
  properties: {
    name: TEXT,
    kind: { enum: ["file", "directory", "symlink", "other"] },
    size: { type: "integer" },
    modified: TEXT,
  },
  required: ["name", "kind"],
} as const;

/** Directories with more entries come in the backend's order: sorting them would mean reading them all first. */
const SORTED = 1_000;
const PAGE = 200;

export function listDirectory(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "list_directory",
    title: "List a directory",
    description:
      "Lists what is in a directory, with sizes and times. For everything below it see directory_tree.",
    parameters: [
      optional("path", 'The directory, relative to the root; "" is the root.', TEXT),
      optional("limit", `How many entries; ${PAGE} if left out.`, COUNT),
      optional("cursor", "Where to go on: next from the page before.", TEXT),
    ],
    outputSchema: {
      type: "object",
      properties: { path: TEXT, entries: { type: "array", items: ENTRY }, next: TEXT, note: TEXT },
      required: ["path", "entries"],
    },
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async ({ path = "", limit = PAGE, cursor }, options) => {
      const files = await context.files();
      const directory = toPath(path);
      const size = Math.min(limit, context.limits.maxEntries);
      const page = await pageOf(files, directory, size, cursor, context, options);
      const entries = await Promise.all(
        page.entries.map((entry) => described(files, directory, entry, options)),
      );
      const { next } = page;
      return { path: directory, entries, ...(next === undefined ? {} : { next }), ...noted(page.notes) };
    },
  });
}

interface Page {
  readonly entries: readonly FileEntry[];
  readonly next: string | undefined;
  readonly notes: readonly string[];
}

/** A cursor names the last entry of a sorted page, or counts the entries before it in the backend's order. */
async function pageOf(
  files: FilesystemPort,
  path: string,
  size: number,
  cursor: string | undefined,
  context: ToolContext,
  options: FileCallOptions,
): Promise<Page> {
  const at = /^at:(\d{1,15})$/.exec(cursor ?? "")?.[1];
  if (at !== undefined) return unsortedPage(files, path, size, Number(at), context, options);
  if (cursor !== undefined && !cursor.startsWith("after:")) {
    throw new ExecutionError(`There is no cursor ${JSON.stringify(cursor)}.`, {
      code: "invalid_cursor",
      remedy: "Pass next from the page before, or none to begin.",
    });
  }
  const listing = files.list(path, options)[Symbol.asyncIterator]();
  if (cursor !== undefined) return sortedPage(await rest(listing), size, cursor.slice(6));
  const { entries, ended } = await taken(listing, Math.max(SORTED, size) + 1);
  if (ended) return sortedPage(entries, size, undefined);
  await listing.return?.();
  return unsortedPage(files, path, size, 0, context, options);
}

function sortedPage(entries: readonly FileEntry[], size: number, after: string | undefined): Page {
  const left = entries.filter(({ name }) => after === undefined || name > after).sort(byName);
  const page = left.slice(0, size);
  if (left.length <= size) return { entries: page, next: undefined, notes: [] };
  const next = `after:${page.at(-1)?.name ?? ""}`;
  return { entries: page, next, notes: [`${left.length - size} more: go on with the cursor in next.`] };
}

async function unsortedPage(
  files: FilesystemPort,
  path: string,
  size: number,
  start: number,
  { listings }: ToolContext,
  options: FileCallOptions,
): Promise<Page> {
  // A listing that goes on in another call must not end with this call's signal.
  const listing =
    listings.take(path, start) ?? (await skipped(files.list(path)[Symbol.asyncIterator](), start));
  const { entries, ended } = await taken(listing, size, options.signal);
  const place = start + entries.length;
  const sorted = entries.toSorted(byName);
  if (ended) return { entries: sorted, next: undefined, notes: [] };
  listings.leave(path, place, listing);
  const why = `The directory has more than ${SORTED} entries, so only each page is sorted.`;
  return { entries: sorted, next: `at:${place}`, notes: [why, "Go on with the cursor in next."] };
}

async function skipped(listing: Listing, count: number): Promise<Listing> {
  for (let at = 0; at < count; at++) if ((await listing.next()).done === true) break;
  return listing;
}

async function rest(listing: Listing): Promise<FileEntry[]> {
  return (await taken(listing, Number.POSITIVE_INFINITY)).entries;
}

async function taken(
  listing: Listing,
  most: number,
  signal?: AbortSignal,
): Promise<{ entries: FileEntry[]; ended: boolean }> {
  const entries: FileEntry[] = [];
  while (entries.length < most) {
    signal?.throwIfAborted();
    const { done, value } = await listing.next();
    if (done === true) return { entries, ended: true };
    entries.push(value);
  }
  return { entries, ended: false };
}

async function described(
  files: FilesystemPort,
  directory: string,
  { name, kind, size, modifiedMs }: FileEntry,
  options: FileCallOptions,
): Promise<object> {
  const known = modifiedMs !== undefined && (size !== undefined || kind !== "file");
  // An entry may be gone, or closed to us, by the time that it is asked about; it is listed all the same.
  const stat = known ? undefined : await files.stat(join(directory, name), options).catch(() => undefined);
  const [bytes, time] = [size ?? stat?.size, isoTime(modifiedMs ?? stat?.modifiedMs)];
  return {
    name,
    kind,
    ...(kind === "file" && bytes !== undefined ? { size: bytes } : {}),
    ...(time === undefined ? {} : { modified: time }),
  };
}
