import { strict as assert } from "node:assert";
import { Media } from "@mcs/core";
import { describe, test } from "vitest";
import { type MediaPort, RestDriver } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { objectOf, written } from "./wire-support.ts";

const binary = { type: "string", format: "binary" };

/** A port that knows one file. */
const port: MediaPort = {
  read: async (handle) => {
    if (handle !== "a.png") throw new Error(`there is no ${handle}`);
    return new Media({ type: "image/png", name: "a.png", bytes: Buffer.from("PNG") });
  },
};

const upload = (mediaType: string, schema?: object): object =>
  oneOperation("post", "/p", {
    requestBody: { required: true, content: { [mediaType]: schema === undefined ? {} : { schema } } },
  });

const parameterOf = async (
  document: object,
  options: object = {},
): Promise<{ description: string; schema: unknown } | undefined> => {
  const [tool] = await new RestDriver({ document, serverUrl: "http://api.test", ...options }).listTools();
  const [found] = tool?.parameters ?? [];
  return found === undefined ? undefined : { description: found.description, schema: found.schema };
};

describe("what a model is told of files", () => {
  test("a data URL, or a handle where the operator reads them", async () => {
    const document = upload(
      "multipart/form-data",
      objectOf({ file: { ...binary, description: "The photo." } }),
    );
    assert.equal(
      (await parameterOf(document))?.description,
      "The photo. A file: plain text, or a data: URL for anything else.",
    );
    assert.equal(
      (await parameterOf(document, { media: port }))?.description,
      "The photo. A file: a data: URL or a file handle.",
    );
  });

  test("of lists as well, and of bytes without any schema", async () => {
    const list = upload("multipart/form-data", objectOf({ files: { type: "array", items: binary } }));
    assert.equal(
      (await parameterOf(list, { media: port }))?.description,
      "Files: a data: URL or a file handle.",
    );
    assert.deepEqual(await parameterOf(upload("image/png")), {
      description: "A file: plain text, or a data: URL for anything else.",
      schema: { type: "string", format: "binary" },
    });
  });

  test("of text that is no file, nothing", async () => {
    assert.equal(
      (await parameterOf(upload("multipart/form-data", objectOf({ a: { type: "string", format: "byte" } }))))
        ?.description,
      "",
    );
  });
});

describe("handles", () => {
  test("are read: as a whole body, in a part, in a list", async () => {
    assert.deepEqual(
      (await written(upload("application/octet-stream"), { body: "a.png" }, { media: port })).body,
      "PNG",
    );
    const files = upload(
      "multipart/form-data",
      objectOf({ files: { type: "array", items: binary }, text: { type: "string" } }),
    );
    const { body } = await written(files, { files: ["a.png", "data:,x"], text: "a.png" }, { media: port });
    assert.match(body, /filename="a\.png"\r\nContent-Type: image\/png\r\n\r\nPNG\r\n/);
    assert.match(body, /name="text"\r\n\r\na\.png\r\n/);
  });

  test("of media that say where they are, name and type of the caller stay", async () => {
    const media = new Media({ type: "image/x-mine", name: "mine.png", ref: "a.png" });
    const { body } = await written(
      upload("multipart/form-data", objectOf({ file: binary })),
      { file: media },
      { media: port },
    );
    assert.match(body, /filename="mine\.png"\r\nContent-Type: image\/x-mine\r\n\r\nPNG/);
  });

  test("that nobody knows are a mistake in the arguments", async () => {
    await assert.rejects(
      written(upload("application/octet-stream"), { body: "../secret" }, { media: port }),
      {
        code: "invalid_arguments",
        message: /argument "body" is a file that could not be read: there is no \.\.\/secret/,
      },
    );
  });
});

test("media pass validation as the text that they stand for, and other mistakes are still found", async () => {
  const schema = objectOf(
    { file: { ...binary, maxLength: 2, pattern: "^x$" }, size: { type: "integer" } },
    { required: ["file", "size"] },
  );
  const document = upload("multipart/form-data", schema);
  const file = new Media({ type: "image/png", bytes: Buffer.from("PNG") });
  assert.match((await written(document, { file, size: 3 })).body, /PNG/);
  await assert.rejects(written(document, { file }), /argument "size" is missing/);
  await assert.rejects(written(document, { file, size: "3" }), /argument "size" should be an integer/);
  await assert.rejects(
    written(document, { file: 5, size: file }),
    /argument "file" should be a string.*argument "size" should be an integer/,
  );
});
