import type { Tool } from "@mcs/core";
import { type Action, actionOfWord, actionsOfQuery, isQuestion, likeness } from "./actions.ts";
import { describe } from "./described.ts";
import { withoutPhrases } from "./phrases.ts";
import { IN, Postings } from "./postings.ts";
import { synonymsOf } from "./synonyms.ts";
import { joinedWords, wordsOf } from "./words.ts";

export const P = {
  topic: 1, title: 1, name: 0.9, parameters: 0.45, label: 0.5, description: 0.6,
  synonym: 0.8, compound: 0.95,
  verb: 0.35, cand: 150, power: 1.5, base: 0.5, head: 0.5, doesBase: 0.7, doesGain: 0.6,
  other: 0.4, plainOther: 0.02, unmatched: 0.06, nameWeight: 0.5, drawback: 0.15, scoped: 0.5, param: 0.45, rareVerb: 30, dverb: 0.2, who: 0.3,
};
const CHUNK = 200;
const PLAIN = 20;

interface Asked {
  readonly word: string;
  weight: number;
  readonly forms: ReadonlyArray<{ readonly number: number; readonly quality: number }>;
  readonly isName: boolean;
  readonly isVerb: boolean;
}

interface Driver { readonly label: readonly string[]; readonly from: number; to: number }

export class ToolSearch {
  readonly #tools: readonly Tool[];
  readonly #postings = new Postings();
  readonly #drivers: Driver[] = [];
  readonly #driverOf: Uint16Array;
  readonly #actions: Array<Action | undefined> = [];
  readonly #topics: Uint32Array[] = [];
  readonly #titles: Uint32Array[] = [];
  readonly #heads: Uint32Array[] = [];
  readonly #drawbacks: number[] = [];
  /** weight of a topic word in its service */
  readonly #common: Array<ReadonlyMap<number, number>> = [];
  readonly #others = new Map<string, number>();
  readonly #labels = new Map<string, Set<number>>();
  readonly #best: Float32Array;
  readonly #cover: Float32Array;

  private constructor(tools: readonly Tool[]) {
    this.#tools = tools;
    this.#driverOf = new Uint16Array(tools.length);
    this.#best = new Float32Array(tools.length);
    this.#cover = new Float32Array(tools.length);
  }

  static async of(tools: readonly Tool[]): Promise<ToolSearch> {
    const sorted = [...tools].sort((a, b) => String(a.origin?.driver ?? "") < String(b.origin?.driver ?? "") ? -1 : 1);
    const search = new ToolSearch(sorted);
    for (let begin = 0; begin < sorted.length; begin += CHUNK) {
      for (let id = begin; id < Math.min(begin + CHUNK, sorted.length); id++) search.#add(id);
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
    search.#postings.freeze();
    search.#weigh();
    return search;
  }

  #add(id: number): void {
    const tool = this.#tools[id];
    if (tool === undefined) return;
    const d = describe(tool);
    const last = this.#drivers.at(-1);
    const driver = last !== undefined && last.label.join(" ") === d.label.join(" ") ? last : { label: d.label, from: id, to: id };
    if (driver !== last) this.#drivers.push(driver);
    driver.to = id + 1;
    this.#driverOf[id] = this.#drivers.length - 1;
    const p = this.#postings;
    p.add(id, d.description, IN.description);
    p.add(id, d.parameters, IN.parameters);
    p.add(id, d.label, IN.label);
    p.add(id, d.name, IN.name);
    p.add(id, d.path, IN.name);
    p.add(id, d.titled, IN.title);
    p.add(id, d.topic, IN.topic);
    p.add(id, d.title, IN.topic);
    p.add(id, d.head, IN.head);
    const numbers = (words: readonly string[]) => Uint32Array.from(new Set(words), (w) => p.numberOf(w));
    this.#topics.push(numbers(d.topic));
    this.#titles.push(numbers(d.title));
    this.#heads.push(numbers(d.head));
    this.#actions.push(d.action);
    this.#drawbacks.push(d.drawback);
    for (const word of new Set([...d.name, ...d.titled, ...d.path])) if (!d.label.includes(word)) increase(this.#others, word);
    for (const word of d.label) { const s = this.#labels.get(word) ?? new Set(); this.#labels.set(word, s.add(this.#drivers.length - 1)); }
  }

  #weigh(): void {
    this.#drivers.forEach(({ from, to }) => {
      const counts = new Map<number, number>();
      for (let id = from; id < to; id++) {
        for (const w of new Set([...(this.#topics[id] ?? []), ...(this.#titles[id] ?? [])])) counts.set(w, (counts.get(w) ?? 0) + 1);
      }
      const weights = new Map<number, number>();
      const n = to - from;
      for (const [w, count] of counts) weights.set(w, Math.log(1 + n / count));
      this.#common.push(weights);
    });
  }

  search(query: string, most: number): readonly Tool[] {
    return this.rank(query, most).map(({ id }) => this.#tools[id] as Tool);
  }

  rank(text: string, most: number) {
    const query = withoutPhrases(text);
    const words = [...new Set(wordsOf(query))];
    const joined = joinedWords(query);
    const named = new Map<string, string>();
    for (const word of words) for (const form of [word, ...(joined.get(word) ?? [])]) if (this.#isName(form)) named.set(word, form);
    const services = this.#services([...new Set(named.values())]);
    const asked = this.#asked(query, words, named, joined, services);
    const whole = asked.reduce((sum, { weight }) => sum + weight, 0) || 1;
    const wanted = actionsOfQuery(query, words);
    const does = new Map<Action | undefined, number>();
    for (const a of ["read", "list", "create", "delete", "update", undefined] as const) does.set(a, P.doesBase + P.doesGain * likeness(wanted, a));
    // cover
    const cover = this.#cover, best = this.#best, driverOf = this.#driverOf;
    const touched: number[] = [];
    for (const one of asked) {
      const seen: number[] = [];
      for (const { number, quality } of one.forms) {
        const { ids, places } = this.#postings.at(number);
        for (let i = 0; i < ids.length; i++) {
          const id = ids[i] as number;
          if (services[driverOf[id] as number] === 0) continue;
          const q = quality * (one.isVerb ? VERB_QUALITY : QUALITY)[places[i] as number]!;
          const b = best[id] as number;
          if (b === 0) { seen.push(id); best[id] = q; } else if (q > b) best[id] = q;
        }
      }
      for (const id of seen) {
        if (cover[id] === 0) touched.push(id);
        cover[id] = (cover[id] as number) + one.weight * (best[id] as number);
        best[id] = 0;
      }
    }
    const rough: Array<{ id: number; score: number; cov: number }> = [];
    for (const id of touched) {
      const cov = (cover[id] as number) / whole;
      cover[id] = 0;
      rough.push({ id, cov, score: cov ** P.power * (does.get(this.#actions[id]) as number) * (services[driverOf[id] as number] as number) });
    }
    rough.sort((a, b) => b.score - a.score);
    const forms = new Map<number, number>();
    for (const a of asked) for (const { number, quality } of a.forms) forms.set(number, Math.max(quality, forms.get(number) ?? 0));
    for (const n of named.values()) { const k = this.#postings.find(n); if (k !== undefined) forms.set(k, 1); }
    const final = rough.slice(0, Math.max(P.cand, most)).map((r) => {
      const w = this.#common[driverOf[r.id] as number] as ReadonlyMap<number, number>;
      const share = (ts: Uint32Array | undefined): number => {
        let sum = 0, hit = 0;
        for (const t of ts ?? []) { const x = w.get(t) ?? 0; sum += x; hit += x * (forms.get(t) ?? 0); }
        return sum === 0 ? 0 : hit / sum;
      };
      const precision = Math.max(share(this.#topics[r.id]), share(this.#titles[r.id]));
      const head = (this.#heads[r.id]?.length ?? 0) === 0 ? precision : share(this.#heads[r.id]);
      return { id: r.id, score: r.score * (P.base + precision + P.head * head) * (1 - P.drawback * (this.#drawbacks[r.id] as number)), cov: r.cov, precision, head, asked };
    });
    final.sort((a, b) => b.score - a.score);
    return final.slice(0, most);
  }

  #services(names: readonly string[]): Float32Array {
    const services = new Float32Array(this.#drivers.length).fill(1);
    if (names.length === 0) return services;
    let most = 0;
    const matched = this.#drivers.map(({ label }) => { const n = names.filter((x) => label.includes(x)).length; most = Math.max(most, n); return n; });
    const isPlain = names.every((name) => (this.#others.get(name) ?? 0) * PLAIN < this.#tools.length * 0 + this.#toolsNamed(name));
    this.#drivers.forEach(({ label }, i) => {
      const n = matched[i] as number;
      services[i] = n === 0 ? (isPlain ? P.plainOther : P.other) : (n / most) ** 0.5 * (1 - P.unmatched * (label.length - n) / label.length);
    });
    return services;
  }

  #toolsNamed(name: string): number {
    let sum = 0;
    for (const d of this.#labels.get(name) ?? []) { const x = this.#drivers[d]; if (x) sum += x.to - x.from; }
    return sum;
  }

  #isName(word: string): boolean {
    return this.#toolsNamed(word) > (this.#others.get(word) ?? 0);
  }

  #asked(query: string, words: readonly string[], named: ReadonlyMap<string, string>, joined: ReadonlyMap<string, readonly string[]>, services: Float32Array): Asked[] {
    const content = words.filter((word, place) => {
      if (place < 2 && actionOfWord(word) !== undefined && !this.#isRare(word)) return false;
      return !named.has(word) || (this.#others.get(word) ?? 0) > 0;
    });
    const names = new Set(named.keys());
    const scope = names.size === 0 ? [] : this.#drivers.filter((_, i) => (services[i] as number) > 0.5);
    const scopeSize = scope.reduce((sum, { from, to }) => sum + to - from, 0);
    return (content.length > 0 ? content : words).map((word) => {
      const forms = new Map<number, number>();
      const put = (form: string, quality: number) => {
        const number = this.#postings.find(form);
        if (number !== undefined && (forms.get(number) ?? 0) < quality) forms.set(number, quality);
      };
      const isName = names.has(word);
      put(word, 1);
      if (!isName) {
        for (const c of joined.get(word) ?? []) put(c, P.compound);
        for (const s of synonymsOf(word)) put(s, P.synonym);
      }
      let count = 0, scoped = 0;
      for (const number of forms.keys()) {
        const { ids } = this.#postings.at(number);
        count = Math.max(count, ids.length);
        if (scopeSize > 0) { let n = 0; for (const { from, to } of scope) n += lower(ids, to) - lower(ids, from); scoped = Math.max(scoped, n); }
      }
      const global = Math.log(1 + this.#tools.length / (count + 1));
      const local = scopeSize > 0 ? Math.log(1 + scopeSize / (scoped + 1)) : global;
      const isVerb = word === words[0] && !isQuestion(query);
      return { word, weight: (global * (1 - P.scoped) + local * P.scoped) * (isName ? P.nameWeight : 1), forms: [...forms].map(([number, quality]) => ({ number, quality })), isName, isVerb };
    });
  }

  #isRare(word: string): boolean {
    const n = this.#postings.find(word);
    return n === undefined || this.#postings.at(n).ids.length * P.rareVerb < this.#tools.length;
  }
}

let QUALITY = new Float32Array(128), VERB_QUALITY = new Float32Array(128);
export function setup(): void {
  for (let bits = 1; bits < 128; bits++) {
    const q = (d: number) => Math.max(bits & IN.description ? d : 0, bits & IN.parameters ? P.param : 0, bits & IN.label ? P.label : 0, bits & IN.name ? P.name : 0, bits & IN.title ? P.name : 0, bits & IN.topic ? P.topic : 0, bits & IN.head ? P.topic : 0);
    QUALITY[bits] = q(P.description);
    VERB_QUALITY[bits] = q(P.dverb);
  }
}
setup();

function lower(ids: ArrayLike<number>, id: number): number {
  let from = 0, to = ids.length;
  while (from < to) { const middle = (from + to) >> 1; if ((ids[middle] as number) < id) from = middle + 1; else to = middle; }
  return from;
}

function increase(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
