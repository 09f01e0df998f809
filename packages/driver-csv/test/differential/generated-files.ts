/** Something that not every parser reads alike. */
export type Feature =
  | "mixed line ends"
  | "lone CR"
  | "blank lines"
  | "stray quote"
  | "text after a quote"
  | "undoubled quotes"
  | "backslash escapes"
  | "ragged"
  | "empty record"
  | "one column"
  | "BOM";

/** A file with what stands in it: the records, by RFC 4180 where it speaks, else by the rules of docs/tables.md. */
export interface GeneratedFile {
  readonly text: string;
  readonly delimiter: string;
  /** What stands before a quote within quotes. */
  readonly escaping: '"' | "\\";
  readonly records: readonly (readonly string[])[];
  readonly features: ReadonlySet<Feature>;
}

const PLAIN = [
  "",
  "x",
  "Ann",
  "42",
  "0.10",
  "-7",
  "Zoë",
  "日本",
  "a b",
  "2024-01-02",
  "007",
  "1e5",
  "😀",
  "NULL",
  "é",
];
const AWKWARD = [
  "a\nb",
  'say "hi"',
  "\n",
  '"',
  "a\r\nb",
  'x""y',
  "tail\n",
  ",;\t|",
  "a,b",
  "c;d",
  "e|f",
  "g\th",
  "#no",
];
/** What the world writes though no standard knows it, and how it is read. */
const STRANGE: ReadonlyArray<{ readonly raw: string; readonly value: string; readonly feature: Feature }> = [
  { raw: '5" disk', value: '5" disk', feature: "stray quote" },
  { raw: 'a"b"c', value: 'a"b"c', feature: "stray quote" },
  { raw: '"abc"def', value: "abcdef", feature: "text after a quote" },
  { raw: '"he said "hi" to me"', value: 'he said "hi" to me', feature: "undoubled quotes" },
];

/** The file of a seed: the same one for the same seed. */
export function generatedFile(seed: number): GeneratedFile {
  const random = generator(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const chance = (share: number): boolean => random() < share;
  const features = new Set<Feature>();
  const delimiter = pick([",", ",", ";", "\t", "|"]);
  const escaping = chance(0.1) ? "\\" : '"';
  const ends = chance(0.08) ? ["\n", "\r\n", "\r"] : [pick(["\n", "\n", "\r\n", "\r\n", "\r"])];
  const width = chance(0.05) ? 1 : 2 + Math.floor(random() * 5);
  const count = Math.floor(random() * random() * 40);
  const isStrange = escaping === '"' && chance(0.1);
  // Where most records are longer than the header, it is the header that is short.
  const isRagged = width > 1 && count >= 10 && chance(0.2);
  const hasBlanks = width > 1 && chance(0.1);
  const quotesAll = chance(0.15);
  if (ends.length > 1) features.add("mixed line ends");
  if (ends.includes("\r")) features.add("lone CR");
  if (width === 1) features.add("one column");
  let text = chance(0.1) ? "\ufeff" : "";
  if (text !== "") features.add("BOM");
  const records: string[][] = [];
  for (let row = 0; row <= count; row++) {
    let length = width;
    if (isRagged && row > 0 && chance(0.1)) {
      length = Math.max(1, width + pick([-1, 1, 2]));
      if (length !== width) features.add("ragged");
    }
    const values: string[] = [];
    const fields: string[] = [];
    // Two in one record may be read as one: which is meant, nobody could say.
    let hasStrange = false;
    for (let column = 0; column < length; column++) {
      const strange = isStrange && !hasStrange && row > 0 && chance(0.2) ? pick(STRANGE) : undefined;
      if (strange !== undefined) {
        hasStrange = true;
        features.add(strange.feature);
        values.push(strange.value);
        fields.push(strange.raw);
        continue;
      }
      const value = row === 0 ? `name ${column}` : chance(0.15) ? pick(AWKWARD) : pick(PLAIN);
      // A line of white space alone is no record.
      const isAlone = length === 1 && value.trim() === "";
      if (isAlone) features.add("empty record");
      const isQuoted =
        quotesAll || isAlone || chance(0.05) || /["\r\n]/.test(value) || value.includes(delimiter);
      // A comment would hide the record.
      const hides = column === 0 && value.startsWith("#");
      values.push(value);
      fields.push(isQuoted || hides ? quoted(value, escaping) : value);
      if (escaping === "\\" && value.includes('"')) features.add("backslash escapes");
    }
    records.push(values);
    const isLast = row === count;
    text += fields.join(delimiter) + (isLast && chance(0.3) ? "" : pick(ends));
    if (hasBlanks && !isLast && chance(0.2)) {
      text += pick(ends);
      features.add("blank lines");
    }
  }
  return { text, delimiter, escaping, records, features };
}

function quoted(value: string, escaping: string): string {
  return `"${value.replaceAll('"', `${escaping}"`)}"`;
}

/** Numbers from 0 to 1, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
