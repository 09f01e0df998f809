import type { Tool } from "@mcs/core";
import MiniSearch, { type Query, type SearchResult } from "minisearch";
import { actionOfWord, actionsOfQuery, isQuestion, likeness } from "./actions.ts";
import { type Described, describe } from "./described.ts";
import { synonymsOf } from "./synonyms.ts";
import { joinedWords, wordsOf } from "./words.ts";

const FIELDS = ["subject", "description"];
const BOOST = { subject: 4, description: 1 };
const SYNONYM_BOOST = { subject: 2, description: 0.5 };
/** For a word that no tool has as it is. */
const PREFIX = { prefix: 0.3, fuzzy: 0.2 };
/** The share of a word that a tool has only in its description. */
const IN_DESCRIPTION = 0.8;
/** How much more a tool counts whose service is called by its name, and how much less that name as a word. */
const NAMED = 25;
const NAME = 0.5;
/** A name is plain if so many times fewer tools of others have it than tools of its own service. */
const PLAIN = 20;
const NOBODY: ReadonlySet<number> = new Set();
/** Fewer tools than these are looked at, whatever they have in common. */
const FEW = 50;
const ALMOST_NONE = 0.02;
/** So many of the tools that share words with a query are looked at more closely. */
const CANDIDATES = 120;
/** And so many where all those words are common, and say little. */
const MORE_CANDIDATES = 300;
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
  /** It says what to do. That a tool's description has it, too, says little. */
  readonly isVerb: boolean;
}

/** Finds tools by words: MiniSearch finds candidates, and what they do and whose they are decides among them. */
export class ToolSearch {
  readonly #tools: readonly Tool[];
  readonly #described: readonly Described[];
  readonly #index = new MiniSearch<Described>({
    fields: [...FIELDS, "label"],
    extractField: ({ label, ...tool }, field) =>
      field === "label" ? label.join(" ") : tool[field as "subject"],
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
    const telling = this.#telling(asked);
    const found = this.#found(telling, names, most);
    const rated: Array<{ readonly id: number; readonly score: number }> = [];
    for (const { id, score, queryTerms } of found.slice(
      0,
      telling === asked ? MORE_CANDIDATES : CANDIDATES,
    )) {
      const tool = this.#described[id as number];
      if (tool === undefined) continue;
      const covered = ALMOST_NONE + coverage(asked, tool, new Set(queryTerms)) / whole;
      const does = 0.7 + 0.6 * likeness(wanted, tool.action);
      rated.push({ id: tool.id, score: Math.sqrt(score) * covered * does * (0.5 + fitOf(tool, asked)) });
    }
    rated.sort((a, b) => b.score - a.score);
    return rated.slice(0, most).flatMap(({ id }) => this.#tools[id] ?? []);
  }

  /** Candidates. Where a service is called by a name that means nothing else, they are its own. */
  #found(telling: readonly Asked[], names: readonly string[], most: number): readonly SearchResult[] {
    const [first = NOBODY, ...rest] = names.map((name) => this.#labels.get(name) ?? NOBODY);
    const named = rest.length === 0 ? first : new Set([first, ...rest].flatMap((ids) => [...ids]));
    const small = named.size <= FEW ? names : [];
    const queries = [
      ...telling.flatMap((one) => this.#wordQueries(one)),
      ...small.map((name): Query => ({ queries: [name], fields: ["label"], boost: { label: 0.1 } })),
    ];
    const search = (others: number): readonly SearchResult[] =>
      this.#index.search(
        { combineWith: "OR", queries },
        names.length === 0 ? {} : { boostDocument: (id) => (named.has(id as number) ? NAMED : others) },
      );
    const isPlain = names.every((name) => this.#count(this.#others, name) * PLAIN < named.size);
    const found = search(isPlain ? 0 : 1);
    return isPlain && found.length < most ? search(1) : found;
  }

  #add(tool: Described, described: Described[]): void {
    described.push(tool);
    this.#index.add(tool);
    const subject = new Set(tool.subject.split(" "));
    for (const word of subject) if (!tool.label.includes(word)) increase(this.#others, word);
    for (const word of new Set([...subject, ...tool.description.split(" ")])) increase(this.#counts, word);
    for (const word of tool.label) {
      const ids = this.#labels.get(word) ?? new Set();
      this.#labels.set(word, ids.add(tool.id));
    }
  }

  /** What to look for: neither the name of the service, nor the verb that most services have. */
  #asked(query: string, words: readonly string[], names: readonly string[]): readonly Asked[] {
    const content = words.filter((word, place) => {
      if (place < 2 && actionOfWord(word) !== undefined && !this.#isRare(word)) return false;
      // The name of one service can be what another one's tools are about.
      return !names.includes(word) || this.#count(this.#others, word) > 0;
    });
    const joined = joinedWords(query);
    return (content.length > 0 ? content : words).map((word) => {
      const compounds = (joined.get(word) ?? []).filter((one) => this.#counts.has(one));
      const others = [...synonymsOf(word), ...compounds];
      const isName = names.includes(word);
      const isVerb = word === words[0] && !isQuestion(query);
      return { word, weight: this.#rarity(word, others) * (isName ? NAME : 1), others, isName, isVerb };
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

  #isRare(word: string): boolean {
    return this.#count(this.#counts, word) * COMMON < this.#tools.length;
  }

  #isTelling(word: string): boolean {
    return this.#isRare(word) || this.#count(this.#counts, word) < FEW;
  }

  /** Words that many tools have find too much; they only help to choose among what the others find. */
  #telling(asked: readonly Asked[]): readonly Asked[] {
    const rare = asked.filter(({ word }) => this.#isTelling(word));
    return rare.every(({ isName, isVerb }) => isName || isVerb) ? asked : rare;
  }

  #wordQueries({ word, others, isName }: Asked): readonly Query[] {
    if (isName) return [{ queries: [word], fields: ["subject"], boost: { subject: 4 * NAME } }];
    const prefix = word.length > 3 && this.#count(this.#counts, word) < 20;
    return [
      { queries: [word], prefix, weights: PREFIX, fields: FIELDS },
      ...others
        .filter((other) => this.#isTelling(other))
        .map((other) => ({ queries: [other], boost: SYNONYM_BOOST, fields: FIELDS })),
    ];
  }
}

function increase(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** The weight of the words that a tool has. A word of the tool answers for one that was asked for, and not for two. */
function coverage(asked: readonly Asked[], tool: Described, hits: ReadonlySet<string>): number {
  const used: string[] = [];
  const take = (word: string): boolean =>
    (tool.topic.has(word) || tool.title.has(word)) && !used.includes(word) && used.push(word) > 0;
  let covered = 0;
  const rest = asked.filter(({ word, weight }) => {
    if (!take(word)) return true;
    covered += weight;
    return false;
  });
  for (const { word, weight, others, isVerb } of rest) {
    if (others.some(take)) covered += weight * 0.9;
    else if (hits.has(word) || others.some((other) => hits.has(other)))
      covered += weight * (isVerb ? 0.2 : IN_DESCRIPTION);
  }
  return covered;
}

/** How much of what a tool is about was asked for, and whether what it ends at was. */
function fitOf({ topic, title, head }: Described, asked: readonly Asked[]): number {
  const precision = Math.max(shareOf(topic, asked), shareOf(title, asked));
  return precision + (head.size === 0 ? precision : shareOf(head, asked)) * 0.5;
}

/** How many of the words were asked for. */
function shareOf(words: ReadonlySet<string>, asked: readonly Asked[]): number {
  if (words.size === 0) return 0;
  let found = 0;
  for (const { word, others } of asked) {
    if (words.has(word) || others.some((other) => words.has(other))) found++;
  }
  return Math.min(1, found / words.size);
}
