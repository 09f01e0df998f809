import type { Tool } from "@mcs/core";
import { type Action, likeness, wantedBy } from "./actions.ts";
import { type Asked, Wording } from "./asked.ts";
import { Coverage } from "./coverage.ts";
import { type Described, describe, type GrammaticalNumber } from "./described.ts";
import { IN, Postings } from "./postings.ts";
import { Services } from "./services.ts";
import { Spelling } from "./spelling.ts";
import { isPlural, rawWordsOf, stem } from "./words.ts";

/** A tool that was found, and others that do the same elsewhere or in another version. */
export interface Found {
  readonly tool: Tool;
  readonly alike: readonly Tool[];
}

/** After so many tools the index lets others have their turn while it is built. */
const CHUNK = 200;
/** So many of the tools that share words with a query are looked at more closely. */
const CANDIDATES = 150;
/** Every tool of a service that was named has a little of what is asked for. */
const OF_SERVICE = 0.02;
/** How much what a tool does, what it is about and what it ends at decide. */
const DOES = { least: 0.6, gain: 0.6 };
const FIT = { least: 0.6, head: 0.5 };
const WRONG_NUMBER = 0.8;
const DRAWBACK = 0.15;

const ACTIONS = [undefined, "read", "list", "create", "delete", "update"] as const;

/** What decides among the tools that have what is asked for. */
interface Traits {
  readonly service: number;
  readonly action: Action | undefined;
  readonly number: GrammaticalNumber | undefined;
  readonly drawback: number;
  readonly request: string | undefined;
  /** Numbers of words. */
  readonly topic: readonly number[];
  readonly title: readonly number[];
  readonly head: readonly number[];
}

/**
 * Finds tools by words. All that has a word is looked up in lists made beforehand, and weighed by how rare the word is;
 * what a tool does, what it is about and whose it is then decides. MiniSearch finds the words that are misspelled.
 */
export class ToolSearch {
  readonly #tools: readonly Tool[];
  readonly #postings = new Postings();
  readonly #services = new Services();
  readonly #traits: Traits[] = [];
  /** Of each tool, in lists of their own since every query reads them for thousands of tools. */
  readonly #serviceOf: Uint16Array;
  readonly #actionOf: Uint8Array;
  /** How rare each word is among what the tools of a service are about. */
  readonly #rarity: Array<ReadonlyMap<number, number>> = [];
  readonly #coverage: Coverage;
  readonly #spelling: Spelling;

  private constructor(tools: readonly Tool[]) {
    this.#tools = tools;
    this.#serviceOf = new Uint16Array(tools.length);
    this.#actionOf = new Uint8Array(tools.length);
    this.#coverage = new Coverage(this.#postings, tools.length);
    this.#spelling = new Spelling();
  }

  /** Takes a second or so for ten thousand tools, in small steps. */
  static async of(tools: readonly Tool[]): Promise<ToolSearch> {
    const search = new ToolSearch(byDriver(tools));
    for (let begin = 0; begin < tools.length; begin += CHUNK) {
      for (const [place, tool] of search.#tools.slice(begin, begin + CHUNK).entries())
        search.#add(begin + place, describe(tool));
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
    search.#complete();
    await search.#spelling.learn(search.#postings.words);
    return search;
  }

  /** The tools that fit best, the best one first. */
  search(query: string, most: number): readonly Found[] {
    const wording = new Wording(query, this.#services);
    const names = [...new Set(wording.names.values())];
    const { weights, scope } = this.#services.meantBy(names);
    const asked = wording.asked(this.#postings, this.#spelling, this.#services, scope, this.#tools.length);
    const whole = asked.reduce((sum, { weight }) => sum + weight, 0);
    for (const one of asked) this.#coverage.add(one);
    for (const { from, to } of scope) {
      for (let id = from; id < to; id++) this.#coverage.addTo(id, OF_SERVICE * whole);
    }
    const wanted = wantedBy(wording.words, wording.isQuestion);
    const does = ACTIONS.map((action) => DOES.least + DOES.gain * likeness(wanted, action));
    const candidates = this.#coverage.take(Math.max(CANDIDATES, most), (id, sum) => {
      // Having all that is asked for is better than having half of it twice over.
      const share = sum / whole;
      const service = weights[this.#serviceOf[id] ?? 0] ?? 0;
      return share * Math.sqrt(share) * (does[this.#actionOf[id] ?? 0] ?? 0) * service;
    });
    const said = this.#saidIn(asked, names);
    const numbers = this.#numbersIn(wording.text);
    const rated = candidates.map(({ id, score }) => {
      const traits = this.#traits[id] ?? NOTHING;
      const number = isOtherNumber(traits, numbers) ? WRONG_NUMBER : 1;
      return { id, score: score * this.#fitOf(traits, said) * number * (1 - DRAWBACK * traits.drawback) };
    });
    return this.#distinct(rated.sort((a, b) => b.score - a.score || a.id - b.id).map(({ id }) => id)).slice(
      0,
      most,
    );
  }

  #add(id: number, tool: Described): void {
    const postings = this.#postings;
    postings.add(id, tool.description, IN.description);
    postings.add(id, tool.parameters, IN.parameters);
    postings.add(id, tool.label, IN.label);
    postings.add(id, tool.subject, IN.name);
    for (const words of [tool.topic, tool.title, tool.head]) postings.add(id, words, IN.topic);
    const numbers = (words: readonly string[]) => [...new Set(words)].map((word) => postings.numberOf(word));
    const { action, number, drawback, request } = tool;
    const service = this.#services.add(id, tool.label, tool.subject);
    this.#serviceOf[id] = service;
    this.#actionOf[id] = ACTIONS.indexOf(action);
    this.#traits.push({
      service,
      action,
      number,
      drawback,
      request,
      topic: numbers(tool.topic),
      title: numbers(tool.title),
      head: numbers(tool.head),
    });
  }

  #complete(): void {
    this.#postings.complete();
    for (const { from, to } of this.#services.all) {
      const counts = new Map<number, number>();
      for (const { topic, title } of this.#traits.slice(from, to)) {
        for (const word of new Set([...topic, ...title])) counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      this.#rarity.push(
        new Map([...counts].map(([word, count]) => [word, Math.log(1 + (to - from) / count)])),
      );
    }
  }

  /** How well each word answers for any that was asked for. */
  #saidIn(asked: readonly Asked[], names: readonly string[]): ReadonlyMap<number, number> {
    const said = new Map<number, number>();
    for (const { forms } of asked) {
      for (const [word, quality] of forms) said.set(word, Math.max(quality, said.get(word) ?? 0));
    }
    for (const name of names) said.set(this.#postings.find(name) ?? -1, 1);
    return said;
  }

  #numbersIn(text: string): ReadonlyMap<number, GrammaticalNumber> {
    const numbers = new Map<number, GrammaticalNumber>();
    for (const word of rawWordsOf(text)) {
      const number = this.#postings.find(stem(word));
      if (number !== undefined) numbers.set(number, isPlural(word) ? "many" : "one");
    }
    return numbers;
  }

  /** How much of what a tool is about was asked for, and whether what it ends at was. */
  #fitOf({ service, topic, title, head }: Traits, said: ReadonlyMap<number, number>): number {
    const rarity = this.#rarity[service] ?? new Map<number, number>();
    const share = (words: readonly number[]): number => {
      let [whole, found] = [0, 0];
      for (const word of words) {
        const weight = rarity.get(word) ?? 0;
        whole += weight;
        found += weight * (said.get(word) ?? 0);
      }
      return whole === 0 ? 0 : found / whole;
    };
    const precision = Math.max(share(topic), share(title));
    return FIT.least + precision + FIT.head * (head.length === 0 ? precision : share(head));
  }

  /** Tools that do the same are found as one. */
  #distinct(ids: readonly number[]): readonly Found[] {
    const found: Array<{ readonly tool: Tool; readonly alike: Tool[] }> = [];
    const byRequest = new Map<string, Tool[]>();
    for (const id of ids) {
      const tool = this.#tools[id];
      if (tool === undefined) continue;
      const request = this.#traits[id]?.request;
      const others = request === undefined ? undefined : byRequest.get(request);
      if (others !== undefined) {
        others.push(tool);
        continue;
      }
      const alike: Tool[] = [];
      found.push({ tool, alike });
      if (request !== undefined) byRequest.set(request, alike);
    }
    return found;
  }
}

const NOTHING: Traits = {
  service: -1,
  action: undefined,
  number: undefined,
  drawback: 0,
  request: undefined,
  topic: [],
  title: [],
  head: [],
};

/** The tools of one driver after the other, each driver's in their order. */
function byDriver(tools: readonly Tool[]): readonly Tool[] {
  return [...Map.groupBy(tools, ({ origin }) => String(origin?.driver ?? "")).values()].flat();
}

/** Whether a tool is about one thing where many were asked for, or the other way round. */
function isOtherNumber(
  { number, action, head }: Traits,
  asked: ReadonlyMap<number, GrammaticalNumber>,
): boolean {
  if (number === undefined || action === "create") return false;
  return head.some((word) => asked.has(word) && asked.get(word) !== number);
}
