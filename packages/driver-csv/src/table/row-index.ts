/** A place is kept for so many records, so that the way from one to any record is short. */
const EVERY = 1024;

/** Where records begin in one version of one file, as far as it has been scanned. */
export class RowIndex {
  /** How many records there are, once somebody has read to the end. */
  total: number | undefined;
  #rows: Float64Array = new Float64Array(64);
  #offsets: Float64Array = new Float64Array(64);
  #size = 0;

  /** Notes where a record begins. Records in between, and such as are known, are passed over. */
  note(row: number, offset: number): void {
    const last = this.#size === 0 ? -EVERY : (this.#rows[this.#size - 1] as number);
    if (row < last + EVERY) return;
    if (this.#size === this.#rows.length) {
      this.#rows = doubled(this.#rows);
      this.#offsets = doubled(this.#offsets);
    }
    this.#rows[this.#size] = row;
    this.#offsets[this.#size] = offset;
    this.#size++;
  }

  /** The last known place at or before a record; undefined where nothing is known. */
  before(row: number): { readonly row: number; readonly offset: number } | undefined {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] as number) <= row) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return undefined;
    return { row: this.#rows[low - 1] as number, offset: this.#offsets[low - 1] as number };
  }

  /** Takes over what a count of the whole file has noted. */
  complete(total: number, places: readonly number[]): void {
    for (let i = 0; i < places.length; i += 2) this.note(places[i] as number, places[i + 1] as number);
    this.total = total;
  }
}

function doubled(from: Float64Array): Float64Array {
  const to = new Float64Array(from.length * 2);
  to.set(from);
  return to;
}
