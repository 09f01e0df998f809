import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Files below a folder of their own, which goes when the benchmark does, unless it is to be kept. */
export interface FileTrees extends Disposable {
  readonly root: string;
}

/** 10 KB of text, in `small.txt`. */
const SMALL = 10_000;
/** Files right in `flat/`. */
const FLAT = 100_000;
/** Directories in `names/`, of 100 files each; one in a thousand is named `*.md`. */
const DIRECTORIES = 1_000;
/** Files in `contents/`, 128 KiB each: together 1 GB. One in a hundred has a line with {@link NEEDLE}. */
const LARGE = 8_192;
const LARGE_BYTES = 128 * 1024;

export const NEEDLE = "needle_of_the_haystack";

/** The last file that is planted: where it is, the others are. */
const WHOLE = "small.txt";

/**
 * Takes half a minute, and 1.1 GB of the disk that holds the temporary folder. Where `MCS_BENCH_FILES` names a
 * folder, they are planted there once and kept, so that the next run begins at once.
 */
export function plantTrees(): FileTrees {
  const { MCS_BENCH_FILES: kept = "" } = process.env;
  if (kept === "") {
    const root = mkdtempSync(join(tmpdir(), "mcs-bench-"));
    plantAll(root);
    return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
  }
  const root = resolve(kept);
  if (!existsSync(join(root, WHOLE))) plantAll(root);
  return { root, [Symbol.dispose]: () => undefined };
}

function plantAll(root: string): void {
  plant(join(root, "flat"), FLAT, (at) => [`${at}.txt`, ""]);
  for (let at = 0; at < DIRECTORIES; at++) {
    const folder = join(root, "names", `package-${at % 50}`, `part-${at}`);
    plant(folder, 100, (file) => [`file-${file}.${file === 42 && at % 10 === 0 ? "md" : "ts"}`, ""]);
  }
  for (let at = 0; at < 64; at++) {
    plant(join(root, "contents", `src-${at}`), LARGE / 64, (file) => {
      const text = prose(at * 1_000 + file, LARGE_BYTES);
      const holds = (at * 31 + file) % 100 === 0;
      return [`module-${file}.ts`, holds ? `${NEEDLE}\n${text.slice(NEEDLE.length + 1)}` : text];
    });
  }
  writeFileSync(join(root, WHOLE), prose(0, SMALL));
}

function plant(folder: string, count: number, file: (at: number) => [name: string, content: string]): void {
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < count; at++) {
    const [name, content] = file(at);
    writeFileSync(join(folder, name), content);
  }
}

const WORDS = "const return value index of the entry for each name in list await this need hay stack".split(
  " ",
);

/** Lines of words, never the same twice, and the same in every run. */
function prose(seed: number, bytes: number): string {
  const lines: string[] = [];
  let [length, state] = [0, seed + 1];
  while (length < bytes) {
    const words = [String(state)];
    for (let at = 0; at < 9; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      words.push(WORDS[(state >>> 16) % WORDS.length] ?? "");
    }
    const line = words.join(" ");
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join("\n").slice(0, bytes - 1)}\n`;
}
