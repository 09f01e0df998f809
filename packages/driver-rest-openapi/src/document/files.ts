import { open, realpath, stat } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DocumentError } from "../errors.ts";
import { decodeDocument } from "./decode-text.ts";
import type { Fetched } from "./load.ts";

/** Reads a file that the operator named. */
export async function readNamedFile(path: string, maxBytes: number): Promise<Fetched> {
  try {
    return { text: await readText(path, maxBytes), uri: pathToFileURL(await realpath(path)).href };
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new DocumentError("document_unreachable", path, `The file ${path} could not be read: ${reason}.`, {
      cause,
      remedy: "Check the path; a relative one is relative to the working directory.",
    });
  }
}

/** Reads a file that the document refers to. It has to lie in the document's folder, by its real path. */
export async function readFileBeside(uri: string, document: string, maxBytes: number): Promise<Fetched> {
  const root = await realpath(dirname(resolve(document)));
  const path = await realpath(fileURLToPath(uri));
  if (!path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) {
    throw new DocumentError(
      "document_unreachable",
      uri,
      `${path} is outside of ${root}, the document's folder.`,
    );
  }
  if (!(await stat(path)).isFile()) {
    throw new DocumentError("document_unreachable", uri, `${path} is no regular file.`);
  }
  return { text: await readText(path, maxBytes), uri: pathToFileURL(path).href };
}

/** What changes when a file does. */
export async function stampOf(path: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(path);
  return `${mtimeMs} ${size} ${ino}`;
}

async function readText(path: string, maxBytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > maxBytes) throw new Error(`it has ${size} bytes, and maxDocumentBytes is ${maxBytes}`);
    return decodeDocument(await file.readFile());
  } finally {
    await file.close();
  }
}
