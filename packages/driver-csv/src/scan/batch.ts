/** How a field's bytes are written; see {@link Batch.kinds}. */
export const PLAIN = 0;
/** Between quotes, nothing to undo. */
export const QUOTED = 1;
/** Between quotes, with doubled or escaped ones inside. */
export const ESCAPED = 2;
/** A quoted part and then more: the quote between them is to be left out. */
export const BROKEN = 3;

const NOTHING = Buffer.alloc(0);

/**
 * The boundaries of some records in a block of bytes. Everything is a position in `bytes`, so that a value is
 * decoded only where somebody asks for it. One batch is filled again and again: nobody keeps it.
 */
export class Batch {
  bytes: Buffer = NOTHING;
  /** How many records there are. */
  rows = 0;
  /** Index in `starts` of each record's first field. */
  readonly first: Int32Array = new Int32Array(MOST_ROWS);
  /** How many fields each record has; those beyond the scanner's `keep` are counted and not stored. */
  readonly counts: Int32Array = new Int32Array(MOST_ROWS);
  /** Where each record begins. */
  readonly at: Int32Array = new Int32Array(MOST_ROWS);
  starts: Int32Array = new Int32Array(SOME_FIELDS);
  ends: Int32Array = new Int32Array(SOME_FIELDS);
  kinds: Uint8Array = new Uint8Array(SOME_FIELDS);
  /** The first CR in `bytes` from where the last records were looked for; their length for none. */
  nextCr = 0;
  /** Position of a quote that is never closed, -1 for none. Set at the end of the last block only. */
  unterminated = -1;
  /** Quotes that stood where none may stand and were taken for something sensible. */
  strayQuotes = 0;
  /** Lines that were no records: blank ones and comments. */
  skipped = 0;

  /** Makes it as good as new. */
  reset(): void {
    this.bytes = NOTHING;
    this.nextCr = 0;
    this.strayQuotes = 0;
    this.skipped = 0;
  }

  /** Makes room for more fields: only ever needed for a record that alone has more than fit. */
  grow(): void {
    const larger = this.starts.length * 2;
    this.starts = copied(this.starts, new Int32Array(larger));
    this.ends = copied(this.ends, new Int32Array(larger));
    const kinds = new Uint8Array(larger);
    kinds.set(this.kinds);
    this.kinds = kinds;
  }
}

/** A batch of this size stays in the processor's cache. */
export const MOST_ROWS = 2048;
const SOME_FIELDS = 16_384;

function copied(from: Int32Array, to: Int32Array): Int32Array {
  to.set(from);
  return to;
}
