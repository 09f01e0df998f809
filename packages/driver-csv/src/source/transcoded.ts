import type { ByteSource } from "./byte-source.ts";
import { skipping } from "./decompressed.ts";

/**
 * A source in an encoding that cannot be scanned byte by byte, such as UTF-16, as UTF-8. It is turned over a block
 * at a time and can only be read from the start.
 */
export function transcoded(source: ByteSource, encoding: string): ByteSource {
  return {
    name: source.name,
    size: undefined,
    version: source.version,
    stream: (start, signal) => skipping(utf8(source.stream(0, signal), encoding), start),
    verify: () => source.verify(),
    isChanged: source.isChanged,
    close: () => source.close(),
  };
}

async function* utf8(
  blocks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder(encoding);
  for await (const block of blocks) yield Buffer.from(decoder.decode(block, { stream: true }));
  yield Buffer.from(decoder.decode());
}
