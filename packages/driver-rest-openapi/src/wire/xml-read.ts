import { setOwn } from "../document/json.ts";
import type { Shape } from "../schema/shape.ts";
import { hintsOf } from "./xml-hints.ts";
import { NIL, parseXml, type XmlElement } from "./xml-parse.ts";

/** Whether the schema says enough of a document for reading it to be more than guessing. */
export function describesXml(shape: Shape | undefined): shape is Shape {
  return shape !== undefined && (shape.is("array") || shape.is("object") || shape.properties.length > 0);
}

/**
 * Reads an XML document as the value that its schema describes, by the same hints by which one is written. What
 * the schema does not know is kept: elements under their names, attributes as `@name`, text beside them as `#text`.
 *
 * @throws XmlError for what is no XML, or declares a document type.
 */
export function readXml(text: string, shape: Shape | undefined): unknown {
  const root = parseXml(text);
  if (shape?.is("array") !== true) return valueIn(root, shape);
  const items = root.children.filter((child) => typeof child !== "string");
  return items.map((item, index) => valueIn(item, shape.item(index)));
}

function valueIn(element: XmlElement, shape: Shape | undefined): unknown {
  if (element.attributes.some(([name, value]) => name === NIL && value === "true")) return null;
  if (shape !== undefined && shape.properties.length > 0) return objectOf(element, shape);
  const hasParts =
    element.attributes.length > 0 || element.children.some((child) => typeof child !== "string");
  if (!hasParts) {
    const text = textOf(element);
    return shape?.is("object") === true && text.trim() === "" ? {} : scalarOf(text, shape);
  }
  const result: Record<string, unknown> = {};
  addUnknown(result, element, new Set(), shape);
  return result;
}

function objectOf(element: XmlElement, shape: Shape): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const used = new Set<unknown>();
  const parts = partsOf(element);
  for (const property of shape.properties) {
    const own = shape.property(property);
    const found = propertyOf(parts, property, own, used);
    if (found !== undefined) setOwn(result, property, found);
  }
  addUnknown(result, element, used, undefined);
  return result;
}

type Attribute = XmlElement["attributes"][number];

/** What an element holds, by name: neither an answer nor a schema is gone through again for each part of the other. */
interface Parts {
  readonly children: ReadonlyMap<string, readonly XmlElement[]>;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly text: string;
}

function partsOf(element: XmlElement): Parts {
  const children = new Map<string, XmlElement[]>();
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const known = children.get(child.name);
    if (known === undefined) children.set(child.name, [child]);
    else known.push(child);
  }
  // Of several of one name the first one counts.
  const attributes = new Map(element.attributes.toReversed().map((item) => [item[0], item] as const));
  return { children, attributes, text: textOf(element) };
}

function propertyOf(
  { children, attributes, text }: Parts,
  property: string,
  shape: Shape | undefined,
  used: Set<unknown>,
): unknown {
  const { node, name = property } = hintsOf(shape);
  if (node === "attribute") {
    const attribute = attributes.get(name);
    used.add(attribute);
    return attribute === undefined ? undefined : scalarOf(attribute[1], shape);
  }
  if (node === "text" || node === "cdata") {
    used.add("#text");
    return scalarOf(text, shape);
  }
  if (shape?.is("array") !== true) {
    const child = children.get(name)?.[0];
    used.add(child);
    return child === undefined ? undefined : valueIn(child, shape);
  }
  const inner = hintsOf(shape.item(0)).name;
  if (node === "element") {
    const wrapper = children.get(name)?.[0];
    used.add(wrapper);
    const items = wrapper?.children.filter((child) => typeof child !== "string");
    return items?.map((item, index) => valueIn(item, shape.item(index)));
  }
  const items = children.get(inner ?? property) ?? [];
  for (const item of items) used.add(item);
  return items.length === 0 ? undefined : items.map((item, index) => valueIn(item, shape.item(index)));
}

/** What the schema did not ask for; a name that occurs several times is a list. */
function addUnknown(
  result: Record<string, unknown>,
  element: XmlElement,
  used: ReadonlySet<unknown>,
  shape: Shape | undefined,
): void {
  for (const attribute of element.attributes) {
    if (!used.has(attribute)) setOwn(result, `@${attribute[0]}`, attribute[1]);
  }
  const groups = new Map<string, unknown[]>();
  for (const child of element.children) {
    if (typeof child === "string" || used.has(child) || Object.hasOwn(result, child.name)) continue;
    const group = groups.get(child.name) ?? [];
    group.push(valueIn(child, shape?.property(child.name)));
    groups.set(child.name, group);
  }
  for (const [name, values] of groups) setOwn(result, name, values.length === 1 ? values[0] : values);
  const text = used.has("#text") ? "" : textOf(element).trim();
  if (text !== "") setOwn(result, "#text", text);
}

function textOf({ children }: XmlElement): string {
  return children.filter((child) => typeof child === "string").join("");
}

/** Text as what the schema calls it; what does not fit stays text. */
function scalarOf(text: string, shape: Shape | undefined): unknown {
  const trimmed = text.trim();
  if (shape?.is("boolean") === true && /^(?:true|false|1|0)$/.test(trimmed))
    return trimmed === "true" || trimmed === "1";
  if (shape?.is("integer") === true || shape?.is("number") === true) {
    const number = Number(trimmed);
    const exact = shape.is("number") || Number.isSafeInteger(number);
    return trimmed !== "" && Number.isFinite(number) && exact ? number : text;
  }
  return text;
}
