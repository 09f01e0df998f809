import { Batch } from "./batch.ts";
import { type ScanTask, scanRecords } from "./scanner.ts";

/** A place in the file where the scan cannot go on; whoever knows the source turns it into an error with a line. */
export class ScanStop extends Error {
  override readonly name = "ScanStop";
  readonly reason: "unterminated" | "record_too_long";
  /** In bytes from the start of the source. */
  readonly offset: number;

  constructor(reason: "unterminated" | "record_too_long", offset: number) {
    super(reason);
    this.reason = reason;
    this.offset = offset;
  }
}

export interface ChunkScan extends ScanTask {
  /** Where the first chunk begins in the source; a record begins there. */
  readonly start: number;
  /** Records that begin here or later belong to somebody else. */
  readonly until: number;
  readonly maxRecordBytes: number;
}

/** A batch and where it lies. It is filled anew for every turn of the loop. */
export interface PlacedBatch {
  readonly batch: Batch;
  /** Offset of `batch.bytes[0]` in the source. */
  readonly base: number;
  /** Offset of the first record that is not in the batch. */
  readonly next: number;
}

/**
 * Chunks of bytes as batches of records. What is left of a record at the end of a chunk is carried over; a record
 * that does not fit is tried again when twice as much is there, so that even a huge one is read in linear time.
 */
export async function* scanChunks(
  chunks: AsyncIterable<Uint8Array>,
  scan: ChunkScan,
): AsyncGenerator<PlacedBatch, void, undefined> {
  const batch = new Batch();
  let work = Buffer.allocUnsafe(0);
  let filled = 0;
  let base = scan.start;
  let enough = 0;
  for await (const chunk of chunks) {
    if (filled + chunk.length > work.length) {
      const larger = Buffer.allocUnsafe(Math.max(filled + chunk.length + 4096, filled * 2));
      work.copy(larger, 0, 0, filled);
      work = larger;
    }
    work.set(chunk, filled);
    filled += chunk.length;
    if (filled < enough) continue;
    const bytes = work.subarray(0, filled);
    let at = 0;
    for (;;) {
      const next = scanRecords(batch, bytes, at, scan.until - base, false, scan);
      const moved = next > at;
      at = next;
      if (batch.rows > 0) yield { batch, base, next: base + at };
      else if (!moved) break;
      if (base + at >= scan.until) return;
    }
    const left = filled - at;
    if (left > scan.maxRecordBytes) throw new ScanStop("record_too_long", base + at);
    enough = at === 0 ? left * 2 : 0;
    work.copyWithin(0, at, filled);
    filled = left;
    base += at;
  }
  const bytes = work.subarray(0, filled);
  let at = 0;
  while (at < filled && base + at < scan.until) {
    at = scanRecords(batch, bytes, at, scan.until - base, true, scan);
    if (batch.rows > 0) yield { batch, base, next: base + at };
    if (batch.unterminated >= 0) throw new ScanStop("unterminated", base + batch.unterminated);
  }
}
