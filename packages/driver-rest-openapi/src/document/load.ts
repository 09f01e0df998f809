import { ConfigurationError } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import { DocumentError } from "../errors.ts";
import type { DocumentSource } from "../options.ts";
import { externalUris } from "./external.ts";
import type { JsonObject } from "./json.ts";
import { parseText, type SpecVersion, specVersion } from "./parse.ts";
import { References, type SourceFile } from "./references.ts";

/** A loaded description. Everything after this works on it and does no I/O. */
export interface ApiDocument {
  readonly root: JsonObject;
  readonly version: SpecVersion;
  readonly file: SourceFile;
  readonly references: References;
  /** The URL to which relative server URLs are relative; undefined for a file or an object. */
  readonly baseUrl: string | undefined;
}

/** Text from somewhere. `uri` is where it was in the end, after redirects. */
export interface Fetched {
  readonly text: string;
  readonly uri: string;
}

/** How a document and the files beside it are read. */
export interface Reader {
  fetchUrl(url: string): Promise<Fetched>;
  readFile(path: string): Promise<Fetched>;
  /** A file that a document refers to; rejects where reading it is not allowed. */
  readReferenced(uri: string): Promise<Fetched>;
}

/** More files than this are not followed, so that a document cannot keep the loader busy for ever. */
const MOST_FILES = 500;

/**
 * Reads the document and the other files that it refers to.
 *
 * @throws DocumentError where the document itself cannot be used. A referenced file that cannot be read is a
 * diagnostic; what refers to it is reported where it is used.
 */
export async function loadDocument(
  source: DocumentSource,
  reader: Reader,
  diagnostics: Diagnostics,
): Promise<ApiDocument> {
  const loaded = await loadRoot(source, reader);
  const { root, version } = specVersion(loaded.file.root, loaded.location);
  const files = await loadReferenced(loaded, reader, diagnostics);
  return {
    root,
    version,
    file: loaded.file,
    references: new References(files),
    baseUrl: source.url === undefined ? undefined : loaded.file.uri,
  };
}

interface Loaded {
  readonly file: SourceFile;
  readonly location: string;
  /** URIs of other files that it refers to. */
  readonly refers: readonly string[];
}

async function loadRoot(source: DocumentSource, reader: Reader): Promise<Loaded> {
  if (source.document !== undefined) {
    // An object has no place that its references could be relative to, and finding them costs more than parsing.
    return { file: { uri: "", root: source.document }, location: "document", refers: [] };
  }
  const fetched =
    source.url === undefined ? await reader.readFile(source.file) : await reader.fetchUrl(source.url);
  const location = source.url === undefined ? source.file : withoutQuery(source.url);
  return parseFile(fetched, location);
}

async function parseFile({ text, uri }: Fetched, location: string): Promise<Loaded> {
  const root = await parseText(text, location);
  return { file: { uri, root }, location, refers: externalUris(text, uri) };
}

async function loadReferenced(
  first: Loaded,
  reader: Reader,
  diagnostics: Diagnostics,
): Promise<ReadonlyMap<string, SourceFile>> {
  const files = new Map<string, SourceFile>([[first.file.uri, first.file]]);
  const pending = [...first.refers];
  const seen = new Set([first.file.uri]);
  while (pending.length > 0) {
    const batch = pending.splice(0).filter((uri) => !seen.has(uri) && seen.add(uri));
    const loads = batch.map(async (uri) => {
      if (seen.size > MOST_FILES)
        throw new DocumentError("document_unreachable", uri, "there are too many files");
      return parseFile(await reader.readReferenced(uri), withoutQuery(uri));
    });
    for (const [index, result] of (await Promise.allSettled(loads)).entries()) {
      const uri = batch[index] as string;
      if (result.status === "fulfilled") {
        files.set(uri, result.value.file);
        pending.push(...result.value.refers);
      } else {
        diagnostics.add(
          "warning",
          "broken_reference",
          uri,
          `The file could not be read: ${reasonOf(result.reason)}`,
        );
      }
    }
  }
  return files;
}

/** The one source that was given. */
export function checkSource(options: DocumentSource): DocumentSource {
  const given = (["url", "file", "document"] as const).filter((key) => options[key] !== undefined);
  if (given.length !== 1) {
    throw new ConfigurationError(
      given.length === 0 ? "No OpenAPI document was given." : `${given.join(" and ")} were given together.`,
      { remedy: "Pass exactly one of { url }, { file } and { document }." },
    );
  }
  if (options.url !== undefined && !/^https?:\/\//i.test(options.url)) {
    throw new ConfigurationError(`${JSON.stringify(withoutQuery(String(options.url)))} is no http(s) URL.`, {
      remedy: "For a document on this machine use { file }.",
    });
  }
  return options;
}

/** A query may hold a key, so it is not shown. */
export function withoutQuery(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? (url.split(/[?#]/)[0] ?? url) : `${parsed.origin}${parsed.pathname}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
