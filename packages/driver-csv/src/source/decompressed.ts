import { type Readable, Readable as ReadableStream } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { CsvError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";

export type Compression = "none" | "gzip" | "zstd";

/** Which compression the first bytes of a file announce. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return "zstd";
  return "none";
}

/** What a compressed source holds. It can only be read from the start, and its size is not known before its end. */
export function decompressed(source: ByteSource, compression: "gzip" | "zstd"): ByteSource {
  return {
    name: source.name,
    size: undefined,
    version: source.version,
    stream: (start, signal) => skipping(inflate(source, compression, signal), start),
    verify: () => source.verify(),
    isChanged: source.isChanged,
    close: () => source.close(),
  };
}

async function* inflate(
  source: ByteSource,
  compression: "gzip" | "zstd",
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input: Readable = ReadableStream.from(source.stream(0, signal), { objectMode: false });
  const inflater = compression === "gzip" ? createGunzip(OUTPUT) : createZstdDecompress(OUTPUT);
  input.on("error", (error) => inflater.destroy(error));
  input.pipe(inflater);
  try {
    for await (const block of inflater) yield block as Buffer;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== "string" || !/^(Z_|ZSTD_|ERR_ZSTD|ERR_Z)/.test(code)) throw error;
    throw new CsvError("unreadable_file", `${source.name} is damaged ${compression} data.`, { cause: error });
  } finally {
    input.destroy();
    inflater.destroy();
  }
}

const OUTPUT = { chunkSize: 1 << 18 };

/** The blocks of a stream from the byte `start` on. */
export async function* skipping(
  blocks: AsyncIterable<Uint8Array>,
  start: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let toSkip = start;
  for await (const block of blocks) {
    if (toSkip >= block.length) toSkip -= block.length;
    else {
      yield toSkip === 0 ? block : block.subarray(toSkip);
      toSkip = 0;
    }
  }
}
