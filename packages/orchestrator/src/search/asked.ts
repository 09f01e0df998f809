import { actionOfWord, isQuestion } from "./actions.ts";
import { withoutPhrases } from "./phrases.ts";
import type { Postings } from "./postings.ts";
import type { Service, Services } from "./services.ts";
import type { Spelling } from "./spelling.ts";
import { impliedBy, synonymsOf } from "./synonyms.ts";
import { joinedWords, relativesOf, wordsOf } from "./words.ts";

/** Another word counts for less than the one that was said. */
const QUALITY = { joined: 0.95, relative: 0.85, synonym: 0.8, near: 0.6 };
/** The name of one service, where it can also be what another one's tools are about, counts for so much of a word. */
const NAME = 0.5;
/** What a question word implies counts for about as much as a word that every second tool has. */
const IMPLIED = 0.9;
/** How much of a word's weight is how rare it is in the services that were named, and not among all tools. */
const SCOPED = 0.4;
/** A verb for an action that fewer tools have than one of so many says more than just that. */
const COMMON = 30;

/** One thing that a query asks for. */
export interface Asked {
  /** How much it says that a tool has it. */
  readonly weight: number;
  /** Numbers of the words that stand for it, and from 0 to 1 how well. */
  readonly forms: ReadonlyMap<number, number>;
  /** It says what to do. That a tool's description has it, too, says little. */
  readonly isVerb: boolean;
}

/** A query, word by word. */
export class Wording {
  /** What was said, with one word for each phrase. */
  readonly text: string;
  readonly words: readonly string[];
  readonly isQuestion: boolean;
  /** What services were called, by the word that was said for it. */
  readonly names: ReadonlyMap<string, string>;
  readonly #joined: ReadonlyMap<string, readonly string[]>;
  readonly #implied: readonly string[];

  constructor(query: string, services: Services) {
    this.text = withoutPhrases(query);
    this.words = [...new Set(wordsOf(this.text))];
    this.isQuestion = isQuestion(query);
    this.#joined = joinedWords(this.text);
    this.#implied = impliedBy(query, this.isQuestion);
    const names = new Map<string, string>();
    for (const word of this.words) {
      const name = [...(this.#joined.get(word) ?? []), word].find((form) => services.isName(form));
      if (name !== undefined) names.set(word, name);
    }
    this.names = names;
  }

  /** What to look for: neither the name of the service, nor the verb that most services have. */
  asked(
    postings: Postings,
    spelling: Spelling,
    services: Services,
    scope: readonly Service[],
    tools: number,
  ): Asked[] {
    const isRare = (word: string): boolean => {
      const number = postings.find(word);
      return number === undefined || postings.count(number) * COMMON < tools;
    };
    const content = this.words.filter((word, place) => {
      if (place < 2 && actionOfWord(word) !== undefined && !isRare(word)) return false;
      return !this.names.has(word) || services.othersWith(word) > 0;
    });
    const rarity = rarityIn(postings, scope, tools);
    const asked = (content.length > 0 ? content : this.words).map((word): Asked => {
      const forms = this.#formsOf(word, postings, spelling);
      const weight = rarity(forms) * (this.names.has(word) ? NAME : 1);
      return { weight, forms, isVerb: word === this.words[0] && !this.isQuestion };
    });
    const implied = this.#implied.flatMap((word) => postings.find(word) ?? []);
    if (implied.length > 0) {
      asked.push({ weight: IMPLIED, forms: new Map(implied.map((number) => [number, 1])), isVerb: false });
    }
    return asked;
  }

  #formsOf(word: string, postings: Postings, spelling: Spelling): ReadonlyMap<number, number> {
    const forms = new Map<number, number>();
    const put = (quality: number) => (form: string) => {
      const number = postings.find(form);
      if (number !== undefined && !forms.has(number)) forms.set(number, quality);
    };
    put(1)(word);
    if (this.names.has(word)) return forms;
    const isKnown = forms.size > 0;
    this.#joined.get(word)?.forEach(put(QUALITY.joined));
    relativesOf(word).forEach(put(QUALITY.relative));
    synonymsOf(word).forEach(put(QUALITY.synonym));
    if (!isKnown) spelling.near(word).forEach(put(QUALITY.near));
    return forms;
  }
}

/** How much it says that a tool has one of some words: the more, the fewer have the most common of them. */
function rarityIn(postings: Postings, scope: readonly Service[], tools: number) {
  const size = scope.reduce((sum, { from, to }) => sum + to - from, 0);
  return (forms: ReadonlyMap<number, number>): number => {
    let most = 0;
    let mostScoped = 0;
    for (const number of forms.keys()) {
      most = Math.max(most, postings.count(number));
      const scoped = scope.reduce((sum, { from, to }) => sum + postings.countBetween(number, from, to), 0);
      mostScoped = Math.max(mostScoped, scoped);
    }
    const overall = Math.log(1 + tools / (most + 1));
    if (size === 0) return overall;
    return overall * (1 - SCOPED) + Math.log(1 + size / (mostScoped + 1)) * SCOPED;
  };
}
