import { strict as assert } from "node:assert";
import { describe, test } from "vitest";
import { binary, image, raw } from "./wire-bytes.ts";
import { body, objectOf, partsOf } from "./wire-support.ts";

describe("other multipart types", () => {
  test("multipart/mixed with named parts", async () => {
    const { type, text } = await body("multipart/mixed", objectOf({ meta: {}, file: binary }), {
      meta: { a: 1 },
      file: image,
    });
    assert.match(type ?? "", /^multipart\/mixed; boundary=/);
    assert.deepEqual(
      partsOf({ type, text }).map(({ content }) => content),
      ['{"a":1}', raw],
    );
  });

  test("OpenAPI 3.2: parts by position, one of them multipart itself", async () => {
    const { type, text } = await body(
      "multipart/mixed",
      { type: "array" },
      { body: [{ a: 1 }, "text", image, [1, 2]] },
      {
        prefixEncoding: [
          { headers: { "X-Part": { schema: { const: "first" } } } },
          { contentType: "text/markdown" },
          { contentType: "image/*" },
        ],
        itemEncoding: { contentType: "multipart/mixed", itemEncoding: { contentType: "text/x-number" } },
      },
    );
    const parts = partsOf({ type, text });
    assert.deepEqual(parts.slice(0, 3), [
      { head: "Content-Type: application/json\r\nX-Part: first", content: '{"a":1}' },
      { head: "Content-Type: text/markdown", content: "text" },
      { head: 'Content-Disposition: attachment; filename="a.jpg"\r\nContent-Type: image/jpeg', content: raw },
    ]);
    const inner = partsOf({
      type: /Content-Type: (.*)/.exec(parts[3]?.head ?? "")?.[1],
      text: parts[3]?.content ?? "",
    });
    assert.deepEqual(inner, [
      { head: "Content-Type: text/x-number", content: "1" },
      { head: "Content-Type: text/x-number", content: "2" },
    ]);
  });

  test("headers of parts by position are asked for, and so are those of all that follow", async () => {
    const location = { headers: { "Content-Location": { required: true, schema: { type: "string" } } } };
    const encodings = { prefixEncoding: [{ contentType: "text/html", ...location }], itemEncoding: location };
    const args = {
      body: ["<html>", "a", "b"],
      "part1_Content-Location": "/1",
      "part2_Content-Location": "/2",
    };
    const parts = partsOf(await body("multipart/related", { type: "array" }, args, encodings));
    assert.deepEqual(
      parts.map(({ head }) => /Content-Location: .*/.exec(head)?.[0]),
      ["Content-Location: /1", "Content-Location: /2", "Content-Location: /2"],
    );
    const { "part1_Content-Location": _, ...without } = args;
    await assert.rejects(
      body("multipart/related", { type: "array" }, without, encodings),
      /argument "part1_Content-Location" is missing/,
    );
  });

  test("parameters of the media type are sent, but for a boundary of the document's own", async () => {
    for (const mediaType of [
      "multipart/related; type=text/html; boundary=x",
      'multipart/related; boundary="x;y"; type=text/html;',
    ]) {
      const { type } = await body(mediaType, { type: "array" }, { body: ["<html>"] });
      assert.match(type ?? "", /^multipart\/related; type=text\/html; boundary=mcs-[\w-]+$/);
    }
  });
});
