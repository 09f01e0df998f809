/** Where a tool has a word: the bits of one posting. */
export const IN = { description: 1, parameters: 2, label: 4, name: 8, topic: 16 } as const;

/** How many values the bits of a posting can have. */
export const PLACES = 32;

/** The tools that have a word, in ascending order, and where each of them has it. */
export interface Posting {
  readonly ids: Uint32Array;
  readonly places: Uint8Array;
}

const NOTHING: Posting = { ids: new Uint32Array(), places: new Uint8Array() };

/** From words to the tools that have them. It is written tool by tool, and read when it is complete. */
export class Postings {
  readonly #numbers = new Map<string, number>();
  readonly #growing: Array<{ readonly ids: number[]; readonly places: number[] }> = [];
  #complete: readonly Posting[] = [];

  add(id: number, words: Iterable<string>, place: number): void {
    for (const word of words) {
      const list = this.#growing[this.numberOf(word)];
      if (list === undefined) continue;
      const last = list.ids.length - 1;
      if (list.ids[last] === id) list.places[last] = (list.places[last] ?? 0) | place;
      else {
        list.ids.push(id);
        list.places.push(place);
      }
    }
  }

  complete(): void {
    this.#complete = this.#growing.map(({ ids, places }) => ({
      ids: Uint32Array.from(ids),
      places: Uint8Array.from(places),
    }));
    this.#growing.length = 0;
  }

  /** The number of a word, a new one if it has none. */
  numberOf(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    this.#growing.push({ ids: [], places: [] });
    this.#numbers.set(word, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** The number of a word that some tool has. */
  find(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  at(number: number): Posting {
    return this.#complete[number] ?? NOTHING;
  }

  /** How many tools have a word. */
  count(number: number): number {
    return this.at(number).ids.length;
  }

  /** How many of those from one on and before another have it. */
  countBetween(number: number, from: number, to: number): number {
    const { ids } = this.at(number);
    return placeOf(ids, to) - placeOf(ids, from);
  }

  get words(): Iterable<string> {
    return this.#numbers.keys();
  }
}

/** Where a number would stand in an ascending list. */
function placeOf(ids: Uint32Array, id: number): number {
  let from = 0;
  let to = ids.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ids[middle] ?? 0) < id) from = middle + 1;
    else to = middle;
  }
  return from;
}
