/** An option as data: the parser, the help and the suggestions read it. */
export interface OptionSpec {
  /** Without dashes. */
  readonly name: string;
  readonly short?: string;
  /** How the help calls its value; absent for a switch. */
  readonly value?: string;
  /** May be given several times. @defaultValue false: the last one counts */
  readonly repeated?: boolean;
  readonly help: string;
}

export const COMMON_OPTIONS: readonly OptionSpec[] = [
  {
    name: "server-url",
    value: "URL",
    help: "the API's base URL, in place of the one in the document",
  },
  {
    name: "server",
    value: "N | URL | NAME",
    help: "which of the document's servers: its number from 0, its URL, its description or its name",
  },
  {
    name: "server-var",
    value: "NAME=VALUE",
    repeated: true,
    help: "a value for a variable in the servers' URLs",
  },
  {
    name: "include",
    value: "FILTER",
    repeated: true,
    help: "only operations that fit: 'get*' by name or id, tag=pets, path=/pets/*, method=get, or several with commas",
  },
  { name: "exclude", value: "FILTER", repeated: true, help: "without the operations that fit" },
  {
    name: "overlay",
    value: "FILE | URL",
    repeated: true,
    help: "an OpenAPI Overlay that changes the document first",
  },
  {
    name: "toolset",
    value: "FILE | URL",
    help: "an overlay that also says which operations there are: one file to review and share",
  },
  {
    name: "auth",
    value: "ENV | @file | SCHEME=ENV | SCHEME=@file",
    repeated: true,
    help: "the environment variable, or the file, that holds the credential; SCHEME= for one of several",
  },
  {
    name: "auth-file",
    value: "FILE",
    help: "credentials of several parts, such as OAuth 2 clients and certificates, as JSON; its secrets are references",
  },
  { name: "header", value: "'Name: value'", repeated: true, help: "a header for every request" },
  {
    name: "header-env",
    value: "Name=ENV | Name=@file",
    repeated: true,
    help: "a header whose value is secret, from an environment variable or a file",
  },
  { name: "timeout", value: "SECONDS", help: "how long one request to the API may take (30)" },
  { name: "output", value: "json|text", help: "for a program or for a person (text)" },
  { name: "json", help: "short for --output json" },
  {
    name: "diagnostics",
    help: "all that is wrong with the document, and where; without it there is a count at most",
  },
  { name: "quiet", short: "q", help: "nothing on stderr but errors" },
  { name: "no-color", help: "no colours; the variable NO_COLOR does the same" },
  { name: "debug", help: "errors with their stack and their causes" },
  { name: "help", short: "h", help: "this help; after a command, the command's" },
  { name: "version", short: "v", help: "the version" },
];

/** For commands that show tools to a model. */
const ONLY: OptionSpec = {
  name: "only",
  value: "TOOL",
  repeated: true,
  help: "offer just these tools to the model; * stands for any characters",
};

export const CALL_OPTIONS: readonly OptionSpec[] = [
  {
    name: "args",
    value: "'{…}' | @file | -",
    help: "the arguments as one JSON object, from a file, or from stdin; key=value goes on top",
  },
  { name: "dry-run", help: "print the HTTP request and send nothing; credentials are masked" },
];

export const TOOLS_OPTIONS: readonly OptionSpec[] = [
  { name: "search", value: "WORDS", help: "only tools that have all the words in their name, text or path" },
];

export const PROMPT_OPTIONS: readonly OptionSpec[] = [
  {
    name: "native",
    help: "the tools in a provider's own form; the provider may follow (openai, anthropic, …)",
  },
  { name: "model", value: "NAME", help: "the model to write for" },
  ONLY,
];

export const CHAT_OPTIONS: readonly OptionSpec[] = [
  { name: "model", value: "NAME", help: "the model's name at the endpoint (variable OPENAI_MODEL)" },
  {
    name: "base-url",
    value: "URL",
    help: "an OpenAI-compatible endpoint (variable OPENAI_BASE_URL, else https://api.openai.com/v1)",
  },
  { name: "native", help: "native tool calling; without it the tools are described in the prompt" },
  { name: "message", short: "m", value: "TEXT", help: "ask once, print the answer and leave" },
  {
    name: "yes",
    short: "y",
    help: "make calls that may change or remove something without asking; where nobody can be asked they are refused",
  },
  { name: "max-turns", value: "N", help: "how often the model may be asked before it answers (12)" },
  ONLY,
];

export const SCORE_OPTIONS: readonly OptionSpec[] = [
  { name: "prompts", value: "PATH", help: "a profile, or a folder of them, to lie over the bundled ones" },
  { name: "model", value: "NAME", help: "the model whose profile is measured; without it the generic one" },
  { name: "least", value: "SHARE", help: "fail where a figure is lower, such as 0.98" },
];
