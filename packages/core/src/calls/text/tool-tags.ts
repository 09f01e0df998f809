import { CURLY, LESS } from "./characters.ts";
import { coerce } from "./coerce.ts";
import { argumentsOf, type Context, call, type Found } from "./found.ts";
import { childTags } from "./parameters.ts";
import { tagAt } from "./tags.ts";
import { NOTHING, ValueReader } from "./values.ts";
import { yamlMapping } from "./yaml.ts";

/**
 * A call in a tag of the tool's own name: `<f><x>1</x></f>`, or with lines `x: 1` or a JSON object inside.
 * Nothing marks it as a call, so all that is in it has to be the tool's parameters.
 */
export function toolTagCall(plain: Context, start: number): Found | undefined {
  const context: Context = { ...plain, escaped: true };
  const { source, tools } = context;
  const tag = tagAt(source, start);
  if (tag === undefined || tag.closing) return undefined;
  const empty = tag.attributes === "/";
  if (tag.attributes !== "" && !empty) return undefined;
  const name = tools.resolve(tag.word);
  if (name !== tag.word) return undefined;
  if (empty)
    return tools.parameters(name).some(({ required }) => required)
      ? undefined
      : { items: [call(name, {})], end: tag.end };
  const body = source.skipSpace(tag.end);
  const closing = `</${tag.word}>`;
  let args: Record<string, unknown> | undefined;
  let end = body;
  if (source.code(body) === CURLY) {
    const reader = new ValueReader(source, body);
    const value = reader.value();
    args = value === NOTHING || reader.truncated ? undefined : argumentsOf(value);
    end = source.skipSpace(reader.position);
  } else if (source.code(body) === LESS) {
    const read = childTags(context, name, body);
    args = read.cut ? undefined : read.args;
    end = read.end;
  } else {
    end = source.find(closing, body);
    const again = source.find(`<${tag.word}>`, body);
    // Each text is looked at once: what another such tag follows is left to that one.
    if (end === -1 || (again !== -1 && again < end)) return undefined;
    args = lines(source.text.slice(tag.end, end), name, context);
  }
  if (args === undefined || !source.startsWith(closing, end)) return undefined;
  const keys = Object.keys(args);
  const fits = keys.every((key) => tools.parameter(name, key) !== undefined);
  if (!fits || (keys.length === 0 && tools.parameters(name).length > 0)) return undefined;
  return { items: [call(name, args)], end: end + closing.length };
}

/** Lines of YAML, all of whose keys are the tool's. */
function lines(text: string, tool: string, { tools }: Context): Record<string, unknown> | undefined {
  return yamlMapping(text, (word, key) =>
    coerce(word, key === undefined ? undefined : tools.parameter(tool, key)),
  );
}
