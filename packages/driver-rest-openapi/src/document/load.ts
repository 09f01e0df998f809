import { ConfigurationError } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import { DocumentError } from "../errors.ts";
import type { DocumentSource } from "../options.ts";
import type { Overlay } from "../toolset/overlay.ts";
import { externalUris } from "./external.ts";
import type { JsonObject } from "./json.ts";
import { parseText, type SpecVersion, specVersion } from "./parse.ts";
import type { Reader } from "./reader.ts";
import { References, type SourceFile } from "./references.ts";
import { selfUri } from "./self.ts";
import { withoutQuery } from "./urls.ts";

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
  overlays: readonly Overlay[] = [],
): Promise<ApiDocument> {
  const stated = await loadRoot(source, reader, diagnostics);
  const loaded = overlays.length === 0 ? stated : await overlaid(stated, overlays, diagnostics);
  const { root, version } = specVersion(loaded.file.root, loaded.location);
  const files = new Map([[loaded.file.uri, loaded.file]]);
  if (loaded.refers.length > 0) await loadReferenced(loaded, files, reader, diagnostics);
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

async function loadRoot(source: DocumentSource, reader: Reader, diagnostics: Diagnostics): Promise<Loaded> {
  if (source.document !== undefined) {
    // An object has no place that its references could be relative to, and finding them costs more than parsing.
    return { file: { uri: "", root: source.document }, location: "document", refers: [] };
  }
  const fetched = await reader.readNamed(source.url ?? source.file);
  const location = source.url === undefined ? source.file : withoutQuery(source.url);
  return parseFile(fetched, location, (message) => diagnostics.add("warning", "malformed", "", message));
}

/** The document as the overlays leave it. What they refer to stands relative to the document. */
async function overlaid(
  loaded: Loaded,
  overlays: readonly Overlay[],
  diagnostics: Diagnostics,
): Promise<Loaded> {
  // Refused here, where it has a name, and not as what an overlay could not be applied to.
  specVersion(loaded.file.root, loaded.location);
  const { applyOverlays } = await import("../toolset/overlay.ts");
  const { uri } = loaded.file;
  const root = await applyOverlays(loaded.file.root, overlays, diagnostics);
  const added = uri === "" ? [] : externalUris(JSON.stringify(overlays.map(({ document }) => document)), uri);
  return { ...loaded, file: { uri, root }, refers: [...loaded.refers, ...added] };
}

async function parseFile(
  { text, uri }: Fetched,
  location: string,
  note: (message: string) => void,
): Promise<Loaded> {
  const root = await parseText(text, location, note);
  const file = { uri, root };
  return { file, location, refers: externalUris(text, uri, selfUri(file)) };
}

async function loadReferenced(
  first: Loaded,
  files: Map<string, SourceFile>,
  reader: Reader,
  diagnostics: Diagnostics,
): Promise<void> {
  const pending = [...first.refers];
  const seen = new Set([first.file.uri]);
  let asked = 0;
  while (pending.length > 0) {
    const batch = pending.splice(0).filter((uri) => !seen.has(uri) && seen.add(uri));
    const loads = batch.map(async (uri) => {
      if (++asked > MOST_FILES)
        throw new DocumentError(
          "document_unreachable",
          withoutQuery(uri),
          `there are more than ${MOST_FILES} files.`,
        );
      const note = (message: string): void =>
        diagnostics.add("warning", "malformed", `${withoutQuery(uri)}#`, message);
      return parseFile(await reader.readReferenced(uri), withoutQuery(uri), note);
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
          withoutQuery(uri),
          `The file could not be read: ${reasonOf(result.reason)}`,
        );
      }
    }
  }
}

const SOURCES = ["url", "file", "document"] as const;

/** The one source that was given. */
export function checkSource(options: DocumentSource): DocumentSource {
  const given = SOURCES.filter((source) => options[source] !== undefined);
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
