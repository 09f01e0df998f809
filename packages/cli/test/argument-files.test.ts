import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { defineTool, type ToolArguments } from "@mcs/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectArguments } from "../src/arguments/collect.ts";

const tool = defineTool({
  name: "send",
  description: "Takes all kinds.",
  parameters: [
    { name: "note", description: "", schema: { type: "string" } },
    { name: "count", description: "", schema: { type: "integer" } },
    { name: "photo", description: "", schema: { type: "string", format: "binary" } },
    { name: "any", description: "" },
  ],
  execute: () => undefined,
});

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "mcs-cli-"));
  await writeFile(join(directory, "text"), "a\n");
  await writeFile(join(directory, "number"), '"7"\n');
  await writeFile(join(directory, "bytes"), Uint8Array.of(0, 255));
});
afterAll(() => rm(directory, { recursive: true }));

function collect(words: string, json?: string, stdin = ""): Promise<ToolArguments> {
  return collectArguments(
    tool,
    words.replaceAll("@", `@${directory}/`).split(" ").filter(Boolean),
    json,
    new PassThrough().end(stdin),
  );
}

test("a file is text where the schema asks for text, and a data: URL where it asks for bytes or holds no text", async () => {
  expect(await collect("note=@text any=@bytes photo=@text")).toEqual({
    note: "a\n",
    any: "data:application/octet-stream;base64,AP8=",
    photo: "data:application/octet-stream;base64,YQo=",
  });
});

test(":= takes JSON as it stands, from a file as well, whatever the schema says", async () => {
  expect(await collect('note:="@bob" count:=@number'.replace("@bob", "\\u0040bob"))).toEqual({
    note: "@bob",
    count: "7",
  });
});

test("key=value goes on top of the JSON arguments, which come from the command line, a file or stdin", async () => {
  expect(await collect("count=2", '{"count":1,"note":"x"}')).toEqual({ count: 2, note: "x" });
  expect(await collect("", "-", '{"count":1}')).toEqual({ count: 1 });
  await expect(collect("", `@${directory}/number`)).rejects.toThrow(/one JSON object/);
  await expect(collect("", "-", "{")).rejects.toThrow(/stdin is broken JSON/);
});
