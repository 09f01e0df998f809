import { LESS, NEWLINE } from "./characters.ts";
import type { Context, Found } from "./found.ts";
import { resolveName } from "./found.ts";
import { add, finish, valueEnd } from "./parameters.ts";
import { tagAt } from "./tags.ts";

/** `<arg_key>`, also with a family's prefix. */
export function isKeyTag(context: Context, index: number): boolean {
  const tag = tagAt(context.source, index);
  return tag !== undefined && !tag.closing && tag.local.endsWith("arg_key");
}

/** A call by a name of several words, which ends with its line or with the first key. */
export function spacedCall(context: Context, start: number): Found | undefined {
  const { source } = context;
  let end = start;
  while (end - start < 200 && ![-1, NEWLINE, LESS].includes(source.code(end))) end++;
  const written = source.text.slice(start, end).trim();
  const keys = source.skipSpace(end);
  if (context.tools.resolve(written) === undefined || !isKeyTag(context, keys)) return undefined;
  return keyValueCall(context, written, start, keys);
}

/**
 * A name, then keys and values in turn: `f<arg_key>x</arg_key><arg_value>1</arg_value>`, from the first key
 * on. A value may lack its opening or its closing tag.
 */
export function keyValueCall(context: Context, written: string, start: number, from: number): Found {
  const { source } = context;
  const name = resolveName(context, written);
  const args: Record<string, unknown> = {};
  let i = from;
  let cut = false;
  for (;;) {
    i = source.skipSpace(i);
    const tag = tagAt(source, i);
    source.cutAt(i);
    if (tag === undefined || tag.closing || !tag.local.endsWith("arg_key")) break;
    const keyEnd = source.find(`</${tag.word}>`, tag.end);
    if (keyEnd === -1) {
      cut = true;
      i = source.text.length;
      break;
    }
    const key = source.text.slice(tag.end, keyEnd).trim();
    const prefix = tag.word.slice(0, -"arg_key".length);
    let valueStart = source.skipSpace(keyEnd + tag.word.length + 3);
    const opening = `<${prefix}arg_value>`;
    if (source.startsWith(opening, valueStart)) valueStart += opening.length;
    const value = valueEnd(source, valueStart, {
      close: `</${prefix}arg_value>`,
      next: [`<${tag.word}>`],
      outer: `</${prefix}tool_call>`,
      again: [`<${prefix}tool_call>`],
    });
    if (value === undefined) {
      cut = true;
      i = source.text.length;
      break;
    }
    add(context, args, name, key, source.text.slice(valueStart, value.end));
    i = value.next;
  }
  return finish({ args, end: i, cut }, name, written, source.text.slice(start, i));
}
