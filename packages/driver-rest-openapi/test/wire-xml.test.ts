import { strict as assert } from "node:assert";
import { describe, test } from "vitest";
import { oneOperation } from "./support.ts";
import { body, objectOf, resultOf, written } from "./wire-support.ts";
import { both, HEAD, string } from "./wire-xml-hints.ts";

describe("what a schema's hints mean, written and read", () => {
  for (const [title, schema, value, xml] of both) {
    test(title, async () => {
      assert.deepEqual(await body("application/xml", schema, value), {
        type: "application/xml",
        text: `${HEAD}${xml}`,
      });
      const operation = {
        responses: { 200: { description: "", content: { "application/xml": { schema } } } },
      };
      const result = await resultOf(operation, {
        body: xml,
        headers: { "content-type": "application/xml; charset=utf-8" },
      });
      assert.deepEqual(result, value);
    });
  }
});

test("elements stand in the schema's order", async () => {
  const schema = objectOf(
    { first: string, second: string },
    { xml: { name: "d" }, additionalProperties: true },
  );
  const { text } = await body("text/xml", schema, { body: { other: "3", second: "2", first: "1" } });
  assert.equal(text, `${HEAD}<d><first>1</first><second>2</second><other>3</other></d>`);
});

test("the root and its references are called as the document keeps them", async () => {
  const schemas = {
    Pet: objectOf({
      owner: { $ref: "#/components/schemas/Person" },
      friends: { type: "array", items: { $ref: "#/components/schemas/Pet" } },
    }),
    Person: { ...objectOf({ name: string }), xml: { name: "person" } },
  };
  const requestBody = {
    required: true,
    content: { "application/xml": { schema: { $ref: "#/components/schemas/Pet" } } },
  };
  const document = oneOperation("post", "/p", { requestBody }, { components: { schemas } });
  const { body: text } = await written(document, {
    owner: { name: "A" },
    friends: [{ owner: { name: "B" } }],
  });
  assert.equal(
    text,
    `${HEAD}<Pet><person><name>A</name></person><friends><person><name>B</name></person></friends></Pet>`,
  );
});

test("a list as a document, both ways", async () => {
  const schema = {
    type: "array",
    items: { ...objectOf({ id: { type: "integer" } }), xml: { name: "pet" } },
    xml: { name: "pets" },
  };
  const xml = "<pets><pet><id>1</id></pet><pet><id>2</id></pet></pets>";
  assert.equal((await body("application/xml", schema, { body: [{ id: 1 }, { id: 2 }] })).text, HEAD + xml);
  const operation = { responses: { 200: { description: "", content: { "application/xml": { schema } } } } };
  assert.deepEqual(await resultOf(operation, { body: xml, headers: { "content-type": "text/xml" } }), [
    { id: 1 },
    { id: 2 },
  ]);
});

test("a document as text is sent as it is", async () => {
  assert.equal((await body("application/xml", string, { body: "<a/>" })).text, "<a/>");
});

test("names and characters that XML does not have are refused", async () => {
  for (const value of [{ "a b": 1 }, { "a><b": 1 }, { a: "\u0000" }, { a: "\u0008" }, { "@x y": 1 }]) {
    await assert.rejects(body("application/xml", { type: "object" }, { body: value }), {
      code: "invalid_arguments",
    });
  }
});

describe("reading", () => {
  const schema = objectOf(
    {
      id: { type: "integer" },
      price: { type: "number" },
      ok: { type: "boolean" },
      big: { type: "integer" },
      tags: { type: "array", items: string },
    },
    { xml: { name: "d" } },
  );
  const read = (xml: string | Uint8Array, type = "application/xml"): Promise<unknown> =>
    resultOf(
      { responses: { 200: { description: "", content: { "application/xml": { schema } } } } },
      { body: xml, headers: { "content-type": type } },
    );

  test("types by the schema; what does not fit stays text; what is not known is kept", async () => {
    assert.deepEqual(
      await read(
        `<?xml version="1.0"?><!-- c --><x:d xmlns:x="u" v="1"><id> 7 </id><price>1.50</price><ok>0</ok><big>12345678901234567890</big><more a="&#x41;&amp;">t<b/></more></x:d>`,
      ),
      {
        id: 7,
        price: 1.5,
        ok: false,
        big: "12345678901234567890",
        "@v": "1",
        more: { "@a": "A&", b: "", "#text": "t" },
      },
    );
  });

  test("other encodings", async () => {
    assert.deepEqual(
      await read(Buffer.from("<d><tags>ü</tags></d>", "latin1"), "application/xml; charset=iso-8859-1"),
      { tags: ["ü"] },
    );
    assert.deepEqual(await read(Buffer.from("\ufeff<d><tags>ü</tags></d>", "utf16le")), { tags: ["ü"] });
  });

  test("names that objects have of their own are data", async () => {
    const result = (await read(
      "<d><__proto__><x>1</x></__proto__><constructor>2</constructor></d>",
    )) as object;
    assert.equal(Object.getPrototypeOf(result), Object.prototype);
    assert.deepEqual(Object.keys(result), ["__proto__", "constructor"]);
  });

  const hostile: ReadonlyArray<readonly [title: string, xml: string]> = [
    ["an external entity", '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d><id>&e;</id></d>'],
    ["a billion laughs", `<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><d><id>&b;</id></d>`],
    ["an external document type", '<!DOCTYPE d SYSTEM "http://169.254.169.254/x.dtd"><d/>'],
    ["an unknown entity", "<d><id>&nbsp;</id></d>"],
    ["a character that does not exist", "<d>&#0;&#x110000;</d>"],
    ["deep nesting", "<d>".repeat(10_000) + "</d>".repeat(10_000)],
    ["tags that do not match", "<d><a></d></a>"],
    ["an end too early", "<d><a>"],
    ["two roots", "<d/><d/>"],
    ["text behind the root", "<d/>x"],
    ["an attribute without quotes", "<d a=1/>"],
    ["an unfinished comment", `<d><!-- ${"-".repeat(100_000)}`],
    ["unfinished attributes", `<d ${'a="b" '.repeat(50_000)}`],
    ["unfinished spaces", `<d${" ".repeat(200_000)}`],
    ["nothing but brackets", "<".repeat(100_000)],
  ];
  for (const [title, xml] of hostile) {
    test(`${title} comes back as the text that it is`, async () => {
      assert.equal(await read(xml), xml);
    });
  }

  test("XML that the document does not describe is text, and so is a picture", async () => {
    assert.equal(
      await resultOf({}, { body: "<a>1</a>", headers: { "content-type": "text/xml" } }),
      "<a>1</a>",
    );
    assert.equal(await read("<svg/>", "image/svg+xml"), "<svg/>");
  });
});
