import { type Feature, generatedFile } from "./generated-files.ts";
import { type Records, readHere, readWithCsvParse, readWithPapaparse, startDuckDb } from "./readers.ts";

type Peer = "papaparse" | "csv-parse" | "duckdb";

/**
 * What the others read in another way, and why they may: RFC 4180 knows neither lone CRs nor mixed line ends, no
 * backslashes, no records of another length, and no quotes in places where it does not put them.
 */
const EXPLAINED: Readonly<Record<Peer, readonly Feature[]>> = {
  // It takes one line end, guessed from the beginning, for all; reads quotes by its own rules, and leaves out a record of one empty field.
  papaparse: [
    "mixed line ends",
    "lone CR",
    "backslash escapes",
    "stray quote",
    "text after a quote",
    "undoubled quotes",
    "empty record",
    "one column",
  ],
  // It refuses quotes where RFC 4180 has none, and takes a blank line with one record's end for another's.
  "csv-parse": [
    "mixed line ends",
    "stray quote",
    "text after a quote",
    "undoubled quotes",
    "backslash escapes",
  ],
  // One kind of line end in a file, no more fields than columns, and no record of one empty field.
  duckdb: [
    "mixed line ends",
    "lone CR",
    "ragged",
    "blank lines",
    "stray quote",
    "text after a quote",
    "undoubled quotes",
    "backslash escapes",
    "one column",
  ],
};

export interface Comparison {
  readonly files: number;
  /** How many files a peer read in another way, for a reason that is known. */
  readonly explained: Readonly<Record<Peer, number>>;
  /** Seeds of files that nobody can explain, with who read them in another way. */
  readonly unexplained: readonly string[];
}

/** Reads the files of seeds from `from` on with everybody, and compares with what was written into them. */
export async function compare(from: number, files: number): Promise<Comparison> {
  await using duckdb = await startDuckDb();
  const explained = { papaparse: 0, "csv-parse": 0, duckdb: 0 };
  const unexplained: string[] = [];
  for (let seed = from; seed < from + files; seed++) {
    const file = generatedFile(seed);
    const { delimiter, escaping } = file;
    const wanted = JSON.stringify(file.records);
    const told = { delimiter, escape: escaping, quote: '"', header: true, comment: null } as const;
    const isRight = async (read: () => Records | Promise<Records>): Promise<boolean> => {
      try {
        return JSON.stringify(await read()) === wanted;
      } catch {
        return false;
      }
    };
    if (!(await isRight(() => readHere(file.text, told))))
      unexplained.push(`${seed}: here, with the dialect told`);
    if (!(await isRight(() => readHere(file.text, { header: true }))))
      unexplained.push(`${seed}: here, sniffed`);
    const peers: Readonly<Record<Peer, () => Records | Promise<Records>>> = {
      papaparse: () => readWithPapaparse(file),
      "csv-parse": () => readWithCsvParse(file),
      duckdb: () => duckdb.read(file),
    };
    for (const [peer, read] of Object.entries(peers) as Array<[Peer, () => Promise<Records>]>) {
      if (await isRight(read)) continue;
      if (EXPLAINED[peer].some((feature) => file.features.has(feature))) explained[peer]++;
      else unexplained.push(`${seed}: ${peer}`);
    }
  }
  return { files, explained, unexplained };
}
