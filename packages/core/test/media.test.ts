import { strict as assert } from "node:assert";
import { Media } from "@mcs/core";
import { test } from "vitest";
import { anotherCopy } from "./support/another-copy.ts";

const bytes = Uint8Array.of(1, 2, 3);

test("the size is that of the bytes unless it is given", () => {
  assert.equal(new Media({ type: "image/png", bytes }).size, 3);
  assert.equal(new Media({ type: "image/png", ref: "file:a.png", size: 9 }).size, 9);
  assert.equal(new Media({ type: "image/png", ref: "file:a.png" }).size, undefined);
});

test("[media.bytes-stay-out] in JSON it is a description", () => {
  const media = new Media({ type: "image/png", name: "a.png", bytes });
  assert.equal(JSON.stringify({ media }), '{"media":{"media":{"type":"image/png","name":"a.png","size":3}}}');
  const reference = new Media({ type: "image/png", ref: "blob:1" });
  assert.equal(JSON.stringify(reference), '{"media":{"type":"image/png","ref":"blob:1"}}');
});

test("media of another copy of the package are media", async () => {
  const copy = await anotherCopy<typeof import("../src/media.ts")>("media.ts");
  const foreign = new copy.Media({ type: "image/png", bytes });
  assert.ok(!(foreign instanceof Media));
  assert.ok(Media.is(foreign));
  for (const value of [null, {}, { type: "image/png", bytes }, "data:,a"]) assert.ok(!Media.is(value));
});

test("data URLs are read: base64, percent-encoded, with parameters, without a type", () => {
  const read = (url: string): readonly [string | undefined, string] => {
    const media = Media.fromDataUrl(url);
    return [media?.type, new TextDecoder().decode(media?.bytes)];
  };
  assert.deepEqual(read("data:text/plain;base64,aMOpIQ=="), ["text/plain", "hé!"]);
  assert.deepEqual(read("data:text/plain;charset=utf-8;base64,aA%3D%3D"), ["text/plain;charset=utf-8", "h"]);
  assert.deepEqual(read("data:text/csv,a%2Cb%0A"), ["text/csv", "a,b\n"]);
  assert.deepEqual(read("data:,h"), ["text/plain;charset=US-ASCII", "h"]);
});

test("a data URL may say what the file is called", () => {
  const named = Media.fromDataUrl("data:text/csv;name=a%20b.csv;charset=utf-8;base64,aA==");
  assert.deepEqual([named?.name, named?.type], ["a b.csv", "text/csv;charset=utf-8"]);
  assert.equal(Media.fromDataUrl("DATA:image/png;filename=100%.png,x")?.name, "100%.png");
  assert.equal(Media.fromDataUrl("data:;charset=utf-8,x")?.type, "text/plain;charset=utf-8");
});

test("a media type cannot bring another header along", () => {
  for (const text of ["data:text/plain\r\nX-Evil: 1,x", "data:a/b;c=\n,x", "data:a/b;\0,x"]) {
    assert.equal(Media.fromDataUrl(text), undefined, JSON.stringify(text));
  }
});

test("what is no data URL, or a broken one, is none", () => {
  for (const text of ["", "data:text/plain", "https://example.com/a,b", "data:;base64,!!!", "data:,%"]) {
    assert.equal(Media.fromDataUrl(text), undefined, text);
  }
});
