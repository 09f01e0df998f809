/** Families that state JSON, to which what is done to JSON can be done. */
export const JSON_FAMILIES: readonly string[] = [
  ...[
    "hermes",
    "longcat",
    "llama 3 json",
    "llama 3 python tag",
    "mistral v3",
    "mistral v11",
    "devstral",
    "deepseek v3",
  ],
  ...[
    "deepseek v3.1",
    "granite 3.0",
    "granite 20b",
    "internlm2",
    "jamba",
    "minimax m1",
    "phi 4 mini",
    "command r7b",
  ],
  ...[
    "kimi k2",
    "harmony",
    "functionary v3.1",
    "functionary v3.2",
    "nemotron",
    "gigachat 3.1",
    "xlam",
    "bare json",
  ],
  ...[
    "fenced json",
    "mcs json",
    "function wrapper",
    "deepseek v3.2, json",
    "command r+",
    "react",
    "harmony, proxy",
  ],
];

/** What models do to JSON, each as a change of the whole text. Undefined where a text offers no place for it. */
export const CORRUPTIONS: Readonly<Record<string, (text: string) => string | undefined>> = {
  "trailing comma": (text) => text.replace(/\}(?![\s\S]*\})/, ",}").replace(/(["\d\w])(\s*)\}/, "$1,$2}"),
  "single quotes": (text) =>
    /[a-z]'[a-z]|\\"/i.test(text) ? undefined : text.replace(/"((?:[^"\\]|\\.)*)"/g, "'$1'"),
  "bare keys": (text) => text.replace(/"([a-zA-Z_]\w*)":/g, "$1:"),
  "typographic quotes": (text) =>
    text.includes('\\"') ? undefined : text.replace(/"((?:[^"\\]|\\.)*)"/g, "“$1”"),
  "python words": (text) =>
    text
      .replace(/: true/g, ": True")
      .replace(/:true/g, ":True")
      .replace(/:\s?null/g, ": None"),
  "line comment": (text) => text.replace(/,\s*"/, ', // chosen\n "'),
  "hash comment": (text) => text.replace(/,\s*"/, ', # chosen\n "'),
  "block comment": (text) => text.replace(/\{\s*"/, '{ /* the call */ "'),
  "missing comma": (text) => text.replace(/",\s*"/, '" "'),
  "missing comma, line": (text) => text.replace(/",\s*"/, '"\n"'),
  "doubled braces": (text) =>
    text.includes("}}") || text.includes("{{") ? undefined : text.replaceAll("{", "{{").replaceAll("}", "}}"),
  "spare brace": (text) => text.replace(/\}(?![\s\S]*\})/, "}}"),
  "missing brace": (text) => text.replace(/\}(?![\s\S]*\})/, ""),
  "missing two braces": (text) => text.replace(/\}(?![\s\S]*\})/, "").replace(/\}(?![\s\S]*\})/, ""),
  "prose before": (text) => `Sure! Let me look that up for you.\n\n${text}`,
  "prose after": (text) => `${text}\n\nI'll let you know what I find.`,
  "raw line break": (text) => (text.includes("\\n") ? text.replaceAll("\\n", "\n") : undefined),
  "wide spaces": (text) => text.replace(/": /g, '"   :  ').replace(/":/g, '"  :\t'),
  "equals for colon": (text) => text.replace(/":\s?/g, '" = '),
};
