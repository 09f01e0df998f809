import {
  BAR,
  COLON,
  DASH,
  DOT,
  EQUALS,
  GREATER,
  isDigit,
  isLetter,
  LESS,
  NEWLINE,
  QUOTE,
  SLASH,
  UNDERSCORE,
  WIDE_BAR,
} from "./characters.ts";
import type { Source } from "./source.ts";

/** `<function=NAME>`, `<invoke name="NAME">`, `</parameter>`, and the same with a prefix. */
export interface Tag {
  readonly start: number;
  readonly end: number;
  readonly closing: boolean;
  /** As written, without bars: `steptml:invoke`. */
  readonly word: string;
  /** Without its prefix: `invoke`. */
  readonly local: string;
  /** What it names, by `=` or by an attribute, without quotes. */
  readonly value: string | undefined;
  /** The same with them, as a few names have quotes of their own. */
  readonly raw: string | undefined;
  /** All attributes as written. */
  readonly attributes: string;
}

const MOST = 512;

/** The tag that begins at this index. */
export function tagAt(source: Source, start: number): Tag | undefined {
  if (source.code(start) !== LESS) return undefined;
  const closing = source.code(start + 1) === SLASH;
  const first = closing ? start + 2 : start + 1;
  let i = first;
  while (isNameChar(source.code(i)) && i - first < 80) i++;
  source.cutAt(i);
  if (i === first) return undefined;
  const word = source.text.slice(first, i);
  const rest = i;
  let isQuoted = false;
  for (; i - rest < MOST; i++) {
    const code = source.code(i);
    // `<function=NAME` may lack its end.
    if ((code === NEWLINE || code === LESS) && /^=[^\s"']+$/.test(source.text.slice(rest, i))) break;
    source.cutAt(i);
    if (code === -1 || code === NEWLINE || (code === LESS && !isQuoted)) return undefined;
    if (code === QUOTE) isQuoted = !isQuoted;
    // A name in broken quotes still ends with its tag.
    else if (code === GREATER) break;
  }
  const ends = source.code(i) === GREATER;
  if (!ends && source.code(rest) !== EQUALS) return undefined;
  const attributes = source.text.slice(rest, i).trim();
  const value = attributes.startsWith("=") ? attributes.slice(1) : attribute(attributes, "name");
  const local = word.slice(
    Math.max(word.lastIndexOf(":"), word.lastIndexOf("|"), word.lastIndexOf("｜")) + 1,
  );
  return {
    start,
    end: ends ? i + 1 : i,
    closing,
    word,
    local,
    value: value?.trim().replace(/^["'“”]|["'“”]$/g, ""),
    raw: value?.trim(),
    attributes,
  };
}

const ATTRIBUTES = {
  name: attributePattern("name"),
  string: attributePattern("string"),
  tool: attributePattern("tool"),
  key: attributePattern("key"),
  type: attributePattern("type"),
};

function attributePattern(name: string): RegExp {
  return new RegExp(
    `(?:^|\\s)${name}\\s{0,9}=\\s{0,9}(?:"([^"]*)"|'([^']*)'|[“”„]([^“”"]*)[“”"]|([^\\s"'>]+))`,
  );
}

/** An attribute's value. */
export function attribute(attributes: string, name: keyof typeof ATTRIBUTES): string | undefined {
  if (attributes === "") return undefined;
  const match = ATTRIBUTES[name].exec(attributes);
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
}

function isNameChar(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === UNDERSCORE ||
    code === DASH ||
    code === DOT ||
    code === COLON ||
    code === BAR ||
    code === WIDE_BAR ||
    code > 0xbf
  );
}
