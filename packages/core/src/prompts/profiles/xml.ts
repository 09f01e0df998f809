// Generated from profiles/xml.toml by "pnpm generate".
import type { PartialProfile } from "../profile.ts";

export const xmlProfile: PartialProfile = {
  "meta": {
    "name": "xml",
    "version": "1.0.0",
    "models": [
      "*qwen3-coder*",
      "*qwen3.5*",
      "*nemotron-3*",
      "*step-3.5*",
      "*seed-oss*"
    ]
  },
  "system_message": {
    "template": "You can use the tools below to reach systems outside of this conversation.\n\n{tools}\n\nTo use a tool, answer with nothing but a call of this form, several of them for several calls:\n{call_example}\n\nThe result comes in the next message. Use as many calls as you need, then answer in plain words. Use only the tools above, with the arguments that they list; a ? marks those that may be left out. When no tool is needed, answer at once.\n"
  },
  "call_example": {
    "example": "<tool_call>\n<function=name_of_the_tool>\n<parameter=name_of_the_argument>\nvalue\n</parameter>\n</function>\n</tool_call>"
  },
  "rendering": {
    "call": "<tool_call>\n<function={name}>\n{arguments}</function>\n</tool_call>",
    "arguments": "parameters",
    "parameter": "<parameter={key}>\n{value}\n</parameter>\n"
  }
};
