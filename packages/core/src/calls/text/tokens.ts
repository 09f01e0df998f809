import { CURLY, EQUALS, GREATER, LESS, NEWLINE, QUOTE, ROUND, SQUARE, SQUARE_END } from "./characters.ts";
import type { Source } from "./source.ts";

/**
 * What a special token does. `open`: calls follow. `close`: they end here. `join`: stands between a name and
 * its arguments. `reason` and `answer`: a reasoning block begins, ends. `harmony` and `channel`: a header
 * follows, see there. `drop`: says nothing to a reader.
 */
export type Role =
  | "open"
  | "close"
  | "join"
  | "reason"
  | "answer"
  | "harmony"
  | "channel"
  | "header"
  | "drop";

export interface Token {
  readonly role: Role;
  readonly text: string;
  /** Values in this region are escaped as in XML. */
  readonly escaped: boolean;
  /** For `reason`: the tokens that end it. */
  readonly ends: readonly string[];
}

/**
 * The special tokens of all families. Full-width bars and lower-block spaces are written as `|` and `_`:
 * models and their transcripts use both, and plain or escaped ones.
 */
const BY_ROLE: Readonly<Record<Exclude<Role, "reason">, readonly string[]>> = {
  open: [
    // Hermes, Qwen, GLM, Granite 3.1 and 4, Ernie; LongCat; Seed; Jamba, Hunyuan, MiniMax M1; Nemotron
    ...[
      "<tool_call>",
      "<longcat_tool_call>",
      "<seed:tool_call>",
      "<tool_calls>",
      "<toolcall>",
      "<tools_call>",
      "<tool_code>",
    ],
    // Claude, Olmo; MiniMax M2; Granite 20B; glimmer
    ...["<function_calls>", "<function_call>", "<minimax:tool_call>", "<atem:function_calls>"],
    // DeepSeek, Step 3; DeepSeek 3.2 and 4
    ...["<|tool_calls_begin|>", "<|tool_call_begin|>", "<|dsml|function_calls>", "<|dsml|tool_calls>"],
    // Kimi K2
    ...["<|tool_calls_section_begin|>", "<|tool_call_section_begin|>"],
    // Granite 3.0, Sarashina, Gemma, LFM2, Llama
    ...["<|tool_call|>", "<|tool_calls|>", "<|tool_call>", "<start_function_call>", "<|tool_call_start|>"],
    ...["<|python_tag|>", "<|python_start|>"],
    // Mistral; InternLM2; Command-R; Apertus; GigaChat; Inkling
    ...["[tool_calls]", "[tool_call]", "<|action_start|>", "<|start_action|>", "<|tools_prefix|>"],
    ...["<|function_call|>", "<|message_sep|>", "<|content_invoke_tool_json|>"],
  ],
  close: [
    ...["</tool_call>", "</longcat_tool_call>", "</seed:tool_call>", "</tool_calls>", "</toolcall>"],
    ...["</tools_call>", "</function_calls>", "</function_call>", "</minimax:tool_call>"],
    ...[
      "</atem:function_calls>",
      "</tool_code>",
      "<|tool_calls_end|>",
      "<|tool_call_end|>",
      "<|/tool_call|>",
      "</|dsml|function_calls>",
    ],
    ...["</|dsml|tool_calls>", "<|tool_calls_section_end|>", "<|tool_call_section_end|>", "<tool_call|>"],
    ...["<end_function_call>", "<|python_end|>", "[/tool_calls]", "[/tool_call]", "<|action_end|>"],
    ...["<|end_action|>", "<|tools_suffix|>", "<|end_message|>", "<|call|>", "</function>", "</invoke>"],
    ...["</|dsml|invoke>", "</steptml:invoke>", "</parameter>", "</arg_value>"],
  ],
  join: ["<|tool_sep|>", "<tool_sep>", "<|tool_call_argument_begin|>", "[args]", "[call_id]"],
  answer: [
    ...[
      "</think>",
      "</thinking>",
      "</seed:think>",
      "</longcat_think>",
      "[/think]",
      "<|end_thinking|>",
      "</reasoning>",
    ],
    ...["[begin final response]", "</thought>", "<channel|>", "<|inner_suffix|>"],
  ],
  harmony: ["<|start|>", "<|channel|>"],
  channel: ["<|open|>", "<|close|>"],
  header: ["<|message_model|>"],
  drop: [
    ...["<|plugin|>", "<|role_sep|>", "<|message|>", "<|constrain|>", "<|end|>", "<|return|>", "<|sep|>"],
    ...["<|start_response|>", "<|end_response|>", "<|start_text|>", "<|end_text|>", "<|im_start|>"],
    ...["<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|endoftext|>", "<|end_of_sentence|>"],
    ...["<|tool_outputs_end|>", "<|tool_output_begin|>"],
    ...[
      "<|tool_output_end|>",
      "<special_12>",
      "<|assistant|>",
      "<|end_of_turn|>",
      "<end_of_turn>",
      "<|eot|>",
    ],
    ...["<|begin_of_response|>", "<|end_of_response|>", "</s>"],
  ],
};

const REASONING: ReadonlyArray<readonly [open: string, ...ends: string[]]> = [
  ["<think>", "</think>"],
  ["<thinking>", "</thinking>"],
  ["<thought>", "</thought>"],
  ["<reasoning>", "</reasoning>"],
  ["<seed:think>", "</seed:think>"],
  ["<longcat_think>", "</longcat_think>"],
  ["<mm:think>", "</mm:think>"],
  ["[think]", "[/THINK]"],
  ["<|start_thinking|>", "<|END_THINKING|>"],
  ["<|channel>", "<channel|>"],
  ["<|inner_prefix|>", "<|inner_suffix|>"],
  // What a model makes up about the results of its calls.
  ["<|tool_outputs_begin|>", "<｜tool▁outputs▁end｜>", "<|tool▁outputs▁end|>", "<|tool_outputs_end|>"],
];

const TOKENS: ReadonlyMap<string, Token> = new Map(
  [
    ...Object.entries(BY_ROLE).flatMap(([role, texts]) =>
      texts.map((text) => ({ role: role as Role, text: normal(text), ends: [] })),
    ),
    ...REASONING.map(([text, ...ends]) => ({ role: "reason" as const, text, ends })),
  ].map((token) => [token.text, { ...token, escaped: token.text === "<minimax:tool_call>" }]),
);

/** Each of a token's separators may be written with a backslash. */
const LONGEST = Math.max(...[...TOKENS.keys()].map((text) => text.length)) + 4;

/** A token in its place. */
export interface TokenAt {
  readonly token: Token;
  readonly start: number;
  readonly end: number;
}

/** The special token that begins at this index. */
export function tokenAt(source: Source, start: number): TokenAt | undefined {
  const opening = source.code(start);
  if (opening !== LESS && opening !== SQUARE) return undefined;
  const closing = opening === LESS ? GREATER : SQUARE_END;
  const { text } = source;
  const most = Math.min(text.length, start + LONGEST);
  for (let i = start + 1; i < most; i++) {
    const code = text.charCodeAt(i);
    if (code === closing) {
      const written = text.slice(start, i + 1);
      if (opening === SQUARE && written !== written.toUpperCase()) return undefined;
      const name = normal(written);
      const token = TOKENS.get(name) ?? (name.includes(":") ? TOKENS.get(withoutPrefix(name)) : undefined);
      return token === undefined ? undefined : { token, start, end: i + 1 };
    }
    // No token holds these.
    if (
      code === NEWLINE ||
      code === QUOTE ||
      code === EQUALS ||
      code === CURLY ||
      code === ROUND ||
      code === opening
    )
      return undefined;
  }
  if (most === text.length && isTokenStart(text.slice(start))) source.reachedEnd = true;
  return undefined;
}

/** The end of the words after a token of role `header`. */
export function headerEnd(source: Source, start: number): number {
  let i = start;
  while (i - start < 100 && source.code(i) !== LESS && source.code(i) !== NEWLINE && source.code(i) !== -1)
    i++;
  return i;
}

/** Could a token begin with this text? */
function isTokenStart(text: string): boolean {
  const start = normal(text).replace(/\\$/, "");
  for (const token of TOKENS.keys()) if (token.startsWith(start)) return true;
  return false;
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("｜", "|")
    .replace(/\\_|[▁ ]/g, "_");
}

/** The tag as it is where no family has put a name of its own before it. */
function withoutPrefix(tag: string): string {
  return tag.replace(/^(<\/?)\w+:/, "$1");
}
