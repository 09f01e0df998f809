import type { Tool } from "@mcs/core";
import MiniSearch, { type Query } from "minisearch";
import { type Action, actionOfTool, actionOfWord, actionsOfQuery, likeness } from "./actions.ts";
import { synonymsOf } from "./synonyms.ts";
import { partsOf, wordsOf } from "./words.ts";

interface Indexed {
  readonly id: number;
  /** Words of its name, its title and, for requests, its path. */
  readonly subject: string;
  readonly description: string;
  /** Words of its driver's label. */
  readonly driver: string;
}

/** What a description says after this many characters is rarely what the tool is looked for by. */
const DESCRIPTION = 400;
const BOOST = { subject: 4, description: 1, driver: 1 };
const SYNONYM_BOOST = Object.fromEntries(Object.entries(BOOST).map(([field, boost]) => [field, boost * 0.5]));
/** So many of the tools that share words with a query are looked at more closely. */
const CANDIDATES = 200;

/** The weight of a word that one of ten tools has. */
const COMMON = Math.log(1 + 30);

/** What a tool is about, in few words. */
interface Subject {
  readonly words: ReadonlySet<string>;
  readonly action: Action | undefined;
}

/** Finds tools by words. */
export class ToolSearch {
  readonly #tools: readonly Tool[];
  readonly #subjects: readonly Subject[];
  readonly #index: MiniSearch<Indexed>;
  /** In how many tools a word is. */
  readonly #counts = new Map<string, number>();
  /** In how many tools' labels a word is. */
  readonly #labels = new Map<string, number>();

  constructor(tools: readonly Tool[]) {
    this.#tools = tools;
    this.#subjects = tools.map(subjectOf);
    this.#index = new MiniSearch<Indexed>({
      fields: ["subject", "description", "driver"],
      tokenize: (text) => text.split(" "),
      processTerm: (term) => term,
      searchOptions: { boost: BOOST, bm25: { k: 1.2, b: 0.5, d: 0.3 } },
    });
    const documents = tools.map(indexed);
    this.#index.addAll(documents);
    for (const { subject, description, driver } of documents) {
      const words = new Set(`${subject} ${description} ${driver}`.split(" "));
      for (const word of words) count(this.#counts, word);
      for (const word of new Set(driver.split(" "))) count(this.#labels, word);
    }
  }

  /** The tools that fit best, the best one first. */
  search(query: string, most: number): readonly Tool[] {
    const words = [...new Set(wordsOf(query))];
    const wanted = actionsOfQuery(query, words);
    const content = words.filter((word, place) => place > 1 || actionOfWord(word) === undefined);
    const asked = (content.length > 0 ? content : words).map((word) => ({
      word,
      weight: this.#rarity(word),
      others: synonymsOf(word),
    }));
    const whole = asked.reduce((sum, { weight }) => sum + weight, 0);
    const found = this.#index.search({
      combineWith: "OR",
      queries: telling(asked).map(({ word }) =>
        wordQuery(word, this.#isName(word), this.#counts.get(word) ?? 0),
      ),
    });
    const rated = found.slice(0, CANDIDATES).map(({ id, score, queryTerms, match }) => {
      const subject = this.#subjects[id as number];
      const hits = new Set(queryTerms);
      let covered = 0;
      for (const { word, weight, others } of asked) {
        const has = (form: string): boolean => hits.has(form) || subject?.words.has(form) === true;
        if (has(word) || others.some(has)) covered += weight;
      }
      let named = 1;
      for (const [word, fields] of Object.entries(match)) {
        if (fields.includes("driver")) named *= this.#isName(word) ? 2 : 1.2;
      }
      const precision = subject === undefined ? 0 : precisionOf(subject.words, hits);
      const fit = 0.7 + 0.6 * likeness(wanted, subject?.action);
      return { id: id as number, score: score * (covered / whole) * fit * (0.5 + precision) * named };
    });
    rated.sort((a, b) => b.score - a.score);
    return rated.slice(0, most).flatMap(({ id }) => this.#tools[id] ?? []);
  }

  /** Whether a word is what a driver is called: most tools that have it have it from their driver's label. */
  #isName(word: string): boolean {
    return (this.#labels.get(word) ?? 0) * 2 > (this.#counts.get(word) ?? 0);
  }

  /** How much it says that a tool has the word. */
  #rarity(word: string): number {
    const count = this.#counts.get(word) ?? 0;
    return Math.log(1 + this.#tools.length / (count + 1));
  }
}

/** Words that most tools have find nothing; they only help to choose among what the others find. */
function telling<Asked extends { readonly weight: number }>(asked: readonly Asked[]): readonly Asked[] {
  const rare = asked.filter(({ weight }) => weight > COMMON);
  return rare.length < 2 ? asked : rare;
}

function wordQuery(word: string, isName: boolean, count: number): Query {
  if (isName) return { queries: [word], fields: ["driver"] };
  const own = {
    queries: [word],
    prefix: word.length > 3 && count < 150,
    weights: { prefix: 0.3, fuzzy: 0.2 },
  };
  const others = synonymsOf(word).map((other) => ({ queries: [other], boost: SYNONYM_BOOST }));
  return { combineWith: "OR", queries: [own, ...others] };
}

function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** How much of what a tool is about was asked for. */
function precisionOf(words: ReadonlySet<string>, hits: ReadonlySet<string>): number {
  let asked = 0;
  for (const word of words) if (hits.has(word)) asked++;
  return words.size === 0 ? 0 : asked / words.size;
}

function indexed(tool: Tool, id: number): Indexed {
  const { description, origin = {} } = tool;
  const driver = partsOf(String(origin.driver ?? ""));
  // The driver's own name says nothing about one of its tools.
  const without = new Set(driver);
  const words = (text: string): string =>
    partsOf(text)
      .filter((word) => !without.has(word))
      .join(" ");
  return {
    id,
    subject: words(`${bareName(tool)} ${titleOf(tool)} ${origin.path ?? ""}`),
    description: words((description ?? "").slice(0, DESCRIPTION)),
    driver: driver.join(" "),
  };
}

function subjectOf(tool: Tool): Subject {
  const bare = bareName(tool);
  const { path } = tool.origin ?? {};
  const fixed = path?.replace(/\{[^}]*\}|:\w+/g, " ");
  const words = partsOf(`${fixed ?? bare} ${fixed === undefined ? "" : titleOf(tool).slice(0, 80)}`);
  return {
    words: new Set(words.filter((word) => actionOfWord(word) === undefined && !/^v?\d+$/.test(word))),
    action: actionOfTool(partsOf(titleOf(tool)), partsOf(bare), tool.origin ?? {}),
  };
}

/** A title that only repeats the request says nothing more. */
function titleOf({ title, origin }: Tool): string {
  return title === undefined || title === null || title === `${origin?.method} ${origin?.path}` ? "" : title;
}

/** The name without the label in front of it, which is a field of its own. */
function bareName({ name, origin }: Tool): string {
  const label = `${String(origin?.driver)}__`;
  return name.startsWith(label) ? name.slice(label.length) : name;
}
