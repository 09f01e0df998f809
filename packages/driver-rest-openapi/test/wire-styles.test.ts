import { strict as assert } from "node:assert";
import { describe, test } from "vitest";
import { oneOperation } from "./support.ts";
import { parameter, parameter2, written } from "./wire-support.ts";

const list = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };
const reserved = ":/?#[]@!$&'()*+,;=";
const unsafe = ' <>"%{}|\\^';

type Row = readonly [place: string, stated: object, value: unknown, expected: string | undefined];

function table(title: string, write: typeof parameter, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [place, stated, value, expected] of rows) {
      test(`${place} ${JSON.stringify(stated)} ${JSON.stringify(value)}`, async () => {
        assert.equal((await write(place, stated, value)) ?? "", expected ?? "");
      });
    }
  });
}

// OpenAPI 3.2.0, section 4.12.5, Style Examples: every cell that is not n/a.
table("the table of the specification", parameter, [
  ["path", { style: "matrix" }, "", ";v"],
  ["path", { style: "matrix" }, "blue", ";v=blue"],
  ["path", { style: "matrix" }, list, ";v=blue,black,brown"],
  ["path", { style: "matrix" }, object, ";v=R,100,G,200,B,150"],
  ["path", { style: "matrix", explode: true }, "blue", ";v=blue"],
  ["path", { style: "matrix", explode: true }, list, ";v=blue;v=black;v=brown"],
  ["path", { style: "matrix", explode: true }, object, ";R=100;G=200;B=150"],
  ["path", { style: "label" }, "blue", ".blue"],
  ["path", { style: "label" }, list, ".blue,black,brown"],
  ["path", { style: "label" }, object, ".R,100,G,200,B,150"],
  ["path", { style: "label", explode: true }, list, ".blue.black.brown"],
  ["path", { style: "label", explode: true }, object, ".R=100.G=200.B=150"],
  ["path", { style: "simple" }, list, "blue,black,brown"],
  ["path", { style: "simple" }, object, "R,100,G,200,B,150"],
  ["path", { style: "simple", explode: true }, list, "blue,black,brown"],
  ["path", { style: "simple", explode: true }, object, "R=100,G=200,B=150"],
  ["header", { style: "simple" }, list, "blue,black,brown"],
  ["header", { style: "simple" }, object, "R,100,G,200,B,150"],
  ["header", { style: "simple", explode: true }, object, "R=100,G=200,B=150"],
  ["query", { style: "form", explode: false }, "", "v="],
  ["query", { style: "form", explode: false }, list, "v=blue,black,brown"],
  ["query", { style: "form", explode: false }, object, "v=R,100,G,200,B,150"],
  ["query", { style: "form" }, "", "v="],
  ["query", { style: "form" }, list, "v=blue&v=black&v=brown"],
  ["query", { style: "form" }, object, "R=100&G=200&B=150"],
  ["query", { style: "spaceDelimited" }, list, "v=blue%20black%20brown"],
  ["query", { style: "spaceDelimited" }, object, "v=R%20100%20G%20200%20B%20150"],
  ["query", { style: "pipeDelimited" }, list, "v=blue%7Cblack%7Cbrown"],
  ["query", { style: "pipeDelimited" }, object, "v=R%7C100%7CG%7C200%7CB%7C150"],
  // An item that holds the delimiter is told from it.
  ["query", { style: "pipeDelimited" }, ["a|b", "c"], "v=a%7Cb|c"],
  ["query", { style: "form", explode: false }, ["a,b", "c"], "v=a%2Cb,c"],
  ["query", { style: "deepObject" }, object, "v%5BR%5D=100&v%5BG%5D=200&v%5BB%5D=150"],
  ["cookie", { style: "form", explode: false }, list, "v=blue,black,brown"],
  ["cookie", { style: "form", explode: false }, object, "v=R,100,G,200,B,150"],
  ["cookie", { style: "cookie", explode: false }, "", "v="],
  ["cookie", { style: "cookie", explode: false }, list, "v=blue,black,brown"],
  ["cookie", { style: "cookie", explode: false }, object, "v=R,100,G,200,B,150"],
  ["cookie", { style: "cookie" }, list, "v=blue; v=black; v=brown"],
  ["cookie", { style: "cookie" }, object, "R=100; G=200; B=150"],
]);

table("what the table leaves open", parameter, [
  // Delimited and exploded is not defined; those who write it mean a repeated name.
  ["query", { style: "spaceDelimited", explode: true }, list, "v=blue&v=black&v=brown"],
  ["query", { style: "pipeDelimited", explode: true }, list, "v=blue&v=black&v=brown"],
  ["query", { style: "deepObject" }, { a: { b: { c: 1 } } }, "v%5Ba%5D%5Bb%5D%5Bc%5D=1"],
  ["query", { style: "deepObject" }, { a: ["x", "y"] }, "v%5Ba%5D%5B0%5D=x&v%5Ba%5D%5B1%5D=y"],
  [
    "query",
    { style: "deepObject" },
    { a: [{ b: 1 }, { b: 2 }] },
    "v%5Ba%5D%5B0%5D%5Bb%5D=1&v%5Ba%5D%5B1%5D%5Bb%5D=2",
  ],
  ["query", { style: "deepObject" }, ["x"], "v%5B0%5D=x"],
  ["query", { style: "deepObject" }, { a: null, b: "" }, "v%5Bb%5D="],
  ["query", { style: "deepObject" }, { "a]&b": "c=d" }, "v%5Ba%5D%26b%5D=c%3Dd"],
  // Structures inside of a structure are JSON.
  ["query", {}, { a: { b: 1 } }, "a=%7B%22b%22%3A1%7D"],
  ["query", { explode: false }, [{ a: 1 }, [2]], "v=%7B%22a%22%3A1%7D,%5B2%5D"],
  ["header", {}, [{ a: 1 }, { b: 2 }], '{"a":1},{"b":2}'],
  ["path", { explode: true }, { a: { b: 1 } }, "a=%7B%22b%22%3A1%7D"],
  // Exploded pairs of a cookie are cookies: no delimiter but the semicolon means anything there.
  ["cookie", {}, list, "v=blue; v=black; v=brown"],
  ["cookie", {}, "x; y=z", "v=x%3B%20y%3Dz"],
]);

table("null, empty and nothing", parameter, [
  ["query", {}, null, ""],
  ["query", {}, [], ""],
  ["query", {}, {}, ""],
  ["query", {}, [null, "x", null], "v=x"],
  ["query", {}, { a: null, b: "x" }, "b=x"],
  ["query", { explode: false }, [""], "v="],
  ["query", { explode: false }, ["", "x"], "v=,x"],
  ["query", {}, ["", ""], "v=&v="],
  ["query", { allowEmptyValue: true }, "", "v="],
  ["query", { allowEmptyValue: true }, [], "v="],
  ["query", { allowEmptyValue: true, schema: { type: "integer" } }, "", "v="],
  ["header", {}, [], undefined],
  ["header", {}, null, undefined],
  ["header", {}, false, "false"],
  ["cookie", {}, 0, "v=0"],
  ["cookie", {}, [], undefined],
]);

// RFC 6570, section 3.2.7: of an empty value the name is left, without an equals sign.
table("empty values in the style matrix", parameter, [
  ["path", { style: "matrix", explode: true }, ["a", ""], ";v=a;v"],
  ["path", { style: "matrix", explode: true }, { a: "", b: "c" }, ";a;b=c"],
  ["path", { style: "matrix" }, [""], ";v"],
  ["path", { style: "matrix" }, ["", "a"], ";v=,a"],
]);

table("values that contain delimiters, and reserved characters", parameter, [
  ["query", { explode: false }, ["a,b", "c"], "v=a%2Cb,c"],
  ["query", {}, reserved, "v=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D"],
  ["query", {}, unsafe, "v=%20%3C%3E%22%25%7B%7D%7C%5C%5E"],
  // Of the reserved characters those stay that cannot end the value, the query or the URL.
  ["query", { allowReserved: true }, "a;w=1;", "v=a;w%3D1;"],
  ["query", { allowReserved: true }, reserved, "v=:/?%23%5B%5D@!$%26'()*%2B,;="],
  ["query", { allowReserved: true }, unsafe, "v=%20%3C%3E%22%25%7B%7D%7C%5C%5E"],
  ["query", { allowReserved: true }, "100%25 %zz", "v=100%25%20%25zz"],
  ["query", { allowReserved: true, explode: false }, ["a/b", "c:d"], "v=a/b,c:d"],
  ["path", {}, ["a,b", "c"], "a%2Cb,c"],
  ["path", { style: "label", explode: true }, ["a.b", "c"], ".a.b.c"],
  ["path", { style: "matrix", explode: true }, ["a;b", "c"], ";v=a%3Bb;v=c"],
  ["path", {}, "wow!", "wow%21"],
  ["header", {}, ' <>"%{}|\\^', '<>"%{}|\\^'],
  ["header", {}, ["a,b", "c"], "a,b,c"],
  ["cookie", { style: "cookie" }, "a b%20c", "v=a b%20c"],
]);

test("allowReserved in a path, from OpenAPI 3.2 on: a value keeps what cannot lead out of its segment", async () => {
  const pathOf = async (value: unknown, openapi: string, style = "simple"): Promise<string> => {
    const parameters = [{ name: "v", in: "path", schema: {}, allowReserved: true, style }];
    const document = oneOperation("get", "/p/{v}", { parameters }, { openapi });
    return (await written(document, { v: value })).path;
  };
  assert.equal(await pathOf(reserved, "3.2.0"), "/p/:%2F%3F%23%5B%5D@!$&'()*+,%3B=");
  assert.equal(await pathOf(["a:b", "c@d"], "3.2.0", "label"), "/p/.a:b,c@d");
  assert.equal(await pathOf("\\..\\%2e%2e%2F;x", "3.2.0"), "/p/%5C..%5C%252e%252e%252F%3Bx");
  await assert.rejects(pathOf("..", "3.2.0"), { code: "invalid_arguments" });
  assert.equal(await pathOf("a:b", "3.1.1"), "/p/a%3Ab");
});

test("allowReserved in a cookie, from OpenAPI 3.2 on: a value does not become another cookie", async () => {
  const parameters = [{ name: "v", in: "cookie", schema: {}, allowReserved: true }];
  const document = oneOperation("get", "/p", { parameters }, { openapi: "3.2.0" });
  assert.equal((await written(document, { v: "a/b; c=d" })).headers.cookie, "v=a/b%3B%20c%3Dd");
});

test("a parameter's own name is encoded", async () => {
  const parameters = [{ name: "id[role] &x", in: "query", schema: {} }];
  const { query } = await written(oneOperation("get", "/p", { parameters }), { "id[role] &x": "admin" });
  assert.equal(query, "id%5Brole%5D%20%26x=admin");
});

// Swagger 2.0, Parameter Object, collectionFormat; and its items'.
table("collectionFormat", parameter2, [
  ["query", {}, list, "v=blue,black,brown"],
  ["query", { collectionFormat: "csv" }, ["a,b", "c"], "v=a%2Cb,c"],
  ["query", { collectionFormat: "ssv" }, list, "v=blue%20black%20brown"],
  ["query", { collectionFormat: "tsv" }, list, "v=blue%09black%09brown"],
  ["query", { collectionFormat: "pipes" }, list, "v=blue%7Cblack%7Cbrown"],
  ["query", { collectionFormat: "multi" }, list, "v=blue&v=black&v=brown"],
  ["query", { collectionFormat: "pipes", items: { type: "array" } }, [[1, 2], [3]], "v=1,2%7C3"],
  [
    "query",
    { items: { type: "array", collectionFormat: "ssv" } },
    [
      [1, 2],
      [3, 4],
    ],
    "v=1%202,3%204",
  ],
  ["path", {}, list, "blue,black,brown"],
  ["path", { collectionFormat: "ssv" }, list, "blue%20black%20brown"],
  ["path", { collectionFormat: "tsv" }, list, "blue%09black%09brown"],
  ["path", { collectionFormat: "pipes" }, list, "blue%7Cblack%7Cbrown"],
  ["header", {}, list, "blue,black,brown"],
  ["header", { collectionFormat: "ssv" }, list, "blue black brown"],
  ["header", { collectionFormat: "tsv" }, list, "blue\tblack\tbrown"],
  ["header", { collectionFormat: "pipes" }, list, "blue|black|brown"],
  ["formData", { collectionFormat: "multi" }, list, "v=blue&v=black&v=brown"],
  ["formData", { collectionFormat: "pipes" }, list, "v=blue%7Cblack%7Cbrown"],
  ["formData", {}, list, "v=blue,black,brown"],
  ["query", { type: "boolean", allowEmptyValue: true }, "", "v="],
]);

const json = { schema: undefined, content: { "application/json": { schema: {} } } };
const text = { schema: undefined, content: { "text/plain": { schema: { type: "string" } } } };

table("parameters with content are written in their media type", parameter, [
  ["query", json, { a: "x y" }, "v=%7B%22a%22%3A%22x%20y%22%7D"],
  ["query", json, "x", "v=%22x%22"],
  ["query", text, "x&y", "v=x%26y"],
  ["path", json, [1, { a: 2 }], "%5B1%2C%7B%22a%22%3A2%7D%5D"],
  ["path", text, "a/b", "a%2Fb"],
  ["header", json, { a: "ü\u{1f600}" }, '{"a":"\\u00fc\\ud83d\\ude00"}'],
  ["header", text, "a b", "a b"],
  ["cookie", json, { a: 1 }, "v=%7B%22a%22%3A1%7D"],
]);

describe("OpenAPI 3.2's querystring is the whole query", () => {
  const querystring = (mediaType: string, extra: object = {}): object => ({
    schema: undefined,
    content: { [mediaType]: { schema: {}, ...extra } },
  });
  const rows: readonly Row[] = [
    [
      "querystring",
      querystring("application/x-www-form-urlencoded"),
      { a: "x y", b: [1, 2], c: { d: 1 } },
      "a=x+y&b=1&b=2&c=%7B%22d%22%3A1%7D",
    ],
    [
      "querystring",
      querystring("application/x-www-form-urlencoded", { encoding: { b: { explode: false } } }),
      { b: [1, 2] },
      "b=1,2",
    ],
    [
      "querystring",
      querystring("application/json"),
      { numbers: [1, 2], flag: null },
      "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
    ],
    ["querystring", querystring("application/jsonpath"), "$.a.b[1:1]", "%24.a.b%5B1%3A1%5D"],
    [
      "querystring",
      querystring("application/x-www-form-urlencoded"),
      "a=1&b=%20x#y z%",
      "a=1&b=%20x%23y%20z%25",
    ],
    ["querystring", querystring("application/x-www-form-urlencoded"), {}, ""],
  ];
  for (const [place, stated, value, expected] of rows) {
    test(JSON.stringify([stated, value]), async () => {
      assert.equal(await parameter(place, stated, value), expected);
    });
  }
});

describe("what cannot be written in its place is refused before anything is sent", () => {
  const rows: ReadonlyArray<readonly [place: string, stated: object, value: unknown, message: RegExp]> = [
    ["path", {}, null, /must not be empty/],
    ["path", {}, [], /must not be empty/],
    ["path", {}, [""], /must not be empty/],
    ["path", { style: "label" }, [], /must not be empty/],
    ["path", { style: "matrix" }, {}, /must not be empty/],
    ["path", { style: "label" }, "", /must not make a path segment/],
    ["path", { style: "label" }, ".", /must not make a path segment/],
    ["path", text, "", /must not be empty/],
    ["header", {}, "a\r\nX-Evil: 1", /a header cannot carry/],
    ["header", {}, { "a\nb": 1 }, /a header cannot carry/],
    ["header", text, "\0", /a header cannot carry/],
    ["cookie", { style: "cookie" }, "a; admin=1", /a cookie cannot carry/],
    ["cookie", { style: "cookie" }, "a\r\nb", /a cookie cannot carry/],
    ["cookie", { style: "cookie" }, { "a=b": 1 }, /a cookie cannot carry/],
    ["cookie", { style: "cookie" }, "ü", /a cookie cannot carry/],
  ];
  for (const [place, stated, value, message] of rows) {
    test(`${place} ${JSON.stringify(stated)} ${JSON.stringify(value)}`, async () => {
      await assert.rejects(parameter(place, stated, value), (error: Error & { code?: string }) => {
        assert.equal(error.code, "invalid_arguments");
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
