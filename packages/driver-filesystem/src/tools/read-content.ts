import { InvalidArgumentsError, LimitError, Media } from "@mcs/core";
import type { FileCallOptions, FilesystemPort, OpenFile } from "@mcs/core/ports";
import type { Limits } from "../options.ts";
import { nameOf } from "../paths.ts";
import { decodeText, detectText, type TextFormat } from "../text/encoding.ts";
import { isKnownMedia, mediaTypeOf } from "../text/media-type.ts";
import { readBytes, readLines, readTail, type TextPart } from "../text/read-part.ts";

/** Which part of a file is asked for. */
export interface Range {
  readonly start_line?: number | undefined;
  readonly lines?: number | undefined;
  readonly start_byte?: number | undefined;
  readonly bytes?: number | undefined;
}

/** Whether the part is counted in bytes. */
function countsBytes({ start_byte, bytes }: Range): boolean {
  return start_byte !== undefined || bytes !== undefined;
}

/** @throws InvalidArgumentsError for a range that counts both lines and bytes. */
export function checkRange(tool: string, range: Range): void {
  if (!countsBytes(range) || (range.start_line === undefined && range.lines === undefined)) return;
  const path = [range.start_byte === undefined ? "bytes" : "start_byte"];
  const message = "counts bytes, and cannot be combined with lines";
  throw new InvalidArgumentsError(tool, [{ path, keyword: "not", message }]);
}

/** Enough to tell a text from a binary. */
const SAMPLE = 64 * 1024;
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * A file's content: the text where all of it was asked for and fits, a part of the text with its place otherwise,
 * and media for a binary.
 */
export async function readContent(
  files: FilesystemPort,
  path: string,
  range: Range,
  limits: Limits,
  options: FileCallOptions,
): Promise<string | TextPart | Media> {
  const file = await files.open(path, options);
  try {
    const { size } = file.stat;
    const whole = size <= limits.maxReadBytes;
    const beginning = await file.read(0, whole ? size : Math.min(size, SAMPLE), options);
    const format = isKnownMedia(beginning) ? undefined : detectText(beginning, whole);
    if (format === undefined) return await media(file, path, beginning, range, limits, options);
    if (whole && Object.keys(range).length === 0) {
      const text = decodeText(beginning, format);
      if (lineCount(text) <= limits.maxReadLines) return text;
    }
    return await part(file, format, range, limits, options);
  } finally {
    await file.close();
  }
}

async function part(
  file: OpenFile,
  format: TextFormat,
  { start_line = 1, lines = ALL, start_byte, bytes }: Range,
  limits: Limits,
  options: FileCallOptions,
): Promise<TextPart> {
  if (countsBytes({ start_byte, bytes })) {
    return readBytes(file, format, start_byte ?? 0, bytes ?? ALL, limits, options);
  }
  if (start_line < 0) return readTail(file, format, -start_line, lines, limits, options);
  return readLines(file, format, Math.max(start_line, 1), lines, limits, options);
}

async function media(
  file: OpenFile,
  path: string,
  beginning: Uint8Array,
  { start_byte = 0, bytes }: Range,
  { maxMediaBytes }: Limits,
  options: FileCallOptions,
): Promise<Media> {
  const { size } = file.stat;
  const isPart = start_byte > 0 || bytes !== undefined;
  const wanted = Math.max(0, Math.min(bytes ?? ALL, size - start_byte));
  if (wanted > maxMediaBytes) {
    throw new LimitError(
      `${JSON.stringify(path)} is binary and has ${size} bytes; ${maxMediaBytes} fit in a result.`,
      {
        remedy: "Read a part of it with start_byte and bytes.",
      },
    );
  }
  const content = await file.read(start_byte, wanted, options);
  const type = isPart ? "application/octet-stream" : mediaTypeOf(path, beginning);
  return new Media({ type, name: nameOf(path), bytes: content });
}

function lineCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
