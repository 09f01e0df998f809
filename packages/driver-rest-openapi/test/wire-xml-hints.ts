import { objectOf } from "./wire-support.ts";

export const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const string = { type: "string" };

/** A value, its schema, and the document: what is written is read back. */
export const both: ReadonlyArray<
  readonly [title: string, schema: object, value: Record<string, unknown>, xml: string]
> = [
  [
    "elements",
    { ...objectOf({ a: string, b: { type: "integer" }, c: { type: "boolean" } }), xml: { name: "doc" } },
    { a: "x < y & z", b: 3, c: true },
    "<doc><a>x &lt; y &amp; z</a><b>3</b><c>true</c></doc>",
  ],
  [
    "names and attributes",
    objectOf(
      { id: { type: "integer", xml: { attribute: true } }, name: { ...string, xml: { name: "Name" } } },
      { xml: { name: "person" } },
    ),
    { id: 1, name: 'a"b' },
    '<person id="1"><Name>a"b</Name></person>',
  ],
  [
    "an attribute with everything in it",
    objectOf({ t: { ...string, xml: { attribute: true, name: "title" } } }, { xml: { name: "p" } }),
    { t: 'a"<&>\n\tb' },
    '<p title="a&quot;&lt;&amp;&gt;&#10;&#9;b"/>',
  ],
  [
    "prefix and namespace",
    objectOf(
      { a: { ...string, xml: { prefix: "s", namespace: "http://x.test/s" } } },
      { xml: { name: "doc", namespace: "http://x.test/d" } },
    ),
    { a: "1" },
    '<doc xmlns="http://x.test/d"><s:a xmlns:s="http://x.test/s">1</s:a></doc>',
  ],
  [
    "a list",
    objectOf({ animals: { type: "array", items: string } }, { xml: { name: "d" } }),
    { animals: ["dog", "cat"] },
    "<d><animals>dog</animals><animals>cat</animals></d>",
  ],
  [
    "a list whose items have a name",
    objectOf(
      { animals: { type: "array", items: { ...string, xml: { name: "animal" } }, xml: { name: "aliens" } } },
      { xml: { name: "d" } },
    ),
    { animals: ["dog", "cat"] },
    "<d><animal>dog</animal><animal>cat</animal></d>",
  ],
  [
    "a wrapped list",
    objectOf({ animals: { type: "array", items: string, xml: { wrapped: true } } }, { xml: { name: "d" } }),
    { animals: ["dog"] },
    "<d><animals><animals>dog</animals></animals></d>",
  ],
  [
    "a wrapped list with one name",
    objectOf(
      { animals: { type: "array", items: string, xml: { name: "aliens", wrapped: true } } },
      { xml: { name: "d" } },
    ),
    { animals: ["dog"] },
    "<d><aliens><aliens>dog</aliens></aliens></d>",
  ],
  [
    "a wrapped list with two names",
    objectOf(
      {
        animals: {
          type: "array",
          items: { ...string, xml: { name: "animal" } },
          xml: { name: "aliens", wrapped: true },
        },
      },
      { xml: { name: "d" } },
    ),
    { animals: ["dog", "cat"] },
    "<d><aliens><animal>dog</animal><animal>cat</animal></aliens></d>",
  ],
  [
    "a wrapped list of objects",
    objectOf(
      {
        tags: {
          type: "array",
          xml: { wrapped: true },
          items: { ...objectOf({ id: { type: "integer" } }), xml: { name: "tag" } },
        },
      },
      { xml: { name: "d" } },
    ),
    { tags: [{ id: 1 }, { id: 2 }] },
    "<d><tags><tag><id>1</id></tag><tag><id>2</id></tag></tags></d>",
  ],
  [
    "nodeType: attribute, text and a wrapping element",
    objectOf(
      { kind: { ...string, xml: { nodeType: "attribute" } }, name: { ...string, xml: { nodeType: "text" } } },
      { xml: { name: "animal" } },
    ),
    { kind: "Cat", name: "Fluffy" },
    '<animal kind="Cat">Fluffy</animal>',
  ],
  [
    "nodeType: cdata",
    objectOf({ content: { ...string, xml: { nodeType: "cdata" } } }, { xml: { name: "doc" } }),
    { content: "<b>a ]]> b</b>" },
    "<doc><![CDATA[<b>a ]]]]><![CDATA[> b</b>]]></doc>",
  ],
  [
    "nodeType: element of a list",
    objectOf(
      { list: { type: "array", items: { ...string, xml: { name: "i" } }, xml: { nodeType: "element" } } },
      { xml: { name: "d" } },
    ),
    { list: ["a", "b"] },
    "<d><list><i>a</i><i>b</i></list></d>",
  ],
  [
    "null",
    objectOf({ a: { type: ["string", "null"] }, b: string }, { xml: { name: "d" } }),
    { a: null, b: "x" },
    '<d><a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><b>x</b></d>',
  ],
  [
    "an object that is not described",
    objectOf({ a: { type: "object" } }, { xml: { name: "d" } }),
    { a: { b: ["1", "2"], "@c": "3", "#text": "t" } },
    '<d><a c="3"><b>1</b><b>2</b>t</a></d>',
  ],
];
