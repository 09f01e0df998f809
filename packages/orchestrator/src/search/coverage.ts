import type { Asked } from "./asked.ts";
import { IN, PLACES, type Postings } from "./postings.ts";

/** How well a tool answers for a word by where it has it. */
const WORTH = { topic: 1.2, name: 0.9, description: 0.7, label: 0.5, parameters: 0.45 };
/** The same for the description of a tool, if the word is what to do. */
const VERB_IN_DESCRIPTION = 0.2;

const worths = worthsOf(WORTH);
const verbWorths = worthsOf({ ...WORTH, description: VERB_IN_DESCRIPTION });

/** By the bits of a posting, what the best of the places is worth. */
function worthsOf(worth: Readonly<Record<keyof typeof IN, number>>): Float64Array {
  const places = Object.entries(IN) as Array<[keyof typeof IN, number]>;
  return Float64Array.from({ length: PLACES }, (_, bits) =>
    Math.max(0, ...places.map(([place, bit]) => (bits & bit ? worth[place] : 0))),
  );
}

/** Which tools have what is asked for. The lists are kept from query to query, since each is as long as the catalogue. */
export class Coverage {
  readonly #postings: Postings;
  /** What each tool has of all that is asked for. */
  readonly #sums: Float64Array;
  /** What it has of the one word at hand. */
  readonly #one: Float64Array;
  readonly #touched: Uint32Array;
  readonly #touchedByOne: Uint32Array;
  #count = 0;

  constructor(postings: Postings, tools: number) {
    this.#postings = postings;
    this.#sums = new Float64Array(tools);
    this.#one = new Float64Array(tools);
    this.#touched = new Uint32Array(tools);
    this.#touchedByOne = new Uint32Array(tools);
  }

  add({ forms, weight, isVerb }: Asked): void {
    const worth = isVerb ? verbWorths : worths;
    const one = this.#one;
    let count = 0;
    for (const [number, quality] of forms) {
      const { ids, places } = this.#postings.at(number);
      for (let place = 0; place < ids.length; place++) {
        const id = ids[place] ?? 0;
        const value = quality * (worth[places[place] ?? 0] ?? 0);
        const before = one[id] ?? 0;
        if (before === 0) this.#touchedByOne[count++] = id;
        if (value > before) one[id] = value;
      }
    }
    for (let place = 0; place < count; place++) {
      const id = this.#touchedByOne[place] ?? 0;
      this.addTo(id, weight * (one[id] ?? 0));
      one[id] = 0;
    }
  }

  addTo(id: number, value: number): void {
    const before = this.#sums[id] ?? 0;
    if (before === 0) this.#touched[this.#count++] = id;
    this.#sums[id] = before + value;
  }

  /** Tools with anything of it, each with what `score` makes of that, the best `most` of them, and forgets them. */
  take(
    most: number,
    score: (id: number, sum: number) => number,
  ): Array<{ readonly id: number; readonly score: number }> {
    const ids = this.#touched.subarray(0, this.#count);
    let highest = 0;
    for (const id of ids) {
      const value = score(id, this.#sums[id] ?? 0);
      this.#one[id] = value;
      if (value > highest) highest = value;
    }
    const limit = limitOf(ids, this.#one, highest, most);
    const best: Array<{ readonly id: number; readonly score: number }> = [];
    for (const id of ids) {
      const value = this.#one[id] ?? 0;
      if (value >= limit) best.push({ id, score: value });
      this.#one[id] = 0;
      this.#sums[id] = 0;
    }
    this.#count = 0;
    return best;
  }
}

const STEPS = 256;
const steps = new Uint32Array(STEPS + 1);

/** A score that `most` or a few more reach: sorting all of them for it would take longer than all the rest. */
function limitOf(ids: Uint32Array, scores: Float64Array, highest: number, most: number): number {
  let scale = highest;
  // Where nearly all scores are in the lowest step, that step is divided again.
  for (let round = 0; ids.length > most && round < 3; round++) {
    steps.fill(0);
    for (const id of ids) {
      const step = Math.min(STEPS, Math.floor(((scores[id] ?? 0) / scale) * STEPS));
      steps[step] = (steps[step] ?? 0) + 1;
    }
    let step = STEPS;
    for (let count = steps[STEPS] ?? 0; count < most && step > 0; count += steps[step] ?? 0) step--;
    if (step > 0) return (step / STEPS) * scale;
    scale /= STEPS;
  }
  return 0;
}
