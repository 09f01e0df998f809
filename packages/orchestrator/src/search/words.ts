/** Words that say nothing about what is looked for. */
const EMPTY_WORDS = new Set(
  (
    "a an and any are as at be been by can could did do does for from had has have how i if in into is it its " +
    "just like me my need of on one or our out over please should so some that the their them then there these " +
    "they this to up us want was we were what when where which whose why will with would you your s t am " +
    "whether something anything everything " +
    "given specified particular certain currently current using use used via also via api endpoint returns operation"
  ).split(" "),
);

/** The words of a sentence, in their base form. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text
    .replace(/['’]s\b/g, "")
    .toLowerCase()
    .matchAll(WORD)) {
    if (!EMPTY_WORDS.has(word)) words.push(stem(word));
  }
  return words;
}

/** As {@link wordsOf}, and the parts of each `camelCase` word beside the whole. */
export function partsOf(text: string): string[] {
  const words: string[] = [];
  for (const [whole] of text.replace(/['’]s\b/g, "").matchAll(WORD)) {
    const parts = whole
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
      .split(" ");
    words.push(...wordsOf(parts.join(" ")));
    if (parts.length > 1 && whole.length <= LONGEST_NAME) words.push(stem(whole.toLowerCase()));
  }
  return words;
}

/** For each word what it makes with its neighbours, as in "pay out" and "log work": in base form. */
export function joinedWords(text: string): ReadonlyMap<string, readonly string[]> {
  const words = rawWordsOf(text);
  const joined = new Map<string, readonly string[]>();
  for (const [place, word] of words.entries()) {
    const [before = "", after = "", last = ""] = [words[place - 1], words[place + 1], words[place + 2]];
    const pairs = [before + word, word + before, word + after, after + word, word + after + last].map(stem);
    joined.set(stem(word), [...(joined.get(stem(word)) ?? []), ...pairs]);
  }
  return joined;
}

/** Who does a thing by what is done, and the other way round, or by what is undone: "watch" and "watcher", "pin" and "unpin". */
export function relativesOf(word: string): readonly string[] {
  if (word.length < 4) return [];
  const root = /^(.{4,})(?:er|or)$/.exec(word)?.[1];
  const done = /^un(.{3,})$/.exec(word)?.[1];
  return [
    ...[`${word}er`, `${word}or`],
    ...(root === undefined ? [] : [root, stem(`${root}e`)]),
    ...(done === undefined ? [] : [done]),
  ];
}

/** The words of a sentence as they are, in lower case. */
export function rawWordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** By its form. */
export function isPlural(word: string): boolean {
  return word.length > 3 && /[^siu]s$/i.test(word);
}

const WORD = /[\p{L}\p{N}]+/gu;
/** Longer words are no names of products, which people write as one word. */
const LONGEST_NAME = 16;

/** A word without the endings of English. Two forms of a word have to come out the same; it need not be a word. */
export function stem(word: string): string {
  let known = stems.get(word);
  if (known === undefined) {
    known = stemOf(word);
    if (stems.size < 50_000) stems.set(word, known);
  }
  return known;
}

const stems = new Map<string, string>();

function stemOf(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  let base = word;
  if (/(?:sses|shes|ches|xes|zes)$/.test(base)) base = base.slice(0, -2);
  else if (/[^aeiou]ies$/.test(base)) base = `${base.slice(0, -3)}y`;
  else if (/[^siu]s$/.test(base)) base = base.slice(0, -1);
  for (const ending of ["ing", "ed"]) {
    if (base.length - ending.length < 3 || !base.endsWith(ending)) continue;
    const rest = base.slice(0, -ending.length);
    if (!/[aeiouy]/.test(rest)) break;
    base = /([^aeiouls])\1$/.test(rest) ? rest.slice(0, -1) : rest;
    break;
  }
  const root = /^(.{4,})(?:ship|able)$/.exec(base)?.[1];
  if (root !== undefined) return stemOf(root);
  const verb = /^(.{4,})(?:ation|ator|ate|(?<=.{5})at|ee)$/.exec(base)?.[1];
  if (verb !== undefined) return verb;
  if (base.length > 6 && base.endsWith("ion")) base = base.slice(0, -3);
  else if (base.length > 6 && base.endsWith("ment")) base = base.slice(0, -4);
  return base.length > 3 && /[^aeiou]e$/.test(base) ? base.slice(0, -1) : base;
}
