import { COMMA, EQUALS, isWord, ROUND, ROUND_END, SQUARE_END } from "./characters.ts";
import { endsAll, NOTHING } from "./cursor.ts";
import { setOwn } from "./literals.ts";
import { LONGEST_KEY, QUOTES } from "./signs.ts";
import type { ValueReader } from "./values.ts";

/** The arguments of a call in parentheses: those by name, and those by place. */
export interface CallArguments {
  readonly named: Record<string, unknown>;
  readonly placed: unknown[];
}

/** Reads a call's arguments from the opening parenthesis on. */
export function callArguments(reader: ValueReader): CallArguments | typeof NOTHING {
  const named: Record<string, unknown> = {};
  const placed: unknown[] = [];
  reader.open.push(ROUND);
  reader.position++;
  for (;;) {
    reader.skip();
    const { code } = reader;
    if (code === ROUND_END) {
      reader.position++;
      break;
    }
    if (code === COMMA) {
      reader.position++;
      continue;
    }
    if (code === SQUARE_END || endsAll(code)) {
      reader.source.cutAt(reader.position);
      if (code === -1 && reader.after(COMMA, ROUND)) reader.truncated = true;
      break;
    }
    const key = keyword(reader);
    let value = reader.value();
    if (value === NOTHING) return NOTHING;
    // Python joins strings that stand side by side.
    for (reader.skip(); typeof value === "string" && QUOTES.has(reader.code); reader.skip()) {
      const more = reader.value();
      if (more === NOTHING) return NOTHING;
      value += String(more);
    }
    if (key === undefined) placed.push(value);
    else setOwn(named, key, value);
    if (reader.stopped) break;
    reader.skip();
    const next = reader.code;
    if (next !== COMMA && next !== ROUND_END && next !== SQUARE_END && !endsAll(next)) {
      return reader.fail("a comma or a closing parenthesis is missing");
    }
  }
  reader.open.pop();
  return { named, placed };
}

/** `name=` of a Python argument, which is passed over. */
function keyword(reader: ValueReader): string | undefined {
  const { source, position } = reader;
  let i = position;
  while (isWord(source.code(i)) && i - position < LONGEST_KEY) i++;
  if (i === position) return undefined;
  const key = source.text.slice(position, i);
  i = source.skipSpace(i);
  if (source.code(i) !== EQUALS || source.code(i + 1) === EQUALS) return undefined;
  reader.position = i + 1;
  return key;
}
