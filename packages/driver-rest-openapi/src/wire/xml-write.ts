import { isObject } from "../document/json.ts";
import type { Shape } from "../schema/shape.ts";
import { scalarText } from "./encode.ts";
import { Unwritable } from "./unwritable.ts";
import { elementName, hintsOf, itemName, type XmlHints } from "./xml-hints.ts";

const NIL = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"';

/** A property's or an item's part in its parent: attributes of the parent's tag, and nodes inside of it. */
interface Nodes {
  readonly attributes: string;
  readonly content: string;
}

/**
 * Writes a value as an XML document by the `xml` hints of its schema (OpenAPI 3.1, section 4.8.26; 3.2's
 * `nodeType`). Without a schema: objects are elements, arrays repeat theirs.
 *
 * @param charset what the document says that it is written in
 * @throws Unwritable for names and characters that XML does not have.
 */
export function writeXml(value: unknown, shape: Shape | undefined, charset = "UTF-8"): string {
  const hints = hintsOf(shape);
  const name = elementName(hints, shape?.componentName ?? "root");
  const root = Array.isArray(value)
    ? element(name, hints, arrayContent(value, shape, itemName(shape, "item")))
    : element(name, hints, inside(value, shape));
  return `<?xml version="1.0" encoding="${charset}"?>\n${root}`;
}

/** What a property or an item comes to under the name that it would have without hints. */
function nodes(name: string, value: unknown, shape: Shape | undefined): Nodes {
  const hints = hintsOf(shape, Array.isArray(value) || shape?.is("array") === true);
  const tag = elementName(hints, name);
  if (Array.isArray(value)) {
    // The name of a wrapped list is that of its items as well, unless they have their own.
    const inherited = hints.node === "element" ? (hints.name ?? name) : name;
    const content = arrayContent(value, shape, inherited);
    return hints.node === "element" ? { attributes: "", content: element(tag, hints, content) } : content;
  }
  if (value === null) {
    const isElement = hints.node === "element" || hints.node === "none";
    return { attributes: "", content: isElement ? `<${tag}${namespace(hints)}${NIL}/>` : "" };
  }
  switch (hints.node) {
    case "attribute":
      return { attributes: `${namespace(hints)} ${tag}="${escaped(scalarText(value), true)}"`, content: "" };
    case "text":
      return { attributes: "", content: escaped(scalarText(value)) };
    case "cdata":
      return {
        attributes: "",
        content: `<![CDATA[${legal(scalarText(value)).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`,
      };
    case "none":
      return inside(value, shape);
    case "element":
      return { attributes: "", content: element(tag, hints, inside(value, shape)) };
  }
}

function arrayContent(items: readonly unknown[], shape: Shape | undefined, name: string): Nodes {
  return joined(items.map((item, index) => nodes(name, item, shape?.item(index))));
}

/** What stands inside of an element: text, or the nodes of an object's properties in the schema's order. */
function inside(value: unknown, shape: Shape | undefined): Nodes {
  if (!isObject(value))
    return {
      attributes: "",
      content: value === undefined || value === null ? "" : escaped(scalarText(value)),
    };
  const known = (shape?.properties ?? []).filter((name) => Object.hasOwn(value, name));
  const names = [...known, ...Object.keys(value).filter((name) => !known.includes(name))];
  return joined(
    names.filter((name) => value[name] !== undefined).map((name) => property(name, value[name], shape)),
  );
}

/** A property that the schema does not know may still say what it is, in the way in which results do. */
function property(name: string, value: unknown, shape: Shape | undefined): Nodes {
  const own = shape?.property(name);
  if (own === undefined && name === "#text") return { attributes: "", content: escaped(scalarText(value)) };
  if (own === undefined && name.startsWith("@"))
    return {
      attributes: ` ${checkedName(name.slice(1))}="${escaped(scalarText(value), true)}"`,
      content: "",
    };
  return nodes(name, value, own);
}

function joined(parts: readonly Nodes[]): Nodes {
  return {
    attributes: parts.map(({ attributes }) => attributes).join(""),
    content: parts.map(({ content }) => content).join(""),
  };
}

function element(tag: string, hints: XmlHints, { attributes, content }: Nodes): string {
  const head = `${checkedName(tag)}${namespace(hints)}${attributes}`;
  return content === "" ? `<${head}/>` : `<${head}>${content}</${tag}>`;
}

function namespace({ namespace: uri, prefix }: XmlHints): string {
  if (uri === undefined) return "";
  return ` xmlns${prefix === undefined ? "" : `:${checkedName(prefix)}`}="${escaped(uri, true)}"`;
}

function checkedName(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}\p{M}._-]*(?::[\p{L}_][\p{L}\p{N}\p{M}._-]*)?$/u.test(name)) return name;
  throw new Unwritable(`holds ${JSON.stringify(name.slice(0, 60))}, which is no name in XML`);
}

/** XML 1.0, section 2.2, has no other control characters, not even escaped ones. */
function legal(text: string): string {
  if (/^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text)) return text;
  throw new Unwritable("holds control characters, which XML does not have");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function escaped(text: string, inAttribute = false): string {
  return legal(text.toWellFormed()).replace(
    inAttribute ? /[&<>"\t\n\r]/g : /[&<>\r]/g,
    (char) => ENTITIES[char] ?? char,
  );
}
