/**
 * Reading calls out of text: how much a second, and that no text takes longer than its length allows. The
 * "peer" of each line is the limit that it has to keep.
 */
import { type CallableTool, extractToolCalls, toolCallStream } from "@mcs/core";
import { promptStrategy } from "@mcs/core/prompts";
import { atLeast, atMost, type Figure, median } from "./src/figure.ts";
import { report } from "./src/report.ts";

const LEAST_MILLION_CHARACTERS = 10;
const SIZE = 10_000_000;
const MOST_MS = 2000;
const PIECE = 4096;

const TOOLS: readonly CallableTool[] = [
  {
    name: "search",
    parameters: { type: "object", properties: { query: { type: "string" }, limit: { type: "integer" } } },
  },
  {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" }, days: { type: "integer" } } },
  },
];
const CALLS = [
  { name: "search", arguments: { query: "the history of the printing press", limit: 5 } },
  { name: "get_weather", arguments: { city: "Paris, France", days: 3 } },
];
const PROSE =
  "The **printing press** was invented around 1440; see [its history](https://example.org) or `press --help`.\n\n" +
  "1. It spread quickly (within {roughly} fifty years).\n2. Prices fell: a < b, and so on.\n";

/** Answers as models give them: each codec's calls, alone and after some words, and words alone. */
const ANSWERS = [
  ...["gpt-5", "qwen2.5", "qwen3-coder", "llama-4", "devstral"].flatMap((model) => {
    const calls = promptStrategy([], model).renderCalls?.(CALLS) ?? "";
    return [calls, `Let me look that up.\n\n${calls}`, `\`\`\`json\n${JSON.stringify(CALLS)}\n\`\`\``];
  }),
  PROSE,
];

/** What makes readers that look back, or ahead again and again, slow. */
const HOSTILE: Readonly<Record<string, string>> = {
  "nested brackets": '{"name":',
  "open brackets": "[{",
  "half-open tags": "<tool_call",
  "opened tags": "<tool_call>",
  "calls that never close": '<invoke name="search"><parameter name="query">',
  "backtick storms": "` `` ``` ",
  "quotes that may be unescaped": '{"name":"search","arguments":{"query":"a" b',
  "thoughts without end": '<think>{"name":"search"',
  "lines that may begin a call": "\nsearch\n{",
  "lists of calls with open strings": "[search(\nf'",
  "actions whose input never ends": "\nAction: search[x",
  "fences of half a call": '```json\n{"name":"search","arguments":{',
};

function repeated(text: string): string {
  return text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE);
}

/** Of processor time: what else the machine is doing is not what is measured. */
function milliseconds(run: () => unknown): number {
  const begin = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

function throughput(): Figure {
  const characters = ANSWERS.reduce((sum, { length }) => sum + length, 0);
  const times: number[] = [];
  for (let round = 0; round < 30; round++) {
    times.push(
      milliseconds(() => {
        for (let n = 0; n < 100; n++) for (const answer of ANSWERS) extractToolCalls(answer, TOOLS);
      }),
    );
  }
  const ours = (characters * 100) / median(times) / 1000;
  return atLeast(1, {
    name: "answers of models",
    unit: "M characters/s",
    ours,
    peer: LEAST_MILLION_CHARACTERS,
  });
}

function streamed(text: string): void {
  const stream = toolCallStream(TOOLS);
  for (let at = 0; at < text.length; at += PIECE) stream.push(text.slice(at, at + PIECE));
  stream.end();
}

const figures = [throughput()];
for (const [name, piece] of Object.entries(HOSTILE)) {
  const text = repeated(piece);
  const whole = milliseconds(() => extractToolCalls(text, TOOLS));
  figures.push(atMost(1, { name: `10 MB of ${name}`, unit: "ms", ours: whole, peer: MOST_MS }));
  const pieces = milliseconds(() => streamed(text));
  figures.push(atMost(1, { name: `10 MB of ${name}, streamed`, unit: "ms", ours: pieces, peer: MOST_MS }));
}
report(figures);
