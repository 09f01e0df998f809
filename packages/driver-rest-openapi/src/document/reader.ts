import { fileURLToPath } from "node:url";
import { DocumentError } from "../errors.ts";
import type { DocumentSource } from "../options.ts";
import type { Validators } from "./cache.ts";
import { type FetchOptions, fetchText, hasChanged } from "./fetch.ts";
import type { Fetched } from "./load.ts";
import { isHttp } from "./urls.ts";

/** What reads files is loaded with the first one. */
const files = (): Promise<typeof import("./files.ts")> => import("./files.ts");

/** Reads documents over HTTP and from files, and remembers what it read. */
export class Reader {
  readonly #source: DocumentSource;
  readonly #options: FetchOptions;
  readonly #fetched = new Map<string, { readonly validators: Validators; readonly isNamed: boolean }>();
  readonly #files = new Map<string, string>();

  constructor(source: DocumentSource, options: FetchOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** What the operator named: an http(s) URL, or a path. Its origin may lie in a private network. */
  async readNamed(place: string): Promise<Fetched> {
    if (isHttp(place)) return this.#fetch(place, true);
    const { readNamedFile, stampOf } = await files();
    this.#files.set(place, await stampOf(place).catch(() => ""));
    return readNamedFile(place, this.#options.maxBytes);
  }

  /**
   * A file that a document refers to. What it may refer to depends on where it came from: a document from the
   * network never reads a file of this machine, and one from a folder never leaves it.
   */
  async readReferenced(uri: string): Promise<Fetched> {
    if (isHttp(uri)) return this.#fetch(uri, false);
    const { file } = this.#source;
    if (!uri.startsWith("file:") || file === undefined) {
      throw new DocumentError(
        "document_unreachable",
        uri,
        `${uri} is not read: a document may not refer to it.`,
      );
    }
    const { readFileBeside, stampOf } = await files();
    const stamp = await stampOf(fileURLToPath(uri)).catch(() => "");
    const read = await readFileBeside(uri, file, this.#options.maxBytes);
    this.#files.set(fileURLToPath(uri), stamp);
    return read;
  }

  /**
   * Whether anything that was read is another by now.
   *
   * @throws DocumentError where it cannot be told.
   */
  async hasChanged(): Promise<boolean> {
    for (const [path, stamp] of this.#files) {
      const { stampOf } = await files();
      if ((await stampOf(path).catch(() => "")) !== stamp) return true;
    }
    for (const [url, { validators, isNamed }] of this.#fetched) {
      if (await hasChanged(url, validators, this.#options, isNamed)) return true;
    }
    return false;
  }

  /** @param isNamed whether the operator named this very URL */
  async #fetch(url: string, isNamed: boolean): Promise<Fetched> {
    const { text, uri, validators } = await fetchText(url, this.#options, isNamed);
    this.#fetched.set(url, { validators, isNamed });
    return { text, uri };
  }
}
