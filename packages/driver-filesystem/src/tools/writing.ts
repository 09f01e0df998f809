import { LimitError } from "@mcs/core";
import type { FileCallOptions, FileStat, FilesystemPort, WriteOptions } from "@mcs/core/ports";
import { isFileError, TextError } from "../errors.ts";
import { parentOf } from "../paths.ts";
import { decodeText, detectText, encodeText, type TextFormat } from "../text/encoding.ts";

/** A text file as it is now, and what is needed to write it back in the same way. */
export interface LoadedText {
  readonly path: string;
  readonly text: string;
  readonly format: TextFormat;
  readonly bytes: Uint8Array;
  readonly version: string | undefined;
}

/** @throws TextError for a binary, LimitError for a file that is too large to be edited. */
export async function loadText(
  files: FilesystemPort,
  path: string,
  most: number,
  options: FileCallOptions,
): Promise<LoadedText> {
  const file = await files.open(path, options);
  try {
    const { size, version } = file.stat;
    if (size > most)
      throw new LimitError(`${JSON.stringify(path)} has ${size} bytes; up to ${most} can be edited.`);
    const bytes = await file.read(0, size, options);
    const format = detectText(bytes);
    if (format === undefined)
      throw new TextError("not_text", path, "is binary and cannot be edited as text.");
    return { path, text: decodeText(bytes, format), format, bytes, version };
  } finally {
    await file.close();
  }
}

/** The bytes of a text in the format of its file. */
export function encoded(path: string, text: string, format: TextFormat): Uint8Array {
  const bytes = encodeText(text, format);
  if (bytes !== undefined) return bytes;
  throw new TextError(
    "not_encodable",
    path,
    `is written in ${format.encoding}, which cannot hold a character of the text.`,
    {
      remedy: "Leave that character out, or write the whole file anew, which makes it UTF-8.",
    },
  );
}

/** Writes a file, and the directories that it needs when they are missing. */
export async function writeWithParents(
  files: FilesystemPort,
  path: string,
  content: Uint8Array,
  options: WriteOptions,
): Promise<FileStat> {
  try {
    return await files.write(path, content, options);
  } catch (error) {
    if (options.ifMatch !== undefined || !isFileError(error, "file_not_found")) throw error;
    await makeParents(files, path, options);
    return files.write(path, content, options);
  }
}

/** The directories above a path. */
export async function makeParents(
  files: FilesystemPort,
  path: string,
  { signal }: FileCallOptions,
): Promise<void> {
  const parent = parentOf(path);
  const options = signal === undefined ? {} : { signal };
  if (parent !== "") await files.makeDirectory(parent, { ...options, recursive: true });
}
