import { coerce } from "./coerce.ts";
import { argumentsOf, type Context, call, type Found } from "./found.ts";
import { setOwn } from "./literals.ts";
import { childTags } from "./parameters.ts";
import { tagAt } from "./tags.ts";
import { NOTHING, ValueReader } from "./values.ts";

/**
 * A call in a tag of the tool's own name: `<f><x>1</x></f>`, or with lines `x: 1` or a JSON object inside.
 * Nothing marks it as a call, so all that is in it has to be the tool's parameters.
 */
export function toolTagCall(context: Context, start: number): Found | undefined {
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
  if (source.code(body) === 123) {
    const reader = new ValueReader(source, body);
    const value = reader.value();
    args = value === NOTHING || reader.truncated ? undefined : argumentsOf(value);
    end = source.skipSpace(reader.position);
  } else if (source.code(body) === 60) {
    const read = childTags(context, name, body);
    args = read.cut ? undefined : read.args;
    end = read.end;
  } else {
    end = source.find(closing, body);
    if (end === -1) return undefined;
    args = lines(source.text.slice(tag.end, end), name, context);
  }
  if (args === undefined || !source.startsWith(closing, end)) return undefined;
  const keys = Object.keys(args);
  const fits = keys.every((key) => tools.parameter(name, key) !== undefined);
  if (!fits || (keys.length === 0 && tools.parameters(name).length > 0)) return undefined;
  return { items: [call(name, args)], end: end + closing.length };
}

/** Lines of `key: value`; deeper lines belong to the key before, as a list, a block of text or a value. */
function lines(text: string, tool: string, { tools }: Context): Record<string, unknown> | undefined {
  const args: Record<string, unknown> = {};
  let key: string | undefined;
  let block: string[] = [];
  const flush = (): void => {
    if (key === undefined) return;
    const [first = "", ...more] = block;
    const parameter = tools.parameter(tool, key);
    const deeper = more.map((line) => line.trim()).filter((line) => line !== "");
    if (first === "|" || first === ">") setOwn(args, key, deeper.join(first === "|" ? "\n" : " "));
    else if (first === "" && deeper.length > 0 && deeper.every((line) => line.startsWith("- "))) {
      setOwn(
        args,
        key,
        deeper.map((line) => scalar(line.slice(2), undefined)),
      );
    } else setOwn(args, key, scalar([first, ...deeper].join(" ").trim(), parameter));
  };
  for (const line of text.split("\n")) {
    const match = /^\s{0,8}([\p{L}_][\p{L}\p{N}_.-]{0,100}):(?:\s+(.*))?$/u.exec(line);
    if (match?.[1] !== undefined && tools.parameter(tool, match[1]) !== undefined) {
      flush();
      key = match[1];
      block = [match[2]?.trim() ?? ""];
    } else if (key !== undefined) block.push(line);
    else if (line.trim() !== "") return undefined;
  }
  flush();
  return args;
}

function scalar(text: string, parameter: Parameters<typeof coerce>[1]): unknown {
  const quoted = /^"(.*)"$|^'(.*)'$/s.exec(text);
  return quoted === null ? coerce(text, parameter) : (quoted[1] ?? quoted[2] ?? "");
}
