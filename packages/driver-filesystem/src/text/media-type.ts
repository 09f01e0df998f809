import { nameOf } from "../paths.ts";

/** How well-known kinds of files begin. */
const BEGINNINGS: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ["image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
  ["image/avif", 4, "ftypavif"],
  ["image/heic", 4, "ftypheic"],
  ["image/bmp", 0, "BM"],
  ["image/tiff", 0, "II*\0"],
  ["image/tiff", 0, "MM\0*"],
  ["image/x-icon", 0, "\0\0\x01\0"],
  ["application/pdf", 0, "%PDF-"],
  ["audio/wav", 8, "WAVE"],
  ["audio/mpeg", 0, "ID3"],
  ["audio/ogg", 0, "OggS"],
  ["audio/flac", 0, "fLaC"],
  ["video/mp4", 4, "ftyp"],
  ["video/webm", 0, "\x1aE\xdf\xa3"],
  ["application/gzip", 0, "\x1f\x8b"],
  ["application/zstd", 0, "\x28\xb5\x2f\xfd"],
  ["application/vnd.sqlite3", 0, "SQLite format 3\0"],
  ["application/wasm", 0, "\0asm"],
];

/** Kinds of zip archives that only their names tell apart. */
const ARCHIVES: Readonly<Record<string, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  epub: "application/epub+zip",
  jar: "application/java-archive",
};

/** The media type of a binary, by how it begins. */
export function mediaTypeOf(path: string, beginning: Uint8Array): string {
  const head = String.fromCharCode(...beginning.subarray(0, 32));
  const known = BEGINNINGS.find(([, at, bytes]) => head.startsWith(bytes, at));
  if (known !== undefined) return known[0];
  if (!head.startsWith("PK\x03\x04")) return "application/octet-stream";
  const extension = nameOf(path).split(".").at(-1)?.toLowerCase() ?? "";
  return Object.hasOwn(ARCHIVES, extension) ? (ARCHIVES[extension] ?? "") : "application/zip";
}

/** Pictures and documents that begin with plain text all the same. */
export function isKnownMedia(beginning: Uint8Array): boolean {
  return String.fromCharCode(...beginning.subarray(0, 5)) === "%PDF-";
}
