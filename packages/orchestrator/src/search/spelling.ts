import MiniSearch from "minisearch";

/** Other words that are taken for one that no tool has. */
const MOST = 3;
/** Shorter words are too like each other. */
const SHORTEST = 4;
/** After so many words others have their turn. */
const CHUNK = 2000;

/** The words of all tools, found by what they begin with and in spite of a slip of the pen. */
export class Spelling {
  readonly #index = new MiniSearch<{ readonly id: string }>({
    fields: ["id"],
    tokenize: (word) => [word],
    processTerm: (word) => word,
    searchOptions: { prefix: true, fuzzy: 0.2, maxFuzzy: 2 },
  });

  async learn(words: Iterable<string>): Promise<void> {
    const ids = [...words].filter((word) => word.length >= SHORTEST && !/\d/.test(word));
    await this.#index.addAllAsync(
      ids.map((id) => ({ id })),
      { chunkSize: CHUNK },
    );
  }

  /** Words that are spelled much like this one. */
  near(word: string): readonly string[] {
    if (word.length < SHORTEST) return [];
    return this.#index
      .search(word)
      .slice(0, MOST)
      .map(({ id }) => String(id));
  }
}
