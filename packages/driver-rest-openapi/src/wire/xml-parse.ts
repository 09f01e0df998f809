/** An element of an XML document. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** By name without prefix, in their order. */
  readonly attributes: ReadonlyArray<readonly [name: string, value: string]>;
  readonly children: ReadonlyArray<XmlElement | string>;
}

/** The text is no XML, or XML that is not read. */
export class XmlError extends Error {
  override readonly name = "XmlError";
}

interface OpenElement extends XmlElement {
  readonly tag: string;
  readonly children: Array<XmlElement | string>;
}

/** Deeper documents are not read: whoever walks the tree must not run out of stack. */
const DEEPEST = 256;

/** One piece of markup from the current place on. The alternatives begin differently, so nothing is tried twice. */
const MARKUP =
  /<(?:!--(?<comment>.*?)-->|!\[CDATA\[(?<cdata>.*?)\]\]>|\?.*?\?>|\/(?<close>[^\s<>/]+)\s*>|(?<open>[^\s<>/!?="']+)(?<attributes>(?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>)/sy;
const ATTRIBUTE = /([^\s<>/="']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

/**
 * Reads an XML document into a tree, in one pass and without recursion. It knows the five entities of XML itself
 * and character references; a document type declaration is refused, so there is nothing that could expand or
 * that could be fetched.
 *
 * @throws XmlError
 */
export function parseXml(text: string): XmlElement {
  const document: OpenElement = { name: "", tag: "", attributes: [], children: [] };
  const stack = [document];
  let at = 0;
  while (at < text.length) {
    const parent = stack.at(-1) as OpenElement;
    const next = text.indexOf("<", at);
    const end = next === -1 ? text.length : next;
    if (end > at) addText(parent, decoded(text.slice(at, end)));
    if (next === -1) break;
    MARKUP.lastIndex = next;
    const match = MARKUP.exec(text);
    if (match === null) {
      const what = text.startsWith("<!DOCTYPE", next) ? "declares a document type" : "is not well-formed XML";
      throw new XmlError(`it ${what} at character ${next}`);
    }
    at = MARKUP.lastIndex;
    const { cdata, close, open, attributes = "", empty } = match.groups as Record<string, string | undefined>;
    if (cdata !== undefined) addText(parent, cdata);
    else if (close !== undefined) {
      if (stack.length === 1 || close !== parent.tag)
        throw new XmlError(`it closes ${close} where it is not open`);
      stack.pop();
    } else if (open !== undefined) {
      const element: OpenElement = {
        name: local(open),
        tag: open,
        attributes: attributesOf(attributes),
        children: [],
      };
      parent.children.push(element);
      if (empty === "") stack.push(element);
      if (stack.length > DEEPEST) throw new XmlError("it is nested too deeply");
    }
  }
  const roots = document.children.filter((child) => typeof child !== "string");
  const [root] = roots;
  const stray = document.children.some((child) => typeof child === "string" && child.trim() !== "");
  if (root === undefined || roots.length > 1 || stray || stack.length > 1)
    throw new XmlError("it is not one whole element");
  return root;
}

function addText({ children }: OpenElement, text: string): void {
  const last = children.at(-1);
  if (typeof last === "string") children[children.length - 1] = last + text;
  else children.push(text);
}

/** Declarations of namespaces are no data. */
function attributesOf(text: string): Array<readonly [string, string]> {
  return [...text.matchAll(ATTRIBUTE)]
    .filter(([, name = ""]) => name !== "xmlns" && !name.startsWith("xmlns:"))
    .map(([, name = "", double, single]) => [
      // The one attribute of XML Schema that says something of the value; one of the document's own is called nil.
      name.endsWith(":nil") ? NIL : local(name),
      decoded(double ?? single ?? ""),
    ]);
}

/** The name of `xsi:nil`, whatever its prefix. */
export const NIL = "xsi:nil";

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(\w+));|&/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined && Object.hasOwn(ENTITIES, name)) return ENTITIES[name] as string;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
      throw new XmlError(`it uses ${whole}, which XML does not know`);
    },
  );
}
