import { expect, test } from "vitest";
import { Completion } from "../src/chat/completion.ts";
import { eventData } from "../src/chat/sse.ts";

async function events(text: string, size: number): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  async function* chunks() {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  }
  const found: string[] = [];
  for await (const data of eventData(chunks())) found.push(data);
  return found;
}

test("events are found however the bytes are cut, with every kind of line break", async () => {
  const text =
    ': ping\r\nevent: x\r\ndata: {"a":\r\ndata: "ü"}\r\n\r\ndata:two\n\n\ndata: three\r\rdata: cut off';
  for (let size = 1; size < 12; size++) {
    expect(await events(text, size)).toEqual(['{"a":\n"ü"}', "two", "three"]);
  }
});

function chunk(delta: object, finish_reason: string | null = null) {
  return { choices: [{ delta, finish_reason }] };
}

test("calls are put together from their pieces, by index or, where there is none, by id", () => {
  for (const indexed of [true, false]) {
    const completion = new Completion();
    const piece = (index: number, call: object) =>
      completion.add(chunk({ tool_calls: [{ ...(indexed ? { index } : {}), ...call }] }));
    piece(0, { id: "a", function: { name: "one", arguments: "" } });
    piece(0, { function: { arguments: '{"x":' } });
    piece(0, { function: { arguments: "1}" } });
    piece(1, { id: "b", function: { name: "two", arguments: "{}" } });
    completion.add(chunk({}, "tool_calls"));
    expect(completion.reply()).toMatchObject({
      finishReason: "tool_calls",
      message: {
        content: null,
        tool_calls: [
          { id: "a", type: "function", function: { name: "one", arguments: '{"x":1}' } },
          { id: "b", type: "function", function: { name: "two", arguments: "{}" } },
        ],
      },
    });
  }
});

test("chunks of any other shape add nothing", () => {
  const completion = new Completion();
  for (const odd of [null, 1, [], {}, { choices: [] }, { choices: [null] }, chunk({ content: null })]) {
    expect(completion.add(odd)).toBe("");
  }
  expect(completion.reply()).toEqual({
    text: "",
    message: { role: "assistant", content: "" },
    finishReason: undefined,
  });
});
