/** A driver, as the search knows it: its tools are numbered in a row. */
export interface Service {
  /** Words of its label. */
  readonly label: readonly string[];
  readonly from: number;
  to: number;
}

/** A name is plain if so many times fewer tools of others have it than tools of its own service. */
const PLAIN = 20;
/** What a tool of another service counts for if one was named, and if that name can mean nothing else. */
const OTHER = 0.4;
const HARDLY = 0.02;
/** What a service loses by words of its label that nobody said. */
const UNSAID = 0.06;

/** Whose tools there are, and which of them a query means. */
export class Services {
  readonly all: Service[] = [];
  /** How many tools have a word though their own service is not labelled with it. */
  readonly #others = new Map<string, number>();
  /** How many tools there are of services that are labelled with a word. */
  readonly #own = new Map<string, number>();

  /** The number of the service that a tool belongs to. Those of one service have to come one after the other. */
  add(id: number, label: readonly string[], words: ReadonlySet<string>): number {
    let service = this.all.at(-1);
    if (service === undefined || service.label.join(" ") !== label.join(" ")) {
      service = { label, from: id, to: id };
      this.all.push(service);
    }
    service.to = id + 1;
    for (const word of words) if (!label.includes(word)) increase(this.#others, word);
    for (const word of new Set(label)) increase(this.#own, word);
    return this.all.length - 1;
  }

  /** Whether a word is what services are called: few tools of others have it. */
  isName(word: string): boolean {
    return (this.#own.get(word) ?? 0) > this.othersWith(word);
  }

  /** How many tools of other services have a word that one is called by. */
  othersWith(word: string): number {
    return this.#others.get(word) ?? 0;
  }

  /** From 0 to 1 for each service: is it meant by these names? All are if there are none. */
  meantBy(names: readonly string[]): { readonly weights: Float64Array; readonly scope: readonly Service[] } {
    const weights = new Float64Array(this.all.length).fill(1);
    if (names.length === 0) return { weights, scope: [] };
    const said = this.all.map(({ label }) => names.filter((name) => label.includes(name)).length);
    const most = Math.max(...said);
    const isPlain = names.every((name) => this.othersWith(name) * PLAIN < (this.#own.get(name) ?? 0));
    for (const [number, { label }] of this.all.entries()) {
      const count = said[number] ?? 0;
      const unsaid = (label.length - count) / label.length;
      weights[number] =
        count === 0 ? (isPlain ? HARDLY : OTHER) : Math.sqrt(count / most) * (1 - UNSAID * unsaid);
    }
    return { weights, scope: this.all.filter((_, number) => (said[number] ?? 0) > 0) };
  }
}

function increase(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
