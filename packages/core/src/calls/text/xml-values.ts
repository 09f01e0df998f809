import type { JsonSchema } from "../../contract/index.ts";
import type { ParameterSchema } from "../tool-index.ts";
import { setOwn } from "./literals.ts";
import { Source } from "./source.ts";
import { tagAt } from "./tags.ts";

const DEEPEST = 16;

/** A tag's name and what stands between it and its end. */
interface Child {
  readonly name: string;
  readonly inner: string;
}

/**
 * The object or list that nested tags state: `<street>Main</street><zip>12</zip>`, or
 * `<item>a</item><item>b</item>`. Undefined where the text is anything else.
 *
 * @param read makes a value of an inner text by its own schema
 */
export function xmlValue(
  text: string,
  types: ReadonlySet<string>,
  parameter: ParameterSchema,
  read: (text: string, parameter: ParameterSchema) => unknown,
): unknown {
  const children = childrenOf(text);
  if (children === undefined || depthOf(parameter) > DEEPEST) return undefined;
  const inside = (name: string, schema: JsonSchema): ParameterSchema => ({
    ...parameter,
    name: `${parameter.name}/${name}`,
    schema,
  });
  const { schema } = parameter;
  const known = typeof schema === "object" ? schema : {};
  const [first] = children;
  if (types.has("array") && children.every(({ name }) => name === first?.name)) {
    return children.map(({ name, inner }) => read(inner, inside(name, known.items ?? true)));
  }
  if (!types.has("object")) return undefined;
  const object: Record<string, unknown> = {};
  for (const { name, inner } of children) {
    const property = known.properties?.[name] ?? true;
    const value = read(inner, inside(name, property));
    const before = Object.hasOwn(object, name) ? object[name] : undefined;
    // A tag that repeats is a list.
    if (before === undefined) setOwn(object, name, value);
    else setOwn(object, name, [...(Array.isArray(before) ? (before as unknown[]) : [before]), value]);
  }
  return object;
}

/** The parameter's path grows with each level. */
function depthOf({ name }: ParameterSchema): number {
  return name.split("/").length;
}

/** The tags side by side that make up a whole text. */
function childrenOf(text: string): readonly Child[] | undefined {
  const source = new Source(text);
  const children: Child[] = [];
  for (let at = source.skipSpace(0); at < text.length; ) {
    const tag = tagAt(source, at);
    if (tag === undefined || tag.closing || tag.attributes !== "") return undefined;
    const end = closingOf(source, tag.word, tag.end);
    if (end === undefined) return undefined;
    children.push({ name: tag.word, inner: text.slice(tag.end, end) });
    at = source.skipSpace(end + tag.word.length + 3);
  }
  return children.length === 0 ? undefined : children;
}

/** Where a tag is closed, those of the same name inside it left out. */
function closingOf(source: Source, word: string, from: number): number | undefined {
  let open = 1;
  let at = from;
  for (;;) {
    const close = source.find(`</${word}>`, at);
    if (close === -1) return undefined;
    const another = source.find(`<${word}>`, at);
    if (another !== -1 && another < close) {
      open++;
      at = another + 1;
    } else if (--open === 0) return close;
    else at = close + 1;
  }
}
