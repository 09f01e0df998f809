import { FileError, type FileErrorCode, McsError } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import { rejectionOf } from "../suite/observe.ts";
import { show } from "../suite/violation.ts";
import { verify } from "./violation.ts";

const PIECE = 65_536;

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Creates a file that holds a text. */
export async function create(port: FilesystemPort, path: string, text = path): Promise<void> {
  await port.write(path, bytes(text), { mode: "create" });
}

/** Creates files side by side, a few at a time: some backends take few connections. */
export async function createMany(port: FilesystemPort, paths: readonly string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += 16) {
    await Promise.all(paths.slice(at, at + 16).map((path) => create(port, path, "x")));
  }
}

/** The whole content, read piece by piece until the end. */
export async function contentOf(port: FilesystemPort, path: string): Promise<Uint8Array> {
  const file = await port.open(path);
  try {
    const pieces: Uint8Array[] = [];
    for (let at = 0; ; ) {
      const piece = await file.read(at, PIECE);
      if (piece.length === 0) return Buffer.concat(pieces);
      pieces.push(piece);
      at += piece.length;
    }
  } finally {
    await file.close();
  }
}

/** Verifies that a file holds a text, and nothing else. */
export async function holds(port: FilesystemPort, path: string, text: string): Promise<void> {
  const found = new TextDecoder().decode(await contentOf(port, path));
  verify(found === text, `${show(path)} holds ${show(found)} instead of ${show(text)}`);
}

/** The names in a directory. */
export async function namesIn(port: FilesystemPort, path: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of port.list(path)) names.push(name);
  return names;
}

/** Verifies the names in a directory: none missing, none twice, none that nobody made. */
export async function lists(port: FilesystemPort, path: string, names: readonly string[]): Promise<void> {
  const found = await namesIn(port, path);
  verify(sameItems(found, names), `${show(path)} lists ${show(found)} instead of ${show(names)}`);
}

/** True for the same texts in any order; `expected` has none twice. */
export function sameItems(found: readonly string[], expected: readonly string[]): boolean {
  const distinct = new Set(found);
  return found.length === expected.length && expected.every((item) => distinct.has(item));
}

/** Verifies that nothing has this path. */
export async function isMissing(port: FilesystemPort, path: string): Promise<void> {
  await refuses("file_not_found", `stat(${show(path)})`, () => port.stat(path));
}

/** Verifies that a call rejects with a `FileError` of one of these codes; returns the error. */
export async function refuses(
  codes: FileErrorCode | readonly FileErrorCode[],
  what: string,
  call: () => Promise<unknown>,
): Promise<FileError> {
  const allowed: readonly string[] = typeof codes === "string" ? [codes] : codes;
  const error = await rejectionOf(call);
  verify(error !== undefined, `${what} resolved instead of rejecting with ${allowed.join(" or ")}`);
  verify(isFileError(error), `${what} rejected with what is no FileError: ${show(error)}`);
  const { code, message } = error;
  verify(
    allowed.includes(code),
    `${what} rejected with ${code} instead of ${allowed.join(" or ")}: ${message}`,
  );
  return error;
}

/** Verifies that a call rejects with code `"aborted"`. */
export async function aborts(what: string, call: () => Promise<unknown>): Promise<void> {
  const error = await rejectionOf(call);
  verify(error !== undefined, `${what} resolved although its signal had fired`);
  verify(McsError.is(error) && error.code === "aborted", `${what} rejected with ${show(error)}`);
}

/** Across installed copies of core. */
export function isFileError(error: unknown): error is FileError {
  return McsError.is(error) && error.name === FileError.name && "path" in error;
}

/** The whole of a listing, for its rejection. */
export async function drain(entries: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of entries);
}
