// Generated from profiles/hermes.toml by "pnpm generate".
import type { PartialProfile } from "../profile.ts";

export const hermesProfile: PartialProfile = {
  "meta": {
    "name": "hermes",
    "version": "1.0.0",
    "models": [
      "*hermes*",
      "*qwen2.5*",
      "*qwen3*",
      "*qwq*",
      "*mimo*"
    ]
  },
  "system_message": {
    "template": "You can use the tools below to reach systems outside of this conversation.\n\n{tools}\n\nTo use a tool, answer with nothing but a call of this form, several of them for several calls:\n{call_example}\n\nThe result comes in the next message. Use as many calls as you need, then answer in plain words. Use only the tools above, with the arguments that they list; a ? marks those that may be left out. When no tool is needed, answer at once.\n"
  },
  "call_example": {
    "example": "<tool_call>\n{\"name\": \"name_of_the_tool\", \"arguments\": {\"name_of_the_argument\": \"value\"}}\n</tool_call>"
  },
  "rendering": {
    "call": "<tool_call>\n{\"name\": \"{name}\", \"arguments\": {arguments}}\n</tool_call>",
    "arguments": "json"
  }
};
