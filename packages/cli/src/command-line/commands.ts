import {
  CALL_OPTIONS,
  CHAT_OPTIONS,
  type OptionSpec,
  PROMPT_OPTIONS,
  SCORE_OPTIONS,
  TOOLS_OPTIONS,
} from "./options.ts";

export type CommandName = "tools" | "call" | "prompt" | "chat" | "score";

/** A command as data. */
export interface CommandSpec {
  readonly name: CommandName;
  /** What stands after the name. */
  readonly usage: string;
  readonly summary: string;
  /** How many words it takes at least and at most. */
  readonly words: readonly [least: number, most: number];
  readonly options: readonly OptionSpec[];
  /** Paragraphs of its help. */
  readonly details: readonly string[];
  readonly examples: readonly string[];
}

const PETSTORE = "https://petstore3.swagger.io/api/v3/openapi.json";

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "tools",
    usage: "<url-or-file> [tool]",
    summary: "list the tools of an API, or show one with its arguments",
    words: [1, 2],
    options: TOOLS_OPTIONS,
    details: [
      [
        "Each line is a tool with its arguments; ? marks those that may be left out.",
        "With a tool's name: its signature as a model reads it, and an example. --json gives the schemas.",
      ].join("\n"),
    ],
    examples: [
      `mcs tools ${PETSTORE}`,
      "mcs tools openapi.yaml --search 'pet find'",
      "mcs tools openapi.yaml getPetById",
      "mcs tools openapi.yaml getPetById --json | jq .inputSchema",
    ],
  },
  {
    name: "call",
    usage: "<url-or-file> <tool> [key=value …]",
    summary: "call a tool and print its result",
    words: [2, Number.POSITIVE_INFINITY],
    options: CALL_OPTIONS,
    details: [
      [
        "Arguments are read by the tool's schema:",
        "  petId=7            an integer where the schema says integer, text where it says string",
        '  tags=a tags=b      a list, by repetition; or as JSON: tags=\'["a","b"]\'',
        "  pet='{\"id\":1}'     an object, as JSON",
        "  note=@file.txt     the content of a file; a data: URL where the schema asks for binary",
        "  id:=7              JSON as it stands, whatever the schema says; id:=@file.json from a file",
        "A text that starts with @ is written as JSON: handle:='\"@bob\"'.",
      ].join("\n"),
      [
        "--json has two meanings, told apart by what follows it:",
        "  --json '{…}'       (or @file, or -) the arguments, as --args '{…}'",
        "  --json             machine-readable output, as --output json",
        "--args and --output say the same without a doubt.",
      ].join("\n"),
      "Binary results go to a pipe or file as they are: mcs call … > photo.png",
    ],
    examples: [
      `mcs call ${PETSTORE} getPetById petId=1`,
      "mcs call openapi.yaml addPet name=Rex tags=small tags=calm --dry-run",
      'mcs call openapi.yaml addPet --json \'{"name":"Rex"}\'',
      "jq .pet order.json | mcs call openapi.yaml addPet --args - --output json",
      "mcs call openapi.yaml listOrders --auth SHOP_TOKEN",
    ],
  },
  {
    name: "prompt",
    usage: "<url-or-file>",
    summary: "print what a model is told about the tools",
    words: [1, 1],
    options: PROMPT_OPTIONS,
    details: [
      [
        "Prints the system message, for any model that reads text. With --native: the system message and",
        "the tools for a provider's own tool calling, as JSON.",
      ].join("\n"),
    ],
    examples: [
      `mcs prompt ${PETSTORE}`,
      "mcs prompt openapi.yaml --only 'find*' | wc -c",
      "mcs prompt openapi.yaml --native anthropic",
    ],
  },
  {
    name: "chat",
    usage: "<url-or-file>",
    summary: "talk to a model that can call the tools",
    words: [1, 1],
    options: CHAT_OPTIONS,
    details: [
      [
        "Works with any endpoint that speaks OpenAI's chat completions. Its key comes from OPENAI_API_KEY;",
        "local endpoints mostly need none. The model may call every tool: --only 'get*' narrows them down.",
        "Before a call that may change or remove something you are asked; without a terminal it is refused,",
        "unless --yes allows all of them.",
      ].join("\n"),
      [
        "The answer goes to stdout; calls, their results and failures go to stderr. On a terminal it is a",
        "conversation (/help lists its commands, Ctrl-C aborts the call under way, Ctrl-D leaves); with",
        "--message or a piped stdin it answers once.",
      ].join("\n"),
    ],
    examples: [
      `mcs chat ${PETSTORE} --model gpt-5-mini`,
      'mcs chat openapi.yaml -m "Which pets are for sale?" --base-url http://localhost:11434/v1 --model qwen3',
      "mcs chat openapi.yaml --native --only 'get*' < question.txt > answer.txt",
    ],
  },
  {
    name: "score",
    usage: "<cases.jsonl>",
    summary: "measure how well a prompt profile's answers are read",
    words: [1, 1],
    options: SCORE_OPTIONS,
    details: [
      [
        "Each line of the file is a case: { input, tools, expected }, expected being the calls as",
        "{ name, arguments }; with id, and with kind or family, by which the figures are grouped.",
        "A case is right when the same calls come out, in order, with equal arguments.",
      ].join("\n"),
      [
        "Three figures: the inputs that are read right; the expected calls, written as the profile says",
        "and read back; and whether the example in its prompt is itself read as a call.",
      ].join("\n"),
    ],
    examples: [
      "mcs score cases.jsonl --prompts my-model.toml --model my-model-7b",
      "mcs score cases.jsonl --prompts prompts/ --least 0.98 --json",
    ],
  },
];
