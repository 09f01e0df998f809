import { setOwn } from "./literals.ts";
import { Source } from "./source.ts";
import { NOTHING, ValueReader } from "./values.ts";

/** Makes a value of a word: the reader of YAML does not know what type is wanted. */
type Scalar = (text: string, key: string | undefined) => unknown;

const DEEPEST = 32;
const KEY = /^("[^"\n]{1,128}"|'[^'\n]{1,128}'|[\p{L}_][\p{L}\p{N}_. -]{0,127}):(?:\s+(.*))?$/u;

/**
 * The mapping that lines of YAML state, as far as models write it for arguments: mappings, lists, blocks of
 * text, quoted and flow values. Undefined where the lines are something else.
 */
export function yamlMapping(text: string, scalar: Scalar): Record<string, unknown> | undefined {
  const reader = new YamlReader(text, scalar);
  const mapping = reader.mapping(0);
  return reader.finished ? mapping : undefined;
}

class YamlReader {
  readonly #lines: readonly string[];
  readonly #scalar: Scalar;
  #at = 0;

  constructor(text: string, scalar: Scalar) {
    this.#lines = text.split(/\r?\n/);
    this.#scalar = scalar;
  }

  get finished(): boolean {
    this.#skipBlank();
    return this.#at >= this.#lines.length;
  }

  /** The mapping whose keys stand as far in as the next line. */
  mapping(depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    this.#skipBlank();
    const indent = this.#indent();
    while (!this.finished && this.#indent() === indent) {
      const match = KEY.exec(this.#rest(indent));
      if (match?.[1] === undefined) break;
      this.#at++;
      const key = match[1].replace(/^["']|["']$/g, "");
      setOwn(result, key, this.#value(match[2] ?? "", indent, key, depth));
    }
    return result;
  }

  /** A value: what follows its key or dash, and the lines below that stand further in. */
  #value(first: string, indent: number, key: string | undefined, depth: number): unknown {
    const block = /^([|>])([+-]?)\d?$/.exec(first.trim());
    if (block !== null) return this.#block(indent, block[1] === ">", block[2] ?? "");
    const word = first.trim();
    if (word === "") return this.#below(indent, key, depth);
    const quoted = /^["'[{]/.test(word) ? ValueReader.whole(new Source(word)) : NOTHING;
    if (quoted !== NOTHING) return quoted;
    const words = [word.replace(/\s#\s.*$/, "")];
    while (!this.finished && this.#indent() > indent) words.push(this.#lines[this.#at++]?.trim() ?? "");
    return this.#scalar(words.join(" ").trim(), key);
  }

  /** What stands in the lines below a key: a list, which may stand no further in, or a mapping. */
  #below(indent: number, key: string | undefined, depth: number): unknown {
    if (this.finished || depth > DEEPEST) return this.#scalar("", key);
    const inner = this.#indent();
    if (inner >= indent && this.#isItem(inner)) return this.#list(inner, depth);
    if (inner <= indent) return this.#scalar("", key);
    return KEY.test(this.#rest(inner))
      ? this.mapping(depth + 1)
      : this.#value(this.#take(), indent, key, depth);
  }

  #list(indent: number, depth: number): unknown[] {
    const list: unknown[] = [];
    while (!this.finished && this.#indent() === indent && this.#isItem(indent)) {
      const item = this.#rest(indent).slice(1).trimStart();
      const match = /^["'[{]/.test(item) ? null : KEY.exec(item);
      this.#at++;
      if (match?.[1] === undefined) {
        list.push(this.#value(item, indent, undefined, depth));
        continue;
      }
      const object: Record<string, unknown> = {};
      setOwn(object, match[1], this.#value(match[2] ?? "", indent + 1, undefined, depth + 1));
      if (!this.finished && this.#indent() > indent) Object.assign(object, this.mapping(depth + 1));
      list.push(object);
    }
    return list;
  }

  /** `|` keeps the lines, `>` joins them; how far they all stand in belongs to neither. */
  #block(indent: number, folds: boolean, end: string): string {
    const lines: string[] = [];
    while (this.#at < this.#lines.length && (this.#isBlank() || this.#indent() > indent))
      lines.push(this.#take());
    while (lines.at(-1)?.trim() === "") lines.pop();
    const margin = Math.min(...lines.filter((line) => line.trim() !== "").map(indentOf));
    const text = lines.map((line) => line.slice(margin)).join(folds ? " " : "\n");
    return end === "-" || lines.length === 0 ? text : `${text}\n`;
  }

  #take(): string {
    return this.#lines[this.#at++] ?? "";
  }

  #rest(indent: number): string {
    return (this.#lines[this.#at] ?? "").slice(indent).trimEnd();
  }

  #isItem(indent: number): boolean {
    return /^-(?:\s|$)/.test(this.#rest(indent));
  }

  #indent(): number {
    return indentOf(this.#lines[this.#at] ?? "");
  }

  #isBlank(): boolean {
    return /^\s*(?:#.*)?$/.test(this.#lines[this.#at] ?? "");
  }

  #skipBlank(): void {
    while (this.#at < this.#lines.length && this.#isBlank()) this.#at++;
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
