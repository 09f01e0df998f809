import type { Tool } from "@mcs/core";
import MiniSearch, { type Query } from "minisearch";
import { actionOfWord, actionsOfQuery, likeness } from "./actions.ts";
import { type Described, describe } from "./described.ts";
import { synonymsOf } from "./synonyms.ts";
import { joinedWords, wordsOf } from "./words.ts";

const BOOST = { subject: 4, description: 1 };
const SYNONYM_BOOST = { subject: 2, description: 0.5 };
/** For a word that no tool has as it is. */
const PREFIX = { prefix: 0.3, fuzzy: 0.2 };
/** The share of a word that a tool has only in its description. */
const IN_DESCRIPTION = 0.6;
/** How much more a tool counts whose service is called by its name, and how much less that name as a word. */
const NAMED = 25;
const NAME = 0.5;
/** So many of the tools that share words with a query are looked at more closely. */
const CANDIDATES = 200;
/** A word that one of so many tools has finds too much to be looked up by. */
const COMMON = 30;
/** After so many tools the index lets others have their turn while it is built. */
const CHUNK = 200;

interface Asked {
  readonly word: string;
  /** How much it says that a tool has it. */
  readonly weight: number;
  readonly others: readonly string[];
  /** It is looked for only in what tools are about. */
  readonly isName: boolean;
}

/** Finds tools by words: MiniSearch finds candidates, and what they do and whose they are decides among them. */
export class ToolSearch {
  readonly #tools: readonly Tool[];
  readonly #described: readonly Described[];
  readonly #index = new MiniSearch<Described>({
    fields: ["subject", "description"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term,
    searchOptions: { boost: BOOST, bm25: { k: 1.2, b: 0.5, d: 0.3 } },
  });
  /** How many tools have a word, in their subject, leaving out those whose driver is labelled with it. */
  readonly #others = new Map<string, number>();
  /** How many tools have a word. */
  readonly #counts = new Map<string, number>();
  /** Tools of drivers whose label has a word. */
  readonly #labels = new Map<string, Set<number>>();

  private constructor(tools: readonly Tool[], described: readonly Described[]) {
    this.#tools = tools;
    this.#described = described;
  }

  /** Takes a second or so for ten thousand tools, in small steps. */
  static async of(tools: readonly Tool[]): Promise<ToolSearch> {
    const described: Described[] = [];
    const search = new ToolSearch(tools, described);
    for (let begin = 0; begin < tools.length; begin += CHUNK) {
      for (const tool of tools.slice(begin, begin + CHUNK))
        search.#add(describe(tool, described.length), described);
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
    return search;
  }

  /** The tools that fit best, the best one first. */
  search(query: string, most: number): readonly Tool[] {
    const words = [...new Set(wordsOf(query))];
    const names = words.filter((word) => this.#isName(word));
    const asked = this.#asked(query, words, names);
    const wanted = actionsOfQuery(query, words);
    const whole = asked.reduce((sum, { weight }) => sum + weight, 0);
    const named = names.reduce(
      (all, name) => all.union(this.#labels.get(name) ?? new Set()),
      new Set<number>(),
    );
    const found = this.#index.search(
      { combineWith: "OR", queries: this.#telling(asked).map((one) => this.#wordQuery(one)) },
      names.length === 0 ? {} : { boostDocument: (id) => (named.has(id as number) ? NAMED : 1) },
    );
    const rated = found.slice(0, CANDIDATES).map(({ id, score, queryTerms }) => {
      const tool = this.#described[id as number];
      const hits = new Set(queryTerms);
      const covered = asked.reduce((sum, one) => sum + one.weight * coverage(one, tool, hits), 0);
      const precision = tool === undefined ? 0 : precisionOf(tool.about, asked);
      const fit = 0.7 + 0.6 * likeness(wanted, tool?.action);
      return { id: id as number, score: Math.sqrt(score) * (covered / whole) * fit * (0.5 + precision) };
    });
    rated.sort((a, b) => b.score - a.score);
    return rated.slice(0, most).flatMap(({ id }) => this.#tools[id] ?? []);
  }

  #add(tool: Described, described: Described[]): void {
    described.push(tool);
    this.#index.add(tool);
    const subject = new Set(tool.subject.split(" "));
    for (const word of subject) if (!tool.label.includes(word)) increase(this.#others, word);
    for (const word of subject.union(new Set(tool.description.split(" ")))) increase(this.#counts, word);
    for (const word of tool.label) {
      const ids = this.#labels.get(word) ?? new Set();
      this.#labels.set(word, ids.add(tool.id));
    }
  }

  /** What to look for: neither the name of the service, nor the verb that most services have. */
  #asked(query: string, words: readonly string[], names: readonly string[]): readonly Asked[] {
    const content = words.filter((word, place) => {
      if (place < 2 && actionOfWord(word) !== undefined && !this.#isTelling(word)) return false;
      // The name of one service can be what another one's tools are about.
      return !names.includes(word) || this.#count(this.#others, word) > 0;
    });
    const joined = joinedWords(query);
    return (content.length > 0 ? content : words).map((word) => {
      const compounds = (joined.get(word) ?? []).filter((one) => this.#counts.has(one));
      const others = [...synonymsOf(word), ...compounds];
      const isName = names.includes(word);
      return { word, weight: this.#rarity(word, others) * (isName ? NAME : 1), others, isName };
    });
  }

  /** Whether a word is what drivers are called: few tools of others have it. */
  #isName(word: string): boolean {
    return (this.#labels.get(word)?.size ?? 0) > this.#count(this.#others, word);
  }

  #rarity(word: string, others: readonly string[]): number {
    const count = Math.max(...[word, ...others].map((form) => this.#count(this.#counts, form)));
    return Math.log(1 + this.#tools.length / (count + 1));
  }

  #count(counts: ReadonlyMap<string, number>, word: string): number {
    return counts.get(word) ?? 0;
  }

  #isTelling(word: string): boolean {
    return this.#count(this.#counts, word) * COMMON < this.#tools.length;
  }

  /** Words that many tools have find too much; they only help to choose among what the others find. */
  #telling(asked: readonly Asked[]): readonly Asked[] {
    const rare = asked.filter(({ word }) => this.#isTelling(word));
    return rare.length === 0 ? asked : rare;
  }

  #wordQuery({ word, others, isName }: Asked): Query {
    if (isName) return { queries: [word], fields: ["subject"], boost: { subject: 4 * NAME } };
    const own = {
      queries: [word],
      prefix: word.length > 3 && this.#count(this.#counts, word) < 20,
      weights: PREFIX,
    };
    const rest = others.filter((other) => this.#isTelling(other));
    return {
      combineWith: "OR",
      queries: [own, ...rest.map((other) => ({ queries: [other], boost: SYNONYM_BOOST }))],
    };
  }
}

function increase(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** From 0 to 1: how surely a tool has what a word means. */
function coverage({ word, others }: Asked, tool: Described | undefined, hits: ReadonlySet<string>): number {
  const share = (form: string): number => {
    if (tool?.about.has(form) === true) return 1;
    return hits.has(form) ? IN_DESCRIPTION : 0;
  };
  return Math.max(share(word), ...others.map((other) => share(other) * 0.9));
}

/** How much of what a tool is about was asked for. */
function precisionOf(words: ReadonlySet<string>, asked: readonly Asked[]): number {
  let found = 0;
  for (const { word, others } of asked) {
    if (words.has(word) || others.some((other) => words.has(other))) found++;
  }
  return words.size === 0 ? 0 : Math.min(1, found / words.size);
}
