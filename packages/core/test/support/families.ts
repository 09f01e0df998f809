import {
  around,
  coder,
  dsml,
  each,
  gemma,
  glm,
  hermes,
  invoke,
  json,
  kimi3,
  list,
  object,
  plain,
  python,
  pythonic,
  repeat,
  standard,
  type Writer,
} from "./call-writers.ts";

/** Formats that state several calls, by family. */
export const FAMILIES: Readonly<Record<string, Writer>> = {
  hermes: hermes("<tool_call>\n", "\n</tool_call>"),
  "hermes, one tag": (calls) => `<tool_call>\n${calls.map(standard).join(", ")}\n</tool_call>`,
  "granite 4": hermes("<tool_call> ", " </tool_call>", (call) =>
    json({ name: call.name, arguments: json(call.arguments) }),
  ),
  "ernie 4.5": (calls) => `I think.\n</think>\n\n${hermes("<tool_call>\n", "\n</tool_call>\n")(calls)}`,
  longcat: hermes("<longcat_tool_call>", "</longcat_tool_call>"),
  "longcat, keys": repeat(glm("\n", "longcat_"), "\n"),
  "qwen3 coder": repeat((call) => `<tool_call>\n${coder("\n")(call)}\n</tool_call>`, "\n"),
  "qwen3 coder, bare": repeat(coder("\n"), "\n"),
  "seed-oss": repeat((call) => `<seed:tool_call>\n${coder("")(call)}\n</seed:tool_call>`, "\n"),
  "llama 3 json": repeat(object("name", "parameters"), "; "),
  "llama 3 json, lines": repeat(object("name", "parameters"), "\n"),
  "llama 3 python tag": around("<|python_tag|>", repeat(object("name", "parameters"), "; "), ""),
  "llama pythonic": (calls) => `[${calls.map(pythonic).join(", ")}]`,
  "llama 4 pythonic": (calls) => `<|python_start|>[${calls.map(pythonic).join(", ")}]<|python_end|>`,
  lfm2: (calls) => `<|tool_call_start|>[${calls.map(pythonic).join(", ")}]<|tool_call_end|>`,
  olmo3: (calls) => `<function_calls>\n${calls.map(pythonic).join("\n")}\n</function_calls>`,
  "gemma tool_code": (calls) => `\`\`\`tool_code\n${calls.map(pythonic).join("\n")}\n\`\`\``,
  "gemma tool_code, printed": (calls) =>
    `\`\`\`tool_code\n${calls.map((call) => `print(default_api.${pythonic(call)})`).join("\n")}\n\`\`\``,
  functiongemma: repeat(
    (call) => `<start_function_call>call:${call.name}${gemma(call.arguments, "<escape>")}<end_function_call>`,
  ),
  "gemma 4": repeat((call) => `<|tool_call>call:${call.name}${gemma(call.arguments, '<|"|>')}<tool_call|>`),
  "gemma 4, one block": around(
    "<|tool_call>",
    repeat((call) => `call:${call.name}${gemma(call.arguments, '<|"|>')}`),
    "<tool_call|>",
  ),
  "mistral v3": (calls) => `[TOOL_CALLS] ${list(calls)}`,
  "mistral v7": (calls) =>
    `[TOOL_CALLS] ${list(calls, ({ name, arguments: args }) => json({ name, arguments: args, id: "123456789" }))}[/TOOL_CALLS]`,
  "mistral v11": repeat((call) => `[TOOL_CALLS]${call.name}${json(call.arguments)}`),
  devstral: repeat((call) => `[TOOL_CALLS]${call.name}[ARGS]${json(call.arguments)}`),
  "mistral small 3.2": repeat(
    (call, index) => `[TOOL_CALLS]${call.name}[CALL_ID]12345678${index}[ARGS]${json(call.arguments)}`,
  ),
  magistral: around(
    "[THINK]Let me see.[/THINK]",
    repeat((call) => `[TOOL_CALLS]${call.name}[ARGS]${json(call.arguments)}`),
    "",
  ),
  "deepseek v3": around(
    "<｜tool▁calls▁begin｜>",
    repeat(
      (call) =>
        `<｜tool▁call▁begin｜>function<｜tool▁sep｜>${call.name}\n\`\`\`json\n${json(call.arguments)}\n\`\`\`<｜tool▁call▁end｜>`,
      "\n",
    ),
    "<｜tool▁calls▁end｜>",
  ),
  "deepseek v3, ascii": around(
    "<|tool▁calls▁begin|>",
    repeat(
      (call) =>
        `<|tool▁call▁begin|>function<|tool▁sep|>${call.name}\n\`\`\`json\n${json(call.arguments)}\n\`\`\`<|tool▁call▁end|>`,
      "\n",
    ),
    "<|tool▁calls▁end|><|end▁of▁sentence|>",
  ),
  "deepseek v3.1": around(
    "<｜tool▁calls▁begin｜>",
    repeat(
      (call) => `<｜tool▁call▁begin｜>${call.name}<｜tool▁sep｜>${json(call.arguments)}<｜tool▁call▁end｜>`,
    ),
    "<｜tool▁calls▁end｜>",
  ),
  "deepseek v3.2": around("<｜DSML｜function_calls>\n", repeat(dsml, "\n"), "\n</｜DSML｜function_calls>"),
  "deepseek v4": around("<｜DSML｜tool_calls>\n", repeat(dsml, "\n"), "\n</｜DSML｜tool_calls>"),
  "deepseek v3.2, json": around(
    "<｜DSML｜function_calls>\n",
    repeat(
      (call) => `<｜DSML｜invoke name="${call.name}">\n${json(call.arguments)}\n</｜DSML｜invoke>`,
      "\n",
    ),
    "\n</｜DSML｜function_calls>",
  ),
  "granite 3.0": (calls) => `<|tool_call|> ${list(calls)}`,
  "granite 3.1": (calls) =>
    `<tool_call>${list(calls, ({ name, arguments: args }) => json({ arguments: args, name }))}`,
  "granite 20b": repeat((call) => `<function_call> ${standard(call)}`, "\n"),
  internlm2: repeat(
    (call) => `<|action_start|><|plugin|>${object("name", "parameters")(call)}<|action_end|>`,
  ),
  jamba: (calls) => `<tool_calls>[\n    ${calls.map(standard).join(",\n    ")}\n]</tool_calls>`,
  apriel: (calls) => `Thinking.\n[BEGIN FINAL RESPONSE]\n<tool_calls>${list(calls)}</tool_calls>`,
  "minimax m1": (calls) => `<tool_calls>\n${calls.map(standard).join("\n")}\n</tool_calls>`,
  "minimax m2": (calls) => `<minimax:tool_call>\n${calls.map(invoke()).join("\n")}\n</minimax:tool_call>`,
  claude: (calls) => `<function_calls>\n${calls.map(invoke()).join("\n")}\n</function_calls>`,
  "claude, tool_calls": (calls) => `<tool_calls>${calls.map(invoke()).join("")}</tool_calls>`,
  "claude v1": (calls) =>
    `<function_calls>\n${calls.map(({ name, arguments: args }) => `<invoke>\n<tool_name>${name}</tool_name>\n<parameters>\n${each(args, (key, value) => `<${key}>${plain(value)}</${key}>\n`)}</parameters>\n</invoke>`).join("\n")}\n</function_calls>`,
  glimmer: (calls) =>
    `<atem:function_calls>\n${calls.map(invoke("atem:")).join("\n")}\n</atem:function_calls>`,
  "phi 4 mini": (calls) => `functools${list(calls)}`,
  firefunction: (calls) => ` functools${list(calls)}`,
  "command r7b": (calls) =>
    `<|START_THINKING|>I will.<|END_THINKING|><|START_ACTION|>[\n${calls.map(({ name, arguments: parameters }, index) => `    ${json({ tool_call_id: String(index), tool_name: name, parameters })}`).join(",\n")}\n]<|END_ACTION|>`,
  "command r+": (calls) => `Action:\n\`\`\`json\n${list(calls, object("tool_name", "parameters"))}\n\`\`\``,
  "kimi k2": around(
    "<|tool_calls_section_begin|>",
    repeat(
      (call, index) =>
        `<|tool_call_begin|>functions.${call.name}:${index}<|tool_call_argument_begin|>${json(call.arguments)}<|tool_call_end|>`,
    ),
    "<|tool_calls_section_end|>",
  ),
  "kimi k2, singular": around(
    "<|tool_call_section_begin|>",
    repeat(
      (call, index) =>
        `<|tool_call_begin|>functions.${call.name}:${index}<|tool_call_argument_begin|>${json(call.arguments)}<|tool_call_end|>`,
    ),
    "<|tool_call_section_end|>",
  ),
  "kimi k2, thinking": around(
    "<think>Let me see <|tool_calls_section_begin|>",
    repeat(
      (call, index) =>
        `<|tool_call_begin|>functions.${call.name}:${index}<|tool_call_argument_begin|>${json(call.arguments)}<|tool_call_end|>`,
    ),
    "",
  ),
  "kimi k3": around(
    "<|open|>response<|sep|>Wait.<|close|>response<|sep|><|open|>tools<|sep|>",
    repeat(kimi3),
    "<|close|>tools<|sep|>",
  ),
  "glm 4.5": repeat(glm("\n"), "\n"),
  "glm 4.7": repeat(glm("")),
  harmony: repeat(
    (call) =>
      `<|start|>assistant<|channel|>commentary to=functions.${call.name} <|constrain|>json<|message|>${json(call.arguments)}<|call|>`,
  ),
  "harmony, recipient first": repeat(
    (call, index) =>
      `${index === 0 ? " " : "<|start|>assistant "}to=functions.${call.name}<|channel|>commentary json<|message|>${json(call.arguments)}`,
  ),
  "harmony, proxy": repeat(
    (call) => `<tool_call>assistant to=functions.${call.name} json\n${json(call.arguments)}\n</tool_call>`,
    "\n",
  ),
  "functionary v3.1": repeat((call) => `<function=${call.name}>${json(call.arguments)}</function>`),
  "functionary v3.2": repeat((call) => `>>>${call.name}\n${json(call.arguments)}`, "\n"),
  "functionary v3.2, text": (calls) =>
    `>>>all\nLet me look.\n${calls.map((call) => `>>>${call.name}\n${json(call.arguments)}`).join("\n")}`,
  nemotron: (calls) => `<TOOLCALL>${list(calls)}</TOOLCALL>`,
  apertus: (calls) =>
    `<|tools_prefix|>[${calls.map((call) => json({ [call.name]: call.arguments })).join(", ")}]<|tools_suffix|>`,
  "step 3": around(
    "<｜tool_calls_begin｜>\n",
    repeat(
      (call) => `<｜tool_call_begin｜>function<｜tool_sep｜>${invoke("steptml:")(call)}<｜tool_call_end｜>`,
      "\n",
    ),
    "\n<｜tool_calls_end｜>",
  ),
  "gigachat 3": repeat((call) => `<|message_sep|>\n\nfunction call<|role_sep|>\n${standard(call)}`),
  "gigachat 3.1": repeat((call) => `<|function_call|>${standard(call)}`),
  inkling: repeat(
    (call) =>
      `<|message_model|>${call.name}<|content_invoke_tool_json|>${json({ name: call.name, args: call.arguments })}<|end_message|>`,
  ),
  sarashina: (calls) =>
    `<|tool_calls|>${python(calls.map(({ name, arguments: args }) => ({ name, arguments: args })))}`,
  "sarashina, bare": (calls) => python(calls.map(({ name, arguments: args }) => ({ name, arguments: args }))),
  xlam: (calls) => `<think>Let me see.</think>${list(calls)}`,
  "xlam, marked": (calls) => `[TOOL_CALLS]${list(calls)}`,
  "fenced json": (calls) => `\`\`\`json\n${json(calls, null, 2)}\n\`\`\``,
  "fenced json, each": repeat((call) => `\`\`\`json\n${json(call, null, 2)}\n\`\`\``, "\n"),
  "bare json": repeat(standard, "\n"),
  "mcs json": repeat((call) => json({ tool: call.name, arguments: call.arguments }, null, 4), "\n"),
  "openai in text": (calls) =>
    json({
      tool_calls: calls.map(({ name, arguments: args }) => ({
        id: "call_0",
        type: "function",
        function: { name, arguments: json(args) },
      })),
    }),
  "function wrapper": repeat(
    (call) => json({ type: "function", function: { name: call.name, arguments: call.arguments } }),
    "\n",
  ),
  "tool_call wrapper": repeat(
    (call) => json({ tool_call: { name: call.name, arguments: call.arguments } }),
    "\n",
  ),
  "langchain action": repeat(
    (call) => `\`\`\`json\n${json({ action: call.name, action_input: call.arguments })}\n\`\`\``,
    "\n",
  ),
  react: repeat(
    (call) => `Thought: I need it.\nAction: ${call.name}\nAction Input: ${json(call.arguments)}`,
    "\n",
  ),
  parallel: (calls) =>
    json({
      name: "multi_tool_use.parallel",
      arguments: {
        tool_uses: calls.map(({ name, arguments: parameters }) => ({
          recipient_name: `functions.${name}`,
          parameters,
        })),
      },
    }),
};
