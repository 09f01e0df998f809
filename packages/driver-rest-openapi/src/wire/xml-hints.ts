import { asObject, asString } from "../document/json.ts";
import type { Shape } from "../schema/shape.ts";

/** What a schema says of its place in an XML document. */
export interface XmlHints {
  readonly node: "element" | "attribute" | "text" | "cdata" | "none";
  readonly name: string | undefined;
  readonly prefix: string | undefined;
  readonly namespace: string | undefined;
}

const NODES: readonly string[] = ["element", "attribute", "text", "cdata", "none"];

/**
 * The `xml` object with its defaults; `attribute` and `wrapped` are what `nodeType` was before OpenAPI 3.2.
 *
 * @param isArray the value is a list, whether or not the schema says so
 */
export function hintsOf(shape: Shape | undefined, isArray = shape?.is("array") === true): XmlHints {
  const xml = asObject(shape?.schema.xml) ?? {};
  return {
    node: nodeOf(asString(xml.nodeType), xml.attribute === true, xml.wrapped === true, isArray),
    name: asString(xml.name),
    prefix: asString(xml.prefix),
    namespace: asString(xml.namespace),
  };
}

function nodeOf(
  stated: string | undefined,
  attribute: boolean,
  wrapped: boolean,
  isArray: boolean,
): XmlHints["node"] {
  if (stated !== undefined && NODES.includes(stated)) return stated as XmlHints["node"];
  if (attribute) return "attribute";
  return isArray && !wrapped ? "none" : "element";
}

/** The name with its prefix; `inferred` is the property's or the schema's own. */
export function elementName({ name, prefix }: XmlHints, inferred: string): string {
  const local = name ?? inferred;
  return prefix === undefined ? local : `${prefix}:${local}`;
}

/** What the items of a document that is a list are called without hints: as their schema is. */
export function itemName(shape: Shape | undefined, otherwise: string): string {
  return shape?.item(0)?.componentName ?? otherwise;
}
