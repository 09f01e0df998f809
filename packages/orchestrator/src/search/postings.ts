/** Where a tool has a word: the bits of one posting. */
export const IN = { description: 1, parameters: 2, label: 4, name: 8, title: 16, topic: 32, head: 64 } as const;

/** The tools that have a word, in ascending order, and where each of them has it. */
export interface Posting {
  readonly ids: Uint16Array | Uint32Array;
  readonly places: Uint8Array;
}

const NOTHING: Posting = { ids: new Uint32Array(), places: new Uint8Array() };

/** From words to the tools that have them. It is written tool by tool, and then read. */
export class Postings {
  readonly #numbers = new Map<string, number>();
  readonly #growing: Array<{ ids: number[]; places: number[] }> = [];
  #frozen: Posting[] = [];

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

  freeze(): void {
    this.#frozen = this.#growing.map(({ ids, places }) => ({
      ids: Uint32Array.from(ids),
      places: Uint8Array.from(places),
    }));
    this.#growing.length = 0;
  }

  /** A new number for a word that has none. */
  numberOf(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    this.#growing.push({ ids: [], places: [] });
    this.#numbers.set(word, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  find(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  at(number: number): Posting {
    return this.#frozen[number] ?? NOTHING;
  }

  get words(): Iterable<string> {
    return this.#numbers.keys();
  }

  get size(): number {
    return this.#numbers.size;
  }
}
