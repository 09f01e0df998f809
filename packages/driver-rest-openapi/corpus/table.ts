import type { Diagnostic } from "../src/index.ts";

interface Counts {
  readonly operations: number;
  readonly tools: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Milliseconds, and bytes of heap. */
interface Costs {
  readonly listing: number;
  readonly everything: number;
  readonly kept: number;
}

/** What the corpus came to, for people to read. */
export class Table {
  readonly #counts = new Map<string, Counts>();
  readonly #costs = new Map<string, Costs>();
  #largest = { ratio: 0, tool: "" };

  add(file: string, counts: Counts): void {
    this.#counts.set(file, counts);
  }

  time(file: string, costs: Costs): void {
    this.#costs.set(file, costs);
  }

  ratio(file: string, name: string, ratio: number): void {
    if (ratio > this.#largest.ratio) this.#largest = { ratio, tool: `${name} of ${file}` };
  }

  print(): void {
    const all = [...this.#counts.values()];
    const sum = (pick: (counts: Counts) => number): number =>
      all.reduce((total, counts) => total + pick(counts), 0);
    const codes = new Map<string, number>();
    for (const { severity, code } of all.flatMap(({ diagnostics }) => diagnostics)) {
      codes.set(`${severity} ${code}`, (codes.get(`${severity} ${code}`) ?? 0) + 1);
    }
    console.table({
      documents: all.length,
      operations: sum(({ operations }) => operations),
      tools: sum(({ tools }) => tools),
      "not tools, reported": sum(({ operations, tools }) => operations - tools),
      ...Object.fromEntries([...codes].sort(([a], [b]) => (a < b ? -1 : 1))),
      [`largest schema ÷ own text (${this.#largest.tool})`]: Number(this.#largest.ratio.toFixed(1)),
    });
    const slowest = [...this.#costs]
      .sort(([, a], [, b]) => b.listing + b.everything - a.listing - a.everything)
      .slice(0, 8);
    console.table(
      Object.fromEntries(
        slowest.map(([file, { listing, everything, kept }]) => [
          file,
          {
            "listing, ms": Math.round(listing),
            "all schemas, ms": Math.round(everything),
            "heap kept, MB": Math.round(kept / 2 ** 20),
          },
        ]),
      ),
    );
  }
}
