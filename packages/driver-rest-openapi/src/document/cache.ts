import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fetched } from "./load.ts";

/** What a server said about the version of a document, to ask later whether it is still the current one. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** A document as it was fetched. */
export interface Cached extends Fetched {
  readonly validators: Validators;
}

const VERSION = 1;

/**
 * Documents in a folder, each in a file of its own: a line of JSON about it, then its text. Files are replaced
 * as a whole and are the owner's alone to read. What cannot be read back, for whatever reason, is not there.
 */
export class DocumentCache {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #redact: (text: string) => string;

  /** @param redact takes credentials out of what a server echoed */
  constructor(folder: string, maxBytes: number, redact: (text: string) => string) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
    this.#redact = redact;
  }

  async read(url: string): Promise<Cached | undefined> {
    try {
      const path = this.#path(url);
      if ((await stat(path)).size > this.#maxBytes + MOST_HEADER_BYTES) return undefined;
      const content = await readFile(path, "utf8");
      const end = content.indexOf("\n");
      const header = JSON.parse(content.slice(0, end)) as Partial<Record<string, unknown>>;
      const text = content.slice(end + 1);
      const { version, uri, etag, lastModified, sha256 } = header;
      if (version !== VERSION || typeof uri !== "string" || sha256 !== hashOf(text)) return undefined;
      return {
        text,
        uri,
        validators: {
          ...(typeof etag === "string" ? { etag } : {}),
          ...(typeof lastModified === "string" ? { lastModified } : {}),
        },
      };
    } catch {
      return undefined;
    }
  }

  /** Rejects where the folder cannot be written to. */
  async write(url: string, { text: original, uri, validators }: Cached): Promise<void> {
    const text = this.#redact(original);
    const header = { version: VERSION, uri: withoutSecrets(uri), ...validators, sha256: hashOf(text) };
    const path = this.#path(url);
    const temporary = `${path}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(temporary, `${this.#redact(JSON.stringify(header))}\n${text}`, {
        mode: 0o600,
        flag: "wx",
      });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** The query tells documents apart, so it is hashed; a name and password do not, and are left out. */
  #path(url: string): string {
    const { origin, pathname, search } = new URL(url);
    return join(this.#folder, `${hashOf(`${origin}${pathname}${search}`)}.cache`);
  }
}

const MOST_HEADER_BYTES = 65_536;

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A signed URL holds its credential in the query. */
function withoutSecrets(uri: string): string {
  const { origin, pathname } = new URL(uri);
  return `${origin}${pathname}`;
}
